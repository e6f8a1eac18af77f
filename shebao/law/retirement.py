"""The age of retirement under the gradual reform from 2025-01-01 (渐进式延迟法定退休年龄)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from shebao.kernel.months import Month

MALE = "1"
FEMALE = "2"


@dataclass(frozen=True, slots=True)
class Track:
    """How one group retires.

    ``age`` months is the old age; those born from ``first_birth`` on retire one month later for every ``every``
    months of birth, up to ``most`` months later.
    """

    age: int
    first_birth: Month
    every: int
    most: int

    @classmethod
    def of(cls, parts: Mapping[str, Decimal | int]) -> Self:
        """From the parts of a ``retirement/…`` value."""
        return cls(
            int(parts["age"]), Month.from_int(int(parts["first_birth"])), int(parts["every"]), int(parts["most"])
        )


def track_of(sex: str, *, cadre: bool) -> str:
    """The group: male, female_cadre or female_worker; ValueError for a sex that is neither "1" nor "2"."""
    if sex == MALE:
        return "male"
    if sex == FEMALE:
        return "female_cadre" if cadre else "female_worker"
    raise ValueError(f"no retirement age for sex {sex!r}")


def age_in_months(track: Track, birth: Month) -> int:
    """The age of retirement in months of somebody born in ``birth``."""
    since = birth - track.first_birth
    return track.age if since < 0 else track.age + min(since // track.every + 1, track.most)

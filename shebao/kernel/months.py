"""Calendar months: the unit in which insurance is counted (费款所属期)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Self, overload

from shebao.kernel.errors import Invalid
from shebao.kernel.widths import echo, fold

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
MONTHS_A_YEAR: Final = 12

_PATTERN: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))", re.ASCII)
_MAX_TEXT: Final = 20


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year from 1900 to 2199; orders by time, ``month + 1`` is the next one.

    Raises ValueError outside of that range. In the database a month is the integer YYYYMM.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= MONTHS_A_YEAR):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def from_int(cls, value: int) -> Self:
        """The month of an integer YYYYMM; ValueError if it is none."""
        return cls(value // 100, value % 100)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that ``day`` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month a person typed: 2024-03, 2024/3, 2024.03, 202403, 2024年3月, also in full-width digits.

        Raises :class:`shebao.kernel.errors.Invalid` (code ``month_malformed``) for anything else.
        """
        folded = fold(text[: _MAX_TEXT + 1]).replace(" ", "")
        match = _PATTERN.fullmatch(folded) if len(text) <= _MAX_TEXT else None
        try:
            if match is not None:
                return cls(int(match[1]), int(match[2] or match[3]))
        except ValueError:
            pass
        raise Invalid(f"“{echo(text)}”不是有效的年月。", code="month_malformed", remedy="请按“2024-03”的格式填写年月。")

    def __int__(self) -> int:
        return self.year * 100 + self.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __add__(self, months: int) -> Self:
        return self.from_index(self.index + months)

    @overload
    def __sub__(self, other: int) -> Self: ...
    @overload
    def __sub__(self, other: "Month") -> int: ...
    def __sub__(self, other: "int | Month") -> "Self | int":
        """Minus a number of months: the earlier month; minus a month: the number of months between."""
        return self.index - other.index if isinstance(other, Month) else self.from_index(self.index - other)

    @property
    def index(self) -> int:
        """Months counted from year 0, for differences."""
        return self.year * MONTHS_A_YEAR + self.month - 1

    @classmethod
    def from_index(cls, index: int) -> Self:
        """The inverse of :attr:`index`."""
        return cls(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month, leap years minded."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def chinese(self) -> str:
        """As pages show it: 2024年3月."""
        return f"{self.year}年{self.month}月"

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in this month."""
        return day.year == self.year and day.month == self.month


def months(first: Month, last: Month) -> Iterator[Month]:
    """All months from ``first`` to ``last``, both included; none if ``last`` is earlier."""
    return (Month.from_index(index) for index in range(first.index, last.index + 1))

"""What a photo for the social-security card (制卡照片) has to be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from shebao.law.book import Law


@dataclass(frozen=True, slots=True)
class PhotoSpec:
    """The photo as the card maker wants it: pixels, dots per inch, kilobytes (1 KB is 1,024 bytes), background.

    ``formats`` are codes of card_photo_format that may be handed in, ``most_upload`` the most kilobytes of that file.
    """

    width: int
    height: int
    dpi: int
    least_size: int
    most_size: int
    most_upload: int
    background: str
    formats: tuple[str, ...]

    def to_wire(self) -> dict[str, Any]:
        """The specification as plain data for another process."""
        return asdict(self)

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> Self:
        """From what :meth:`to_wire` gave."""
        return cls(**{**told, "formats": tuple(told["formats"])})


def spec_on(law: Law, day: date) -> PhotoSpec:
    """The specification that holds on ``day``; NoLawError if a figure of it is not on record."""
    return PhotoSpec(
        width=law.count("card_photo/width", day),
        height=law.count("card_photo/height", day),
        dpi=law.count("card_photo/resolution", day),
        least_size=law.count("card_photo/least_size", day),
        most_size=law.count("card_photo/most_size", day),
        most_upload=law.count("card_photo/most_upload", day),
        background=law.text("card_photo/background", day),
        formats=tuple(law.codes("card_photo_format").valid_on(day)),
    )

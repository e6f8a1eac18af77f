"""How much of a photo or an archive is handled before it is refused."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from shebao.documents.limited.parent import ProcessLimits

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class PhotoLimits:
    """Bounds, sizes in bytes: ``seconds_of_one`` of processor time for a photo, ``seconds`` in all for an archive.

    A child takes at most ``photos_of_a_child`` photos of an archive, then the next one goes on. Once as many as
    ``broken_children`` had to be stopped, the rest of the archive is refused.
    """

    pixels: int = 50_000_000
    archive_bytes: int = 512 * MEBIBYTE
    photos: int = 5_000
    unpacked_bytes: int = 2048 * MEBIBYTE
    memory_bytes: int = 640 * MEBIBYTE
    seconds_of_one: int = 15
    photos_of_a_child: int = 250
    broken_children: int = 10
    seconds: float = 1800.0

    def to_wire(self) -> dict[str, Any]:
        """The limits as plain data for the child process."""
        return asdict(self)

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> Self:
        """From what :meth:`to_wire` gave."""
        return cls(**told)

    def process(self, photos: int) -> ProcessLimits:
        """The bounds on a child that judges so many photos."""
        seconds = self.seconds_of_one + photos
        return ProcessLimits(self.memory_bytes, cpu_seconds=seconds, wall_seconds=2.0 * seconds)


DEFAULT_LIMITS: Final = PhotoLimits()

"""How much of a spreadsheet is read before it is refused."""

from dataclasses import asdict, dataclass
from typing import Any

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on one file. Sizes in bytes, lengths in characters, times in seconds."""

    file_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    entries: int = 500
    # Honest sheets of 100,000 × 40 cells measured 11 to 33, the known bombs 500 to 1,000.
    ratio: int = 200
    rows: int = 110_000
    columns: int = 64
    cells: int = 5_000_000
    cell_characters: int = 2_000
    # Cell elements of any kind, blank ones included: people format whole columns, so more than `cells`.
    cell_elements: int = 20_000_000
    shared_strings: int = 5_000_000
    shared_characters: int = 128 * MEBIBYTE
    merged_regions: int = 10_000
    # The child process.
    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 90.0

    def to_wire(self) -> dict[str, Any]:
        """The limits as plain data for the child process."""
        return asdict(self)

    @classmethod
    def from_wire(cls, data: dict[str, Any]) -> "Limits":
        """Limits from what ``to_wire`` gave."""
        return cls(**data)


DEFAULT_LIMITS = Limits()

"""How much of an attachment is handled before it is refused."""

from dataclasses import asdict, dataclass
from typing import Any

from shebao.documents.limited.parent import ProcessLimits

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class AttachmentLimits:
    """Bounds on one attachment: sizes in bytes, times in seconds."""

    file_bytes: int = 20 * MEBIBYTE
    pixels: int = 25_000_000
    pages: int = 200
    pdf_objects: int = 200_000
    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 15
    wall_seconds: float = 30.0

    def to_wire(self) -> dict[str, Any]:
        """The limits as plain data for the child process."""
        return asdict(self)

    @property
    def process(self) -> ProcessLimits:
        """The bounds on the child process."""
        return ProcessLimits(self.memory_bytes, self.cpu_seconds, self.wall_seconds, 4 * self.file_bytes)


DEFAULT_LIMITS = AttachmentLimits()

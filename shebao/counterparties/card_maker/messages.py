"""What the card maker is told."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CardOrder:
    """Payload of `make`: one card, which is made once, however often the order is sent.

    card: first, lost or damaged. photo: JPEG in base64, photo_sha256 its digest. district: where it is collected.
    """

    order: str
    card: str
    name: str
    document_type: str
    document_number: str
    social_security_number: str
    sex: str
    birth: date
    district: str
    photo: str
    photo_sha256: str

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return {**asdict(self), "birth": self.birth.isoformat()}

"""What the bank is told."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """Payload of `pay`: one order, which the bank carries out once, however often it is sent."""

    order: str
    refund: str
    employer_code: str
    bank_name: str
    account_name: str
    account_number: str
    amount_fen: int
    purpose: str

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return asdict(self)

"""What the medical-insurance authority is told about a person's coverage."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """Payload of `enrolled` and `withdrawn`: insured from the message's month on, or no longer insured from it on.

    Codes as in `shared_data`; schemes are scheme codes as ("310", "510"); wage_fen: contribution wage in fen a month.
    """

    filing: str
    name: str
    document_type: str
    document_number: str
    sex: str
    birth: date
    nationality: str
    household: str | None
    employer_code: str
    employer_name: str
    district: str
    schemes: tuple[str, ...]
    wage_fen: int | None
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return {**asdict(self), "birth": self.birth.isoformat(), "schemes": list(self.schemes)}


@dataclass(frozen=True, slots=True)
class PaidLater:
    """Payload of `paid_later`: contributions for these months (YYYYMM) were paid afterwards.

    `cause` is arrears (单位欠缴) or supplement (个人补缴); the message's month is the first of the months.
    """

    filing: str
    cause: str
    months: tuple[int, ...]
    name: str
    document_type: str
    document_number: str
    sex: str
    birth: date
    nationality: str
    household: str | None
    employer_code: str
    employer_name: str
    district: str
    schemes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        lists = {"months": list(self.months), "schemes": list(self.schemes)}
        return {**asdict(self), "birth": self.birth.isoformat(), **lists}

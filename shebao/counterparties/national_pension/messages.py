"""Questions and reports to the national pension system."""

from dataclasses import asdict, dataclass
from typing import Any

from shebao.counterparties import wire

MOST_QUERIES = 5_000


@dataclass(frozen=True, slots=True)
class Query:
    """A person to ask about."""

    name: str
    number: str

    def to_json(self) -> dict[str, str]:
        """The question as JSON values."""
        return {"name": self.name, "number": self.number}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Insured for pension in another province: its code (GB/T 2260) and the month (YYYYMM) since when."""

    number: str
    province: str
    since_month: int


@dataclass(frozen=True, slots=True)
class ParticipationReport:
    """Payload of `enrolled` and `withdrawn`: from the message's month on insured for pension here, or no longer.

    wage_fen: contribution wage in fen a month.
    """

    filing: str
    name: str
    document_type: str
    document_number: str
    social_security_number: str
    employer_code: str
    scheme: str
    region: str
    wage_fen: int | None
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""
        return asdict(self)


_ELSEWHERE = frozenset(Elsewhere.__slots__)


def parse_elsewhere(value: Any) -> Elsewhere | None:
    """One answer; None where the person is insured nowhere else. Raises Malformed."""
    if value is None:
        return None
    told = wire.record(value, _ELSEWHERE, "result")
    return Elsewhere(
        wire.text(told["number"], "number", 18),
        wire.text(told["province"], "province", 6),
        wire.month(told["since_month"], "since_month"),
    )

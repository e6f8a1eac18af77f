"""Late fees as this side computes them: every line for itself, half a fen and more is a fen."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Running:
    """What a late fee runs on; `lines` are pairs: an amount in fen, how many lines have it."""

    late_from: date
    daily_ppm: int
    capped: bool
    lines: tuple[tuple[int, int], ...]

    @classmethod
    def told(cls, told: dict[str, Any]) -> "Running":
        """As it stands in a message. Raises ValueError, KeyError or TypeError for what is not in the agreed form."""
        lines = tuple((int(fen), int(number)) for fen, number in told["lines"])
        return cls(date.fromisoformat(told["late_from"]), int(told["daily_ppm"]), bool(told["capped"]), lines)

    def fee(self, paid_on: date) -> int:
        """The late fee in fen of a payment on this day."""
        days = (paid_on - self.late_from).days
        return sum(self._of_line(fen, days) * lines for fen, lines in self.lines) if days > 0 else 0

    def _of_line(self, fen: int, days: int) -> int:
        fee = int((Decimal(fen) * self.daily_ppm * days / _MILLION).quantize(Decimal(1), ROUND_HALF_UP))
        return min(fee, fen) if self.capped else fee

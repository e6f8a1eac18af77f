"""What came of checking the lines of one kind."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from shebao.declarations.models import LineState
from shebao.kernel.findings import Finding, Severity
from shebao.services.lines.shape import Shaped

DONE_BEFORE: Final = frozenset({"done_before", "ended_before"})
"""Codes of the notes that a line is in force already, exactly as it stands."""


@dataclass(slots=True)
class Judged:
    """How many lines stand where after the check, and how many of them an officer has to decide on."""

    states: Counter[LineState] = field(default_factory=Counter)
    to_review: int = 0

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(self.states + other.states, self.to_review + other.to_review)


def outcome(line: Shaped, found: list[Finding]) -> LineState:
    """Where a line stands after the check."""
    if not line.well_formed or any(finding.severity is Severity.HARD for finding in found):
        return LineState.BAD
    if any(finding.code in DONE_BEFORE for finding in found):
        return LineState.DONE_BEFORE
    return LineState.GOOD

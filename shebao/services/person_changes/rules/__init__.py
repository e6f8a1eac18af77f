"""May this be changed? Pure: a line and what is known of its person in, all findings out."""

from typing import Final

from shebao.kernel.findings import Finding
from shebao.services.person_changes.rules import agreement, filing, identity, items, proof
from shebao.services.person_changes.rules.given import UNKNOWN, Answer, Change, Facts, Rule, Setting, Shared, changes
from shebao.services.person_changes.rules.proof import NAME_AND_NUMBER, needs_officers, reviewed, stages
from shebao.services.person_changes.shape import ShapedLine

__all__ = [
    "NAME_AND_NUMBER",
    "RULES",
    "UNKNOWN",
    "Answer",
    "Change",
    "Facts",
    "Rule",
    "Setting",
    "Shared",
    "changes",
    "check",
    "needs_officers",
    "reviewed",
    "stages",
]

RULES: Final[tuple[Rule, ...]] = (
    filing.filing,
    filing.person,
    items.chosen,
    items.effect,
    identity.number,
    identity.spelling,
    identity.storage,
    agreement.document,
    agreement.household,
    agreement.days,
    proof.confirmed,
    proof.papers,
    proof.review,
)


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line; values that could not be read are passed over."""
    return [finding for rule in RULES for finding in rule(line, facts, given)]

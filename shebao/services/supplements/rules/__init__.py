"""May these months be made up? Pure: a line, what is known about it and the law in, all findings out."""

from typing import Final

from shebao.kernel.findings import Finding
from shebao.services.supplements.rules import filing, months, proof, wage
from shebao.services.supplements.rules.given import UNKNOWN, Facts, Item, Rule, Setting, Whose, whose
from shebao.services.supplements.shape import ShapedLine

__all__ = ["RULES", "UNKNOWN", "Facts", "Item", "Rule", "Setting", "Whose", "check", "whose"]

RULES: Final[tuple[Rule, ...]] = (
    filing.filing,
    filing.person,
    filing.household,
    months.refused,
    months.partly,
    months.silence,
    months.limit,
    wage.amount,
    wage.fixed,
    proof.papers,
    proof.review,
)


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line; fields that could not be read are passed over."""
    return [finding for rule in RULES for finding in rule(line, facts, given)]

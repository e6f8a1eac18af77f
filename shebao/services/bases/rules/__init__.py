"""May this wage be declared? Pure: a line, what is known about it and the law of the year in, all findings out."""

from typing import Final

from shebao.kernel.findings import Finding, soft
from shebao.services.bases.rules import filing, wage
from shebao.services.bases.rules.given import UNKNOWN, Facts, Rule, Setting, setting
from shebao.services.bases.shape import ShapedLine

__all__ = ["RULES", "UNKNOWN", "Facts", "Rule", "Setting", "check", "of_filing", "setting"]

RULES: Final[tuple[Rule, ...]] = (
    filing.filing,
    filing.person,
    wage.amount,
    wage.change,
    wage.bounds,
    wage.before,
)


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line; fields that could not be read are passed over."""
    return [finding for rule in RULES for finding in rule(line, facts, given)]


def of_filing(given: Setting) -> list[Finding]:
    """What is to be said once for the whole filing."""
    if not given.late:
        return []
    return [soft("after_window", None, day=given.year.closes_on, year=given.year.number)]

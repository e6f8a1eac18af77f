"""May this line be done? Pure: a line, what is known about it and the law of the day in, all findings out."""

from shebao.kernel.findings import Finding
from shebao.services.withdrawal.rules import contract, filing, money, reason
from shebao.services.withdrawal.rules.given import UNKNOWN, Facts, Rule, Setting
from shebao.services.withdrawal.shape import EndingLine

__all__ = ["RULES", "UNKNOWN", "Facts", "Rule", "Setting", "check"]

RULES: tuple[Rule, ...] = (
    filing.filing,
    contract.running,
    contract.dates,
    reason.fitting,
    reason.expiry,
    reason.retirement,
    reason.death,
    reason.mistake,
    money.month,
    money.later_months,
    money.changed,
)


def check(line: EndingLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line; fields that could not be read are passed over.

    Of a contract that has ended already, exactly as the line says, nothing is said but that.
    """
    if facts.ended_same and line.well_formed:
        return list(contract.running(line, facts, given))
    return [finding for rule in RULES for finding in rule(line, facts, given)]

"""May this line be done? Pure: a line, what is known about it and the law of the day in, all findings out."""

from shebao.kernel.findings import Finding
from shebao.services.enrolment.rules import contract, filing, insurance, person
from shebao.services.enrolment.rules.given import UNKNOWN, Facts, Rule, Setting, setting
from shebao.services.enrolment.shape import ShapedLine

__all__ = ["RULES", "UNKNOWN", "Facts", "Rule", "Setting", "check", "setting"]

RULES: tuple[Rule, ...] = (
    filing.filing,
    person.identity,
    person.origin,
    person.life,
    contract.term,
    contract.probation,
    contract.dispatch,
    insurance.start,
    insurance.wage,
    insurance.schemes,
    insurance.elsewhere,
    contract.running,
)


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line, not only the first; fields that could not be read are passed over.

    Of a line that is in force already, exactly as it stands, nothing is said but that: sent again in a later month it
    would break rules about dates, and that would be noise.
    """
    if facts.contract_same and line.well_formed:
        return list(contract.running(line, facts, given))
    return [finding for rule in RULES for finding in rule(line, facts, given)]

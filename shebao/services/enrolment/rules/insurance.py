"""Rules about the insurance: start month, wage, schemes, and who else insures the person."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import Month
from shebao.services.enrolment.rules.given import Facts, Setting
from shebao.services.enrolment.shape import ShapedLine
from shebao.services.lines.provinces import province_name

PENSION, UNEMPLOYMENT, INJURY = "110", "210", "410"
IMPROBABLE_WAGE: Final = Decimal(3)
"""Times the upper bound: a higher wage is likely that of a year, or one in fen."""
HUNDRED: Final = Decimal(100)
SILENT: Final = "?"


def start(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The first insured month: not in the future, not past (that is 个人补缴), not before the contract."""
    if line.insured_from is None:
        return
    first = Month.from_int(line.insured_from)
    if first > given.month:
        yield hard("month_in_future", "insured_from", month=given.month.chinese)
    if first < given.earliest_month:
        yield hard("month_too_early", "insured_from", month=given.earliest_month.chinese)
    if line.starts_on is None:
        return
    begun = Month.of(line.starts_on)
    if first < begun:
        yield hard("insured_before_contract", "insured_from", month=begun.chinese)
    elif begun < first <= given.month:
        yield soft("months_missing", "insured_from", month=begun.chinese)
    if (given.today - line.starts_on).days > given.registration_days:
        yield soft("registered_late", "starts_on", days=given.registration_days)


def wage(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is one that a month may have; odd ones are asked about, not refused."""
    if line.wage is None:
        return
    full_time = given.flag("employment_form", line.employment_form, "full_time")
    if line.wage <= 0:
        yield hard("wage_zero", "wage")
    elif line.wage < HUNDRED:
        yield soft("wage_in_thousands", "wage")
    elif given.minimum_wage and full_time and line.wage < given.minimum_wage:
        yield soft("wage_below_minimum", "wage", amount=given.minimum_wage)
    elif given.upper_bound and line.wage > given.upper_bound * IMPROBABLE_WAGE:
        yield soft("wage_improbable", "wage", times=IMPROBABLE_WAGE)


def schemes(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Employees join pension, unemployment and injury insurance; residents of 港澳台 and foreigners may be exempt."""
    group = given.text("document_type", line.document_type, "group") or "domestic"
    chosen = line.schemes.split(",")
    if INJURY not in chosen:
        yield hard("injury_missing", "schemes")
    if PENSION not in chosen or UNEMPLOYMENT not in chosen:
        yield soft("exempt_schemes", "schemes") if group != "domestic" else hard("schemes_incomplete", "schemes")


def elsewhere(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Nobody insures the person in the same kind of scheme and month: not here, not in another province."""
    exclusive = {code[:1] for code in line.schemes.split(",") if code != INJURY}
    blocked = [code for code in facts.covered_elsewhere.split(",") if code and code[:1] in exclusive]
    if blocked:
        short = "、".join(given.text("scheme", code, "short") for code in blocked)
        yield hard("insured_elsewhere", "document_number", schemes=short)
    if facts.covered_here_until and facts.contract_starts_on is None:
        until = Month.from_int(facts.covered_here_until)
        yield hard("insured_here_until", "insured_from", month=until.chinese)
    if line.elsewhere == SILENT:
        yield note("province_silent", "document_number")
    elif line.elsewhere and PENSION in line.schemes:
        yield hard("insured_in_province", "document_number", province=province_name(line.elsewhere))

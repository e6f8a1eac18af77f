"""Rules about the labour contract (劳动合同法)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.services.enrolment.rules.given import Facts, ProbationLimits, Setting, age
from shebao.services.enrolment.shape import ShapedLine

FIXED_TERM, OPEN_ENDED, TASK = "CT1", "CT2", "CT3"
YEAR: Final = 12
THREE_YEARS: Final = 36


def term(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The contract's dates fit each other and its kind (劳动合同法 §13 to 15)."""
    if line.term_kind == FIXED_TERM and line.ends_on is None and not line.complained("ends_on"):
        yield hard("end_missing", "ends_on")
    if line.term_kind == OPEN_ENDED and line.ends_on:
        yield hard("end_not_wanted", "ends_on")
    if line.starts_on is None:
        return
    latest = given.month.last_day
    if line.starts_on > latest:
        yield hard("starts_in_future", "starts_on", latest=latest.isoformat())
    if line.ends_on and line.ends_on < line.starts_on:
        yield hard("ends_before_start", "ends_on")
    elif line.ends_on and line.ends_on < given.today:
        yield hard("already_ended", "ends_on")
    yield from _first_work(line, line.starts_on, given)


def _first_work(line: ShapedLine, starts_on: date, given: Setting) -> Iterator[Finding]:
    if line.first_work_date is None:
        return
    if line.first_work_date > starts_on:
        yield hard("first_work_after_start", "first_work_date")
    elif line.birth_date and age(line.birth_date, line.first_work_date) < given.minimum_age:
        yield soft("first_work_too_young", "first_work_date", age=given.minimum_age)


def probation(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The probation is no longer than the contract's term allows (劳动合同法 §19)."""
    if not line.probation_months or line.starts_on is None or (line.ends_on and line.ends_on < line.starts_on):
        return
    length = _months_between(line.starts_on, line.ends_on) if line.ends_on and line.term_kind != OPEN_ENDED else None
    if line.term_kind == TASK or (length is not None and length < given.probation.minimum_term):
        yield hard("probation_not_allowed", "probation_months")
        return
    allowed = _longest(length, given.probation)
    if line.probation_months > allowed:
        yield hard("probation_too_long", "probation_months", most=allowed)


def _longest(length: int | None, limits: ProbationLimits) -> int:
    """The longest probation in a contract of `length` months; None: without end."""
    if length is None or length >= THREE_YEARS:
        return limits.from_3_years
    return limits.under_3_years if length >= YEAR else limits.under_1_year


def _months_between(start: date, last_day: date) -> int:
    """Whole months from `start` to the end of `last_day`: 2024-01-01 to 2024-12-31 is 12."""
    end = date.fromordinal(last_day.toordinal() + 1)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def dispatch(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A dispatched worker (劳务派遣) has a using employer, others have none."""
    dispatched = given.flag("contract_kind", line.contract_kind, "dispatch") or given.flag(
        "employment_form", line.employment_form, "dispatch"
    )
    if dispatched and not line.using_employer and not line.complained("using_employer"):
        yield hard("using_employer_missing", "using_employer")
    if line.using_employer and not dispatched:
        yield soft("using_employer_unexpected", "using_employer")


def running(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person is not already under contract here; the very same filing again is only a note."""
    if facts.contract_starts_on is None:
        return
    if facts.contract_same:
        yield note("done_before", "document_number", number=facts.contract_number)
    else:
        yield hard("under_contract", "document_number", day=facts.contract_starts_on.isoformat())

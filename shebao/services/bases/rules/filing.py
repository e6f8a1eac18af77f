"""Rules about the filing and its persons: the year, the window, who is in it, and what else is under way."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note
from shebao.kernel.months import Month
from shebao.services.bases.rules.given import Facts, Setting
from shebao.services.bases.shape import ShapedLine


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, the year is the running one, the person stands once, nothing else is under way."""
    if not given.employer_open:
        yield hard("employer_closed")
    if line.year is not None and line.year < given.year.number:
        yield hard("year_over", "year", year=line.year, current=given.year.number)
    if line.year is not None and line.year > given.year.number:
        yield hard("year_not_begun", "year", year=line.year, current=given.year.number)
    first = given.first_row.get((line.document_type, line.document_number), line.row)
    if first != line.row:
        yield hard("duplicate_line", "document_number", row=first)
    elif facts.earlier_row is not None:
        yield hard("same_person_line", "document_number", row=facts.earlier_row)
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)


def person(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person has a contract here in the months that the wage is for, under the name on record."""
    if not line.document_number:
        return
    if facts.contract_id is None:
        yield hard("not_under_contract", "document_number", month=given.year.first.chinese)
        return
    if line.name and line.name != facts.recorded_name:
        yield hard("name_differs_from_record", "name")
    if facts.ended_on is not None:
        yield note("contract_ended", "document_number", month=Month.of(facts.ended_on).chinese)

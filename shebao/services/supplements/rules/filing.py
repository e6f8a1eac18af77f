"""Rules about the filing and its persons: who is in it, and what else is under way."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, soft
from shebao.services.supplements.rules.given import Facts, Setting, whose
from shebao.services.supplements.rules.words import spans
from shebao.services.supplements.shape import ShapedLine


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, a person's month stands once, nothing else is under way."""
    if not given.employer_open:
        yield hard("employer_closed")
    who = whose(line, facts)
    rows = {given.first_row.get((who, month), line.row) for month in line.wanted}
    before = sorted(row for row in rows if row != line.row)
    if before:
        twice = [month for month in line.wanted if given.first_row.get((who, month), line.row) != line.row]
        yield hard("duplicate_month", "first_month", row=before[0], months=spans(twice))
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)


def person(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person has or had a contract here, under the name on record."""
    if not line.document_number:
        return
    if facts.person_id is None:
        yield hard("never_under_contract", "document_number")
    elif line.name and line.name != facts.recorded_name:
        yield hard("name_differs_from_record", "name")


def household(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """户口性质 is chosen before months are made up; one that is not the recorded one is asked about."""
    if not line.household_registration:
        if line.wanted and given.single:
            yield hard("household_missing", "household_registration")
        return
    if facts.household and facts.household != line.household_registration:
        names = given.law.codes("household_registration")
        recorded = names.name_of(facts.household) if facts.household in names else facts.household
        yield soft("household_differs", "household_registration", recorded=recorded)

"""Rules about the filing and its persons: who is in it, and what else is under way."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard
from shebao.services.person_changes.rules.given import Facts, Setting
from shebao.services.person_changes.shape import ShapedLine


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, a person stands once, nothing else is under way for the same items."""
    if not given.employer_open:
        yield hard("employer_closed")
    row = given.first_row.get((line.document_type, line.document_number), line.row)
    if row != line.row:
        yield hard("duplicate_line", "document_number", row=row)
    elif facts.earlier_row is not None:
        yield hard("same_person_line", "document_number", row=facts.earlier_row)
    if facts.pending:
        yield hard("pending_elsewhere", None, number=facts.pending)


def person(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person is employed here, alive, and meant under the name on record."""
    if not line.document_number:
        return
    if facts.person_id is None:
        yield hard("not_employed_here", "document_number")
        return
    if line.name and line.name != facts.recorded.get("name"):
        yield hard("name_differs_from_record", "name")
    if facts.recorded.get("died_on"):
        yield hard("deceased", "document_number")

"""Rules about the filing itself: the same person twice, or in another filing that is under way."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard
from shebao.services.withdrawal.rules.given import Facts, Setting
from shebao.services.withdrawal.shape import EndingLine


def filing(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person stands once among those who leave, and no other filing of the employer about them is under way."""
    first = given.first_row.get((line.document_type, line.document_number), line.row)
    if first != line.row:
        yield hard("duplicate_line", "document_number", row=first)
    elif facts.earlier_row is not None:
        yield hard("same_person_line", "document_number", row=facts.earlier_row)
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)

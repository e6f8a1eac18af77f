"""Rules about the filing itself: its employer, and the same person twice."""

from collections.abc import Iterator
from typing import Final

from shebao.kernel.findings import Finding, hard, soft
from shebao.services.enrolment.rules.given import Facts, Setting
from shebao.services.enrolment.shape import ShapedLine

SAME_MOBILE: Final = 3
"""So many persons of one workbook may share a mobile number without remark."""


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, the person stands once in the workbook, no other filing of theirs is under way."""
    if not given.employer_open:
        yield hard("employer_closed")
    first = given.first_row.get((line.document_type, line.document_number), line.row)
    if first != line.row:
        yield hard("duplicate_line", "document_number", row=first)
    elif facts.earlier_row is not None:
        yield hard("same_person_line", "document_number", row=facts.earlier_row)
    leaving = given.ending.get((line.document_type, line.document_number))
    if leaving is not None and line.document_number:
        yield hard("ending_in_same_filing", "document_number", row=leaving)
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)
    if line.mobile and given.mobiles.get(line.mobile, 0) > SAME_MOBILE:
        yield soft("mobile_shared", "mobile", count=given.mobiles[line.mobile])

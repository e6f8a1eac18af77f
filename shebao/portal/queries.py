"""Reads that only the pages of this door need, across the areas they show."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Count, QuerySet

from shebao.declarations.models import Declaration, Finding, LineState, State
from shebao.outbox.models import Message
from shebao.outbox.models import State as Delivery
from shebao.review.models import Case, Decision
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.registration import queries as registration
from shebao.services.registration.queries import EitherLine

ATTENTION = (State.RETURNED, State.CHECKED, State.UNREADABLE)
RUNNING = (State.CHECKING, State.APPLYING, State.IN_REVIEW)
COUNTED_AT_MOST = 1000
NEEDS_PROOF = ("proof_missing", "shared_no_match", "shared_silent")
"""Findings that go away when a proof of identity is handed in for the line."""
OPEN_LINES = (LineState.BAD, LineState.FAILED, LineState.REJECTED, LineState.RETURNED)


def attention(employer_id: int, size: int) -> list[Declaration]:
    """Filings that wait for the clerk, newest first: returned, checked and not confirmed, unreadable."""
    found = Declaration.objects.filter(employer_id=employer_id, state__in=ATTENTION)
    return list(found.order_by("-id")[:size])


def state_counts(employer_id: int) -> dict[str, int]:
    """How many filings of the employer stand in each state."""
    found = Declaration.objects.filter(employer_id=employer_id).values_list("state")
    return dict(found.annotate(number=Count("id")).order_by())


def finding_counts(declaration_id: int) -> list[tuple[str, str, int]]:
    """Severity, code and number of findings of a filing, the most frequent first."""
    found = Finding.objects.filter(declaration_id=declaration_id).values_list("severity", "code")
    return list(found.annotate(number=Count("id")).order_by("-number", "code"))


def findings_of_lines(declaration_id: int, line_nos: Sequence[int]) -> dict[int, list[Finding]]:
    """All findings of some lines, by line."""
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(declaration_id=declaration_id, line_no__in=line_nos).order_by("id"):
        grouped[finding.line_no].append(finding)
    return grouped


def lines_to_prove(declaration_id: int, after: int, size: int) -> list[EnrolmentLine]:
    """Lines behind line ``after`` that need a proof of identity, with it or without."""
    codes = Finding.objects.filter(declaration_id=declaration_id, code__in=NEEDS_PROOF).values("line_no")
    found = EnrolmentLine.objects.filter(declaration_id=declaration_id, line_no__in=codes, line_no__gt=after)
    return list(found.order_by("line_no")[:size])


def medical_failures(employer_id: int, *, before: int | None = None, size: int = 50) -> list[Message]:
    """Messages about the employer's persons that the medical authority answered with failure, newest first."""
    found = _failures(employer_id)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:size])


def medical_failure_count(employer_id: int) -> int:
    """How many there are, counted up to 1,000."""
    return _failures(employer_id)[:COUNTED_AT_MOST].count()


def _failures(employer_id: int) -> QuerySet[Message]:
    return Message.objects.filter(employer_id=employer_id, system="medical", state=Delivery.FAILED)


def lines_of_messages(messages: Sequence[Message]) -> dict[tuple[int, int], EitherLine]:
    """The lines that the messages came from, by declaration and line, in a fixed number of queries."""
    declarations = {message.declaration_id for message in messages}
    return registration.of_declarations(declarations, {message.line_no for message in messages})


def numbers_of(declaration_ids: Sequence[int]) -> dict[int, str]:
    """业务流水号 of filings, by id."""
    return dict(Declaration.objects.filter(id__in=declaration_ids).values_list("id", "number"))


def cases(declaration_id: int, line_no: int) -> list[Case]:
    """Cases that the line has had with the officers, newest first."""
    return list(Case.objects.filter(declaration_id=declaration_id, line_no=line_no).order_by("-id"))


def reasons_of_officers(declaration_id: int) -> list[Decision]:
    """What officers decided about lines of the filing, newest first; at most 200."""
    found = Decision.objects.filter(case__declaration_id=declaration_id).select_related("case")
    return list(found.order_by("-id")[:200])


def medical_refusals(declaration_id: int) -> dict[int, str]:
    """What the medical authority answered with failure, by line."""
    found = Message.objects.filter(declaration_id=declaration_id, system="medical", state=Delivery.FAILED)
    return dict(found.values_list("line_no", "answer_text"))


def failed_lines(declaration_id: int, others: Sequence[int]) -> Iterator[EitherLine]:
    """Lines that did not come through, and ``others``, in order."""
    return registration.in_states(declaration_id, OPEN_LINES, others)


def reasons_of_lines(declaration_id: int) -> dict[int, list[Finding]]:
    """All hard findings of a filing, by line."""
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(declaration_id=declaration_id, severity="hard").order_by("id").iterator():
        grouped[finding.line_no].append(finding)
    return grouped

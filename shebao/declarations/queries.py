"""Reads of declarations that all services share."""

import hashlib
import time
from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from shebao.declarations.models import Declaration, Event, Finding, Line
from shebao.documents import queries as documents

POLL_SECONDS = 0.04


def find(number: str, employer_id: int) -> Declaration | None:
    """The declaration with this 业务流水号 if it is the employer's; otherwise None, as if it did not exist."""
    return Declaration.objects.filter(number=number, employer_id=employer_id).first()


def begun(employer_id: int, client_key: str) -> Declaration | None:
    """The declaration that the employer began under this key, None if there is none."""
    return Declaration.objects.filter(employer_id=employer_id, client_key=client_key).first()


def page(
    employer_id: int,
    *,
    service: str | None = None,
    states: Collection[str] | None = None,
    after: int | None = None,
    size: int = 20,
) -> list[Declaration]:
    """The employer's declarations, newest first, at most `size`, those older than id `after`."""
    found = Declaration.objects.filter(employer_id=employer_id)
    if service:
        found = found.filter(service=service)
    if states:
        found = found.filter(state__in=states)
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[:size])


def findings(
    declaration_id: int,
    *,
    line_no: int | None = None,
    severity: str | None = None,
    code: str | None = None,
    after: tuple[int, int] | None = None,
    size: int = 100,
) -> list[Finding]:
    """Findings by line, at most `size`, those behind (line_no, id) `after`."""
    found = Finding.objects.filter(declaration_id=declaration_id)
    if line_no is not None:
        found = found.filter(line_no=line_no)
    if severity:
        found = found.filter(severity=severity)
    if code:
        found = found.filter(code=code)
    if after is not None:
        found = found.filter(Q(line_no__gt=after[0]) | Q(line_no=after[0], pk__gt=after[1]))
    return list(found.order_by("line_no", "pk")[:size])


def timeline(declaration_id: int) -> list[Event]:
    """Every step of the declaration's life, oldest first."""
    return list(Event.objects.filter(declaration_id=declaration_id).order_by("pk"))


def lines_by_service() -> dict[str, QuerySet[Line]]:
    """The lines of each service, which stand in a table of their own."""
    return {model._meta.app_label: model._default_manager.all() for model in Line.__subclasses__()}  # noqa: SLF001


def line(declaration: Declaration, line_no: int) -> Line | None:
    """One line of a filing, of whatever service it is, None if there is none."""
    found = (
        lines.filter(declaration_id=declaration.pk, line_no=line_no).first() for lines in lines_by_service().values()
    )
    return next((line for line in found if line is not None), None)


def basis(declaration_id: int, today: date) -> str:
    """What a check on `today` rests on beside the content: the day, and a digest of the proofs of identity."""
    proofs = sorted(
        (stored.line_no or 0, stored.pk) for stored in documents.of_lines(declaration_id, purpose="identity")
    )
    return f"{today.isoformat()} {hashlib.sha256(repr(proofs).encode()).hexdigest()[:32]}"


def wait_for_worker(declaration_id: int, *, seconds: float) -> Declaration:
    """The declaration as soon as the worker has done its step, or as it stands after `seconds`.

    Meant for single filings, which take the worker a few hundredths of a second. Each look is a transaction of its
    own only outside of one; the database's default isolation (read committed) shows the worker's commit either way.
    """
    deadline = time.monotonic() + seconds
    while True:
        declaration = Declaration.objects.get(pk=declaration_id)
        if declaration.next_step is None or time.monotonic() >= deadline:
            return declaration
        time.sleep(POLL_SECONDS)


def wake_worker() -> None:
    """Tell waiting workers, at commit, that there is something to do."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('shebao_work', '')")

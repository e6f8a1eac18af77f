"""What the office's own pages read besides the worklist: a case with all that belongs to it, tasks, logins, alarms."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q

from shebao.access.models import LoginAttempt
from shebao.audit.models import Action
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, Event, Finding, Line
from shebao.documents import queries as documents
from shebao.documents.models import StoredFile
from shebao.employment.models import Contract
from shebao.persons.models import Person, SharedLookup
from shebao.review import queries as review
from shebao.review.models import Case, CaseState, Decision
from shebao.worker.steps import PATIENCE

MOST_CONTRACTS: Final = 20
MOST_TASKS: Final = 200
TASK_FIELDS: Final = ("number", "service", "next_step", "step_since", "step_attempts", "not_before", "lines")
MOST_LOCKED: Final = 200
MOST_ATTEMPTS: Final = len(PATIENCE)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with everything an officer looks at; `version` stands for exactly this content.

    `line` is None when the filing has been handed in anew since. Our record of the person and the contracts are those
    that the officer's districts may see.
    """

    case: Case
    line: Line | None
    files: list[StoredFile]
    findings: list[Finding]
    events: list[Event]
    decisions: list[Decision]
    person: Person | None
    contracts: list[Contract]
    lookup: SharedLookup | None
    version: str

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.case.state == CaseState.OPEN


def dossier(case: Case) -> Dossier:
    """All about one case, in a fixed number of queries."""
    current = case.content_version == case.declaration.content_version
    line = review.line_of(case) if current else None
    files = documents.of_lines(case.declaration_id, line_nos=[case.line_no]) if current else []
    person = _person(line)
    return Dossier(
        case=case,
        line=line,
        files=files,
        findings=declarations.findings(case.declaration_id, line_no=case.line_no) if current else [],
        events=_events(case),
        decisions=review.decisions_on(case.declaration_id, case.line_no),
        person=person,
        contracts=_contracts(person),
        lookup=_lookup(case.declaration),
        version=review.version_of(case, line, [(stored.pk, stored.sha256) for stored in files]),
    )


def material(case: Case, file_id: int) -> StoredFile | None:
    """A file handed in with the line of the case, or None."""
    return next(
        (stored for stored in documents.of_lines(case.declaration_id, line_nos=[case.line_no]) if stored.pk == file_id),
        None,
    )


def _person(line: Line | None) -> Person | None:
    if line is None or not line.document_number:
        return None
    known = Person.objects.filter(document_number=line.document_number, document_type=line.document_type)
    return known.first()


def _contracts(person: Person | None) -> list[Contract]:
    if person is None:
        return []
    found = Contract.objects.filter(person_id=person.pk, voided=False).select_related("employer")
    return list(found.order_by("-starts_on", "-pk")[:MOST_CONTRACTS])


def _events(case: Case) -> list[Event]:
    events = declarations.timeline(case.declaration_id)
    return [event for event in events if event.line_no in (None, case.line_no)]


def _lookup(declaration: Declaration) -> SharedLookup | None:
    """The answer of 「获取共享信息」 that the form of a single filing refers to."""
    try:
        token = uuid.UUID(str(declaration.payload.get("shared_lookup", "")))
    except ValueError:
        return None
    return SharedLookup.objects.filter(token=token, employer_id=declaration.employer_id).first()


@dataclass(frozen=True, slots=True)
class Task:
    """A step of a filing that the worker could not do: `attempts` failures, `not_before` its next try."""

    id: int
    number: str
    service: str
    step: str
    since: datetime | None
    attempts: int
    not_before: datetime | None
    lines: int

    @property
    def given_up(self) -> bool:
        """Whether the worker tries no more by itself."""
        return self.attempts > MOST_ATTEMPTS


def failed_steps() -> list[Task]:
    """Steps that have failed, those failed most often first; no personal data."""
    found = Declaration.objects.filter(next_step__isnull=False, step_attempts__gt=0)
    return [_task(row) for row in found.only(*TASK_FIELDS).order_by("-step_attempts", "pk")[:MOST_TASKS]]


def _task(declaration: Declaration) -> Task:
    return Task(
        id=declaration.pk,
        number=declaration.number,
        service=declaration.service,
        step=declaration.next_step or "",
        since=declaration.step_since,
        attempts=declaration.step_attempts,
        not_before=declaration.not_before,
        lines=declaration.lines,
    )


def running_steps() -> dict[str, int]:
    """How many filings wait for each step of the worker."""
    found = Declaration.objects.filter(next_step__isnull=False).values_list("next_step")
    return {str(step): number for step, number in found.annotate(number=Count("pk")).order_by()}


def last_events(declaration_ids: Sequence[int]) -> dict[int, Event]:
    """The last thing that operators may know of each filing."""
    found = Event.objects.filter(declaration_id__in=declaration_ids, kind__in=("postponed", "gave_up", "retried"))
    return {event.declaration_id: event for event in found.order_by("pk")}


@dataclass(frozen=True, slots=True)
class Attempts:
    """Tries on one login name within the window: how many failed and how many were not even looked at."""

    username: str
    failed: int
    locked: int
    sources: int
    last: datetime


def login_attempts(now: datetime, *, window: timedelta = timedelta(minutes=15)) -> list[Attempts]:
    """Login names with failed tries in the window, those with the most first."""
    found = LoginAttempt.objects.filter(at__gt=now - window, outcome__in=("failed", "locked")).values("username")
    counted = found.annotate(
        failed=Count("pk", filter=Q(outcome="failed")),
        locked=Count("pk", filter=Q(outcome="locked")),
        sources=Count("source", distinct=True),
        last=Max("at"),
    )
    return [Attempts(**row) for row in counted.order_by("-locked", "-failed", "username")[:MOST_LOCKED]]


def refusals(*, before: int | None = None, size: int = 50) -> list[Action]:
    """Actions that were refused, newest first, older than `before`."""
    found = Action.objects.exclude(refused="")
    return list((found if before is None else found.filter(pk__lt=before)).order_by("-pk")[:size])

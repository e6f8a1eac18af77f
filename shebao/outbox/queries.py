"""Reading the outbox: for the clerk per filing and person, for operators per counterparty."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from shebao.audit.models import Action
from shebao.database import bulk
from shebao.outbox.models import Feedback, Message, State

SILENT = "silent"
ALARM_VERBS = ("send_feedback", "take_in_feedback", "deliver_messages")
Counts = dict[str, dict[str, int]]


class QueueStatus(NamedTuple):
    """The way to one counterparty. `silent` is a part of `sent`; since: when the oldest was written or sent."""

    system: str
    paused_at: datetime | None
    failures: int
    not_before: datetime
    last_error: str
    waiting: int
    waiting_since: datetime | None
    sent: int
    sent_since: datetime | None
    silent: int
    stuck: int


# For the clerk ------------------------------------------------------------------------------------


def counts(declaration_id: int) -> Counts:
    """How many messages of a filing are where: system → state → number; `silent` counts apart from sent."""
    is_silent = When(Q(state=State.SENT, failure_kind=SILENT), then=Value(SILENT))
    where = Case(is_silent, default=F("state"), output_field=CharField())
    rows = (
        Message.objects.filter(declaration_id=declaration_id)
        .annotate(where=where)
        .values_list("system", "where")
        .annotate(number=Count("pk"))
        .order_by("system", "where")
    )
    found: Counts = {}
    for system, state, number in rows:
        found.setdefault(system, {})[state] = number
    return found


def of_lines(declaration_id: int, line_nos: Collection[int], *, system: str = "medical") -> dict[int, Message]:
    """The messages to one counterparty about some lines of a filing, by line."""
    found = Message.objects.filter(declaration_id=declaration_id, line_no__in=line_nos, system=system)
    return {message.line_no: message for message in found.order_by("pk")}


# For operators ------------------------------------------------------------------------------------


def queues() -> list[QueueStatus]:
    """How the way to each counterparty stands: one statement, what is concluded is not looked at."""
    return [QueueStatus(*row) for row in bulk.rows(__file__, "queues", {})]


def answers_waiting() -> int:
    """Answers stored and not taken in yet."""
    return Feedback.objects.filter(applied_at=None).count()


def stuck(system: str | None = None, *, after: int = 0, size: int = 50) -> list[Message]:
    """Messages that cannot be delivered, those behind id `after`."""
    return _page(Message.objects.filter(state=State.STUCK), system, after, size)


def silent(system: str | None = None, *, after: int = 0, size: int = 50) -> list[Message]:
    """Messages that a counterparty took and did not answer however often it was asked, those behind id `after`."""
    return _page(Message.objects.filter(state=State.SENT, failure_kind=SILENT), system, after, size)


def alarms(*, before: int | None = None, size: int = 50) -> list[Action]:
    """What was refused or contradictory in the exchange, newest first, those older than id `before`."""
    found = Action.objects.filter(verb__in=ALARM_VERBS).exclude(refused="")
    return list((found if before is None else found.filter(pk__lt=before)).order_by("-pk")[:size])


def _page(found: QuerySet[Message], system: str | None, after: int, size: int) -> list[Message]:
    if system is not None:
        found = found.filter(system=system)
    return list(found.filter(pk__gt=after).order_by("pk")[:size])

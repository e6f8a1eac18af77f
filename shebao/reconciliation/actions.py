"""Verbs: ask for a reconciliation, make one that was asked for, keep one that was made."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from shebao.audit.actions import Actor, action
from shebao.kernel.months import Month
from shebao.reconciliation.models import Reconciliation
from shebao.reconciliation.run import Report, reconcile
from shebao.reconciliation.scope import Scope

RECONCILER: Final = Actor.system("对账")
MOST: Final = 200
"""Subjects kept of each kind."""

ABANDONED: Final = timedelta(hours=2)
"""One that was begun so long ago and has not come to its end was begun by a process that is gone."""


def ask(actor: Actor, month: Month | None, *, now: datetime) -> Reconciliation:
    """An operator asks for a month, or all; asked again while it waits, the same is answered."""
    number = None if month is None else int(month)
    with action(actor, "ask_reconciliation", details={"month": number}):
        asked, _made = Reconciliation.objects.get_or_create(
            month=number,
            finished_at=None,
            defaults={"asked_by": actor.user_id, "asked_by_name": actor.name, "asked_at": now},
        )
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify('shebao_work', '')")
    return asked


def make(*, now: datetime) -> bool:
    """Make the first one that waits; False if there was none. By the engine; it may take minutes."""
    asked = _take_up(now)
    if asked is None:
        return False
    report = reconcile(Scope(now, None if asked.month is None else Month.from_int(asked.month)), most=MOST)
    with action(RECONCILER, "make_reconciliation", subject=f"reconciliation:{asked.pk}"):
        Reconciliation.objects.filter(pk=asked.pk).update(finished_at=now, **_found(report))
    return True


def keep(report: Report, *, now: datetime) -> Reconciliation:
    """Put what the command line found where operators see it."""
    month = None if report.scope.month is None else int(report.scope.month)
    with action(Actor.system("对账", door="cli"), "keep_reconciliation"):
        return Reconciliation.objects.create(
            month=month, asked_at=now, started_at=now, finished_at=now, **_found(report)
        )


def _take_up(now: datetime) -> Reconciliation | None:
    free = Reconciliation.objects.filter(Q(started_at=None) | Q(started_at__lt=now - ABANDONED), finished_at=None)
    if not free.exists():
        return None
    with action(RECONCILER, "begin_reconciliation"):
        asked = free.select_for_update(skip_locked=True).order_by("pk").first()
        if asked is not None:
            asked.started_at = now
            asked.save(update_fields=["started_at"])
    return asked


def _found(report: Report) -> dict[str, Any]:
    return {"exit_code": report.exit_code, "differences": report.count, "result": report.as_json()}

"""What operators do with messages that do not get through: send again, open a paused queue."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.outbox.models import Queue

MOST_AT_ONCE = 1_000


def retry(actor: Actor, ids: Collection[int], *, now: datetime) -> int:
    """Send the stuck ones of these messages once more, and ask once more after the silent ones; how many it were.

    Others among them, and what is just being sent, stay as they are. Raises ValueError for more than 1,000.
    """
    if len(ids) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} messages at once; `retry_all` takes any number")
    return _retry(actor, "retry_messages", sorted(ids), None, now)


def retry_all(actor: Actor, system: str, *, now: datetime) -> int:
    """The same for every stuck and silent message of a counterparty."""
    return _retry(actor, "retry_all_messages", None, system, now)


def resume(actor: Actor, system: str, *, now: datetime) -> bool:
    """Open a paused queue, or try at once where it waits after failures; False if it is open already."""
    with action(actor, "resume_queue", subject=f"queue:{system}"):
        hindered = Queue.objects.filter(system=system).exclude(paused_at=None, failures=0)
        # A queue on which something is just being sent is not hindered.
        free = list(hindered.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Queue.objects.filter(pk__in=free).update(paused_at=None, failures=0, not_before=now, last_error="")
        _wake()
    return bool(free)


def _retry(actor: Actor, verb: str, ids: list[int] | None, system: str | None, now: datetime) -> int:
    subject = f"queue:{system}" if system else ""
    with action(actor, verb, subject=subject, details={"chosen": len(ids) if ids is not None else "all"}):
        done = bulk.run(__file__, "retry", {"ids": ids, "system": system, "now": now})
        _wake()
    return done


def _wake() -> None:
    """Tell the worker, at commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('shebao_outbox', '')")

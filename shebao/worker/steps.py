"""Taking the next step of declarations: the row itself is the job, a lock of the session says who is at it.

A worker that dies takes its lock with it, and the next one finds the declaration as it was (docs/decisions/0004).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import Error, connection
from django.db.models import F, Q

from shebao.audit.actions import Actor, action
from shebao.declarations.models import Declaration, Step
from shebao.declarations.timeline import tell
from shebao.services.enrolment.asking import Authorities
from shebao.worker import services

log = structlog.get_logger(__name__)

ENGINE = Actor.system("后台办理")
CANDIDATES = 32  # looked at in one go; those at which another worker is are passed over
PATIENCE = (2, 10, 60, 300, 900)  # seconds before a failed step is tried again; afterwards an operator has to
LOCK_SPACE = 0x5B01  # keeps these advisory locks apart from all others


def work(
    authorities: Authorities,
    clock: Callable[[], datetime],
    *,
    single: bool | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Do every step that is due, oldest first, until `stopping` says to leave off. Returns how many steps were done.

    `single` limits it to what people wait for (零星, and officers' decisions on either kind), or to the rest of 批量.
    """
    done = 0
    while moved := sum(_take(pk, authorities, clock) for pk in _due(clock(), single=single) if not stopping()):
        done += moved
    return done


def _due(now: datetime, *, single: bool | None) -> list[int]:
    due = Declaration.objects.filter(next_step__isnull=False, step_attempts__lte=len(PATIENCE))
    due = due.filter(Q(not_before=None) | Q(not_before__lte=now))
    if single is not None:
        quick = Q(single=True) | Q(next_step=Step.DECIDE)
        due = due.filter(quick if single else ~quick)
    return list(due.order_by("pk").values_list("pk", flat=True)[:CANDIDATES])


def _take(declaration_id: int, authorities: Authorities, clock: Callable[[], datetime]) -> bool:
    """Do the step of one declaration unless somebody else is at it; True when a step was done or has failed."""
    with _claimed(declaration_id) as mine:
        if not mine:
            return False
        declaration = Declaration.objects.select_related("employer").get(pk=declaration_id)
        step = declaration.next_step
        if step is None:
            return False
        try:
            services.do(declaration, authorities, clock())
        except Exception:
            log.exception("step_failed", declaration=declaration.number, step=step)
            connection.close_if_unusable_or_obsolete()
            _postpone(declaration_id, clock())
        return True


@contextmanager
def _claimed(declaration_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, declaration_id % 2**31])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            _release(declaration_id)


def _release(declaration_id: int) -> None:
    """Give the claim back; where the connection is gone the claim went with it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCK_SPACE, declaration_id % 2**31])
    except Error:
        log.warning("claim_lost_with_connection", declaration_id=declaration_id)
        connection.close()


def _postpone(declaration_id: int, now: datetime) -> None:
    """Note the failure where clerk and operator see it, and when the step will be tried again."""
    with action(ENGINE, "postpone_step", subject=f"declaration:{declaration_id}"):
        declaration = Declaration.objects.select_for_update().get(pk=declaration_id)
        if declaration.next_step is None:
            return
        attempts = declaration.step_attempts
        wait = PATIENCE[min(attempts, len(PATIENCE) - 1)]
        Declaration.objects.filter(pk=declaration_id).update(
            step_attempts=F("step_attempts") + 1, not_before=now + timedelta(seconds=wait)
        )
        if attempts == 0:
            tell(declaration, "postponed", ENGINE.name)
        if attempts == len(PATIENCE):
            tell(declaration, "gave_up", ENGINE.name)

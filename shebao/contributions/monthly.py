"""The month of the whole city: chunks of employers, each in one transaction, on several connections at once.

An employer's notice is what says that its month is done: after a kill the run goes on with those that have none.
Nothing of what is entered depends on the order of the chunks or on who did them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from shebao.audit.actions import Actor, action
from shebao.contributions import entering, tariffs
from shebao.contributions.entering import Made
from shebao.contributions.models import Problem, Run, RunKind
from shebao.contributions.scope import Employers
from shebao.contributions.sharing import in_threads
from shebao.contributions.signals import notices_changed
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month
from shebao.law import law

log = structlog.get_logger(__name__)

ENGINE: Final = Actor.system("月度核定")
CHUNK: Final = 150_000
"""Spells in one transaction, about; an employer is never split."""

BULK: Final = 60_000
"""Spells from which on the index is made at the end instead of row by row."""

LOCK_NOT_AVAILABLE: Final = "55P03"
IN_THE_WAY: Final = ("40P01", "40001")
"""Deadlock detected, serialization failure."""

TRIES: Final = 4

Progress = Callable[[Run], None]
Enter = Callable[[Run, Sequence[int], datetime], Made]


class Part(NamedTuple):
    """A part of the run: the files that say which spans and employers it is about, and what is done with them."""

    spans: str
    employers: str
    enter: Enter


class Span(NamedTuple):
    """Employers with neighbouring keys: how many, and how many spells of coverage they have in the month, about."""

    lowest: int
    highest: int
    employers: int
    spells: int


def run_month(
    month: Month,
    *,
    now: datetime,
    connections: int = 2,
    employer_id: int | None = None,
    progress: Progress = lambda _run: None,
) -> Run:
    """Assess `month` for all employers (or one), enter what is owed and issue the notices; going on where one was.

    Done again, it enters only differences. An employer that cannot be done is left with a Problem, the others go on.
    `connections` is how many chunks are under way at once; 1: all in the caller's connection. Raises Conflict for a
    month that has not begun.
    """
    if month > Month.of(day_of(now)):
        raise Conflict(f"{month.chinese}尚未开始，不能核定。", code="month_in_future", remedy="请在该月到来后办理。")
    try:
        run, fresh = _begin(month, employer_id, now)
    except IntegrityError:  # somebody else has just begun it
        run, fresh = _begin(month, employer_id, now)
    spells = sum(span.spells for span in fresh)
    is_bulk = spells >= BULK and _is_nearly_empty(month, spells) and _unindex(month)
    _all_spans(run, fresh, FIRST, now, connections, progress)
    if is_bulk or employer_id is None:
        bulk.rows(__file__, "index_month", {"month": int(month)})
    # Not before: an employer that got its notice from somebody else meanwhile is among these now.
    _all_spans(run, _spans(LATER, run), LATER, now, connections, progress)
    return _finish(run, now)


def _begin(month: Month, employer_id: int | None, now: datetime) -> tuple[Run, list[Span]]:
    """A new run, or the one of the city's month that did not come to its end, and whom nothing is on record of yet."""
    with action(ENGINE, "begin_month", details={"month": int(month), "employer": employer_id}):
        bulk.rows(__file__, "open_month", {"month": int(month)})
        begun = Run.objects.filter(month=int(month), kind=RunKind.MONTH, finished_at=None, employer_id=employer_id)
        run = begun.last() or Run(month=int(month), kind=RunKind.MONTH, employer_id=employer_id, started_at=now)
        run.employers_done = 0
        run.save()
        fresh = _spans(FIRST, run)
        run.employers = sum(span.employers for span in [*fresh, *_spans(LATER, run)])
        run.save(update_fields=["employers"])
    return run, fresh


def _finish(run: Run, now: datetime) -> Run:
    with action(ENGINE, "finish_month", subject=f"run:{run.pk}", details={"month": run.month}):
        Run.objects.filter(pk=run.pk).update(finished_at=now)
    run.refresh_from_db()
    return run


def _spans(part: Part, run: Run) -> list[Span]:
    params = {"month": run.month, "employer": run.employer_id, "run": run.pk, "chunk": CHUNK}
    return [Span(*row) for row in bulk.rows(__file__, part.spans, params)]


def _employers(part: Part, run: Run, span: Span) -> list[int]:
    params = {"month": run.month, "run": run.pk, "lowest": span.lowest, "highest": span.highest}
    return [int(employer) for (employer,) in bulk.rows(__file__, part.employers, params)]


def _is_nearly_empty(month: Month, spells: int) -> bool:
    """Whether what is in the month already is little beside what comes."""
    little = spells // 10
    ((there,),) = bulk.rows(__file__, "entries_there", {"month": int(month), "most": little})
    return int(there) < little


def _unindex(month: Month) -> bool:
    """Take the index off the month; where somebody reads it just now, the run does with it."""
    try:
        with transaction.atomic():
            bulk.rows(__file__, "unindex_month", {"month": int(month)})
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        log.info("month_keeps_its_index", month=int(month))
        return False
    return True


def _all_spans(
    run: Run, spans: Sequence[Span], part: Part, now: datetime, connections: int, progress: Progress
) -> None:
    def begin() -> None:
        with action(ENGINE, "prepare_month", subject=f"run:{run.pk}"):
            only = None if run.employer_id is None else [run.employer_id]
            tariffs.prepare(law(), [Month.from_int(run.month)], only)

    def work(span: Span) -> None:
        employers = _employers(part, run, span) if run.employer_id is None else [run.employer_id]
        if employers:
            _do(run, employers, part.enter, now)
        progress(run)

    in_threads(spans, begin, work, min(connections, len(spans)))


def _do(run: Run, employers: Sequence[int], enter: Enter, now: datetime) -> None:
    """One chunk; where it cannot be done its halves, down to the employer that is the cause."""
    try:
        _patiently(lambda: _chunk(run, employers, enter, now))
    except (DataError, IntegrityError) as error:
        if len(employers) == 1:
            _leave(run, employers[0], error)
            return
        half = len(employers) // 2
        _do(run, employers[:half], enter, now)
        _do(run, employers[half:], enter, now)


def _patiently(work: Callable[[], None]) -> None:
    """Do it, and again where somebody was in the way: quicker with an employer's notice, or part of a deadlock."""
    for _ in range(TRIES - 1):
        try:
            work()
        except IntegrityError:
            continue
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in IN_THE_WAY:
                raise
        else:
            return
    work()


def _chunk(run: Run, employers: Sequence[int], enter: Enter, now: datetime) -> None:
    with action(ENGINE, "assess_month", subject=f"run:{run.pk}", details={"employers": len(employers)}):
        made = enter(run, employers, now)
        Run.objects.filter(pk=run.pk).update(
            employers_done=F("employers_done") + len(employers), charges=F("charges") + made.entries
        )


def _first(run: Run, employers: Sequence[int], now: datetime) -> Made:
    return entering.enter_first(law(), run, employers, now)


def _later(run: Run, employers: Sequence[int], now: datetime) -> Made:
    bulk.run(__file__, "room", {})
    made = entering.enter_later(law(), run, Employers(employers), now)
    entering.issue_open(law(), Month.from_int(run.month), employers, now)
    notices_changed.send(sender=None, employers=list(employers), now=now)
    return made


FIRST: Final = Part("spans_first", "employers_first", _first)
LATER: Final = Part("spans_later", "employers_later", _later)


def _leave(run: Run, employer_id: int, error: Error) -> None:
    """Leave an employer that cannot be done to the operators, with what the database said, not with its data."""
    state = getattr(error.__cause__, "sqlstate", "") or type(error).__name__
    log.error("employer_not_assessed", employer=employer_id, month=run.month, sqlstate=state)
    with action(ENGINE, "leave_employer", subject=f"run:{run.pk}"):
        Problem.objects.create(
            run_id=run.pk, month=run.month, employer_id=employer_id, code="not_assessed", detail=state
        )


def share_of(run: Run) -> int:
    """Percent of the run's employers that are done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(100 * employers_done / nullif(employers, 0), 100) from contributions_run where id = %s",
            [run.pk],
        )
        return int(cursor.fetchone()[0])

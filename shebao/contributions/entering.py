"""Making entries: who is owed for, compared with what is on record, entered and put on notices. One transaction.

Everything runs inside an open action, after `tariffs.prepare`, with a fixed number of statements for any number of
persons.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from shebao.contributions.models import Kind, Mode, Run
from shebao.contributions.scope import Employers, Everybody, Scope
from shebao.contributions.signals import notices_issued
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.collection_calendar import due_on
from shebao.notices import texts


class Refundable(NamedTuple):
    """What was paid for a contract, month and scheme and is no longer owed, fen."""

    contract_id: int
    month: Month
    scheme: str
    employer_fen: int
    personal_fen: int


class Made(NamedTuple):
    """What was entered: number of entries and their sums in fen, and what was paid too much."""

    entries: int
    employer_fen: int
    personal_fen: int
    refundable: tuple[Refundable, ...] = ()

    def __add__(self, other: object) -> "Made":
        """Both together."""
        if not isinstance(other, Made):
            return NotImplemented
        return Made(
            self.entries + other.entries,
            self.employer_fen + other.employer_fen,
            self.personal_fen + other.personal_fen,
            self.refundable + other.refundable,
        )


class Cause(NamedTuple):
    """Why first entries are made: their 应缴类型, and the series of notices on which they stand."""

    kind: Kind
    series: int


NOTHING = Made(0, 0, 0)
REGULAR: Final = Cause(Kind.REGULAR, 0)
NEWS: Final = tuple(kind for kind in texts.TEXTS if kind.startswith("payment_"))
"""What clerks are told of payment notices, as news.sql chooses it."""
_SEVERITIES: Final = {"severities": json.dumps({kind: texts.severity(kind) for kind in NEWS})}


def enter_first(law: Law, run: Run, employers: Sequence[int], now: datetime) -> Made:
    """Enter and issue the month for employers of which nothing is on record yet; others among them are passed over.

    Of two at the same time one makes the notice, and with it the entries; the other raises IntegrityError.
    """
    month = Month.from_int(run.month)
    mine = Employers(sorted(employers))
    lock(employers)
    _statement("payer_first", mine, _params(run, now))
    if mine.dense:
        bulk.run(__file__, "plan_by_hash", {})
    params = {**_params(run, now), "due_on": due_on(law, month), "mode": mode_of(law, month), **_SEVERITIES}
    made = _answered("first_entries", mine, params, assess=assess_covered(mine), **_news())
    bulk.run(__file__, "plan_freely", {})
    if made.entries:
        _tell(month, mine, now, fresh=True)
    return made


def enter_later(law: Law, run: Run, scope: Scope, now: datetime, cause: Cause = REGULAR) -> Made:
    """Enter what differs from what is on record for `scope`; the entries stand on open notices, made where needed.

    Where something is unpaid the difference stands in its series of notices, else in that of the cause.
    """
    lock(scope.employers)
    _statement("lock_notices", scope, _params(run, now))
    take_up(set(scope.employers), Month.from_int(run.month))
    params = {**_params(run, now), "kind": cause.kind.value, "series": cause.series}
    _statement("later_entries", scope, params, assess=assess_covered(scope))
    _statement("problems", scope, _params(run, now))
    entering = _employers_entering()
    if entering:
        _open(law, run, entering, fresh=False)
    return _post(run)._replace(refundable=_refundable())


def issue_open(law: Law, month: Month, employers: Sequence[int], now: datetime, *, regular: bool = True) -> int:
    """Fix the sums of the employers' open notices; each takes the place of an unpaid one before it. How many.

    `regular` false: of supplements only, which wait for no run of the month.
    """
    scope = Employers(employers)
    asked_in = max(month, Month.of(day_of(now)))
    params = {"month": int(month), "now": now, "due_on": due_on(law, month), "later_due_on": due_on(law, asked_in)}
    which = "true" if regular else "notice.series > 0"
    _statement("replace", scope, params, which=which)
    issued = _statement("later_sums", scope, params, which=which)
    if issued:
        _statement("tell_clerks", scope, params | _SEVERITIES, **_news())
        _tell(month, scope, now)
    return issued


def ensure_notices(law: Law, run: Run, employers: Sequence[int]) -> None:
    """An open notice for those of the employers that have none of the run's month at all."""
    _open(law, run, [(employer, 0) for employer in employers], fresh=True)


def lock(employers: Collection[int]) -> None:
    """Let nobody else enter anything for these employers until the end of the transaction."""
    bulk.rows(__file__, "lock_employers", {"employers": sorted(set(employers))})


def assess_sql(subjects: str) -> str:
    """The one computation over the subjects that a query names."""
    return bulk.statement(__file__, "assess").format(subjects=subjects)


def take_up(employers: Collection[int], month: Month | None) -> None:
    """Say which employers the next assessments are about; `month`: of which their open notices matter."""
    params = {"employers": sorted(employers), "month": None if month is None else int(month)}
    bulk.run(__file__, "payer_now", params)


def assess_covered(scope: Scope | Everybody) -> str:
    """The same over everybody of the scope who is covered in the month."""
    return assess_sql(bulk.statement(__file__, "subjects_covered").format(**scope.conditions()))


def _open(law: Law, run: Run, wanted: Sequence[tuple[int, int]], *, fresh: bool) -> None:
    """Open a notice for the employers and series without any of the month (`fresh`), or without an open one."""
    employers = [employer for employer, _ in wanted]
    params = {
        "month": run.month,
        "run": run.pk,
        "mode": mode_of(law, Month.from_int(run.month)),
        "series": [series for _, series in wanted],
    }
    standing = "true" if fresh else "notice.series = asked.series and notice.state = 'open'"
    _statement("open_notices", Employers(employers), params, standing=standing, seq="0" if fresh else _LAST)


def mode_of(law: Law, month: Month) -> str:
    """Who assesses the month."""
    return Mode(law.text("collection_mode", month)).value


_LAST = """(
            select coalesce(max(earlier.seq), 0)
            from contributions_notice as earlier
            where earlier.employer_id = asked.employer_id
                and earlier.month = %(month)s
        )"""


def _post(run: Run) -> Made:
    ((entries, employer_fen, personal_fen),) = bulk.rows(__file__, "entered_now", {})
    if entries:
        bulk.run(__file__, "post", {"run": run.pk})
    return Made(int(entries), int(employer_fen), int(personal_fen))


def _employers_entering() -> list[tuple[int, int]]:
    return [(int(employer), int(series)) for employer, series in bulk.rows(__file__, "employers_entering", {})]


def _refundable() -> tuple[Refundable, ...]:
    return tuple(
        Refundable(int(contract), Month.from_int(month), scheme, int(employer), int(personal))
        for contract, month, scheme, employer, personal in bulk.rows(__file__, "refundable_now", {})
    )


def _tell(month: Month, scope: Employers, now: datetime, *, fresh: bool = False) -> None:
    notices_issued.send(sender=None, employers=list(scope.employers), month=month, now=now, fresh=fresh)


def _news() -> dict[str, str]:
    return {"news": bulk.statement(__file__, "news").rstrip()}


def _params(run: Run, now: datetime) -> dict[str, Any]:
    return {"run": run.pk, "month": run.month, "now": now}


def _statement(name: str, scope: Scope, params: dict[str, Any], **parts: str) -> int:
    text = bulk.statement(__file__, name).format(**scope.conditions(), **parts)
    with connection.cursor() as cursor:
        cursor.execute(text, {**scope.parameters(), **params})
        return int(cursor.rowcount)


def _answered(name: str, scope: Scope, params: dict[str, Any], **parts: str) -> Made:
    text = bulk.statement(__file__, name).format(**scope.conditions(), **parts)
    with connection.cursor() as cursor:
        cursor.execute(text, {**scope.parameters(), **params})
        ((entries, employer_fen, personal_fen),) = cursor.fetchall()
    return Made(int(entries), int(employer_fen), int(personal_fen))

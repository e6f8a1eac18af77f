"""Verbs of contributions: generate, correct, supplement, repay, issue, declare, settle."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from shebao.audit.actions import Actor, action
from shebao.contributions import entering, queries, repaying, tariffs
from shebao.contributions.entering import NOTHING, REGULAR, Cause, Made, Refundable
from shebao.contributions.models import Kind, Notice, NoticeState, Run, RunKind
from shebao.contributions.repaying import Repaid
from shebao.contributions.scope import People, people_of
from shebao.contributions.signals import notices_changed, notices_issued
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, NotFound
from shebao.kernel.months import Month
from shebao.law import law as law_book

__all__ = [
    "Made",
    "Refundable",
    "Repaid",
    "correct",
    "declare",
    "generate",
    "hold",
    "issue",
    "open_months",
    "repay",
    "settle",
    "settle_many",
    "supplement",
]


def generate(
    actor: Actor, *, contracts: Collection[int], month: Month, now: datetime, declaration_id: int | None = None
) -> Made:
    """生成当月缴费: enter what is owed for these contracts in `month`, on the employers' open notice.

    Where the month was issued already the entries go on a notice of their own, which is issued at once. What is on
    record is not entered again. Unknown contracts are passed over.
    """
    people = people_of(contracts)
    if not people.persons:
        return NOTHING
    with action(actor, "generate_charges", details={"month": int(month), "contracts": len(contracts)}):
        entering.lock(people.employers)
        _prepare(people, [month])
        run = _run(month, RunKind.SINGLE, people, declaration_id, now)
        entering.ensure_notices(law_book(), run, sorted(set(people.employers)))
        return _tell(_enter(run, people, now), people.employers, now)


def correct(
    actor: Actor,
    *,
    contracts: Collection[int],
    first: Month,
    last: Month,
    now: datetime,
    declaration_id: int | None = None,
) -> Made:
    """Assess the contracts' persons again in those months of first..last that were assessed before.

    What is missing is entered, what is no longer owed is cancelled as far as it is unpaid; what was paid of it is told
    as refundable. Differences of issued months stand on a new notice, which is issued at once.
    """
    people = people_of(contracts)
    made = NOTHING
    with action(actor, "correct_charges", details={"first": int(first), "last": int(last)}):
        entering.lock(people.employers)
        affected = _assessed_months(people, first, last)
        if affected:
            _prepare(people, affected)
        for month in affected:
            run = _run(month, RunKind.CORRECTION, people, declaration_id, now)
            made += _enter(run, people, now)
        return _tell(made, people.employers, now)


def supplement(
    actor: Actor,
    *,
    contracts: Collection[int],
    months: Collection[Month],
    kind: Kind,
    declaration_id: int,
    now: datetime,
) -> Made:
    """个人补缴: enter what is missing for the contracts in these months, whether or not the city assessed them.

    Coverage and wages have to be on record, the persons locked and their employers held. The entries are of `kind`
    (31, 32) and stand on notices of the declaration's own, which are issued at once and were due with their months.
    """
    people = people_of(contracts)
    if not people.persons or not months:
        return NOTHING
    made = NOTHING
    details = {"months": len(months), "contracts": len(contracts), "declaration": declaration_id}
    with action(actor, "supplement_charges", details=details):
        entering.lock(people.employers)
        _prepare(people, sorted(months))
        for month in sorted(months):
            run = _run(month, RunKind.SUPPLEMENT, people, declaration_id, now)
            made += _enter(run, people, now, Cause(kind, declaration_id))
        return _tell(made, people.employers, now)


def repay(actor: Actor, *, wanted: Sequence[Repaid], declaration_id: int, now: datetime) -> Made:
    """缴费退费: enter minus all that was paid for these persons, employers, schemes and months.

    The entries (20 退收) stand on notices of the declaration's own, which ask for nothing: from here on nothing of it
    is paid any more, and nothing can be given back again. What is not paid, or was given back before, is passed over,
    so the caller compares the sums. Persons have to be locked, their employers held, and coverage ended before.
    """
    if not wanted:
        return NOTHING
    with action(actor, "repay_charges", details={"wanted": len(wanted), "declaration": declaration_id}):
        entering.lock({one.employer_id for one in wanted})
        return repaying.enter(law_book(), wanted, declaration_id, now)


def open_months(now: datetime) -> None:
    """Make room for the entries of this month and the next before anybody waits for it. Again, it does nothing."""
    this = Month.of(day_of(now))
    for month in (this, this + 1):
        bulk.rows(__file__, "open_month", {"month": int(month)})


def hold(employers: Collection[int]) -> None:
    """Let nobody enter anything for these employers until the end of the transaction.

    Call it inside the transaction that changes their coverage or wages, after the persons are locked and before charges
    are read: a month that is being entered is then seen whole, and one that is entered later sees the change.
    """
    entering.lock(employers)


def issue(actor: Actor, *, employers: Collection[int], month: Month, now: datetime) -> int:
    """Fix the sums of the employers' open notices of `month`; the number of notices issued."""
    with action(actor, "issue_notices", details={"month": int(month)}):
        issued = entering.issue_open(law_book(), month, sorted(employers), now)
        notices_changed.send(sender=None, employers=sorted(employers), now=now)
        return issued


def declare(actor: Actor, notice_id: int, *, now: datetime) -> Notice:
    """The employer declares a self-declared month to tax: to_declare becomes issued. Doing it twice changes nothing.

    Raises NotFound, or Conflict where the notice was replaced or needs no declaration.
    """
    with action(actor, "declare_notice", subject=f"notice:{notice_id}"):
        notice = _locked(notice_id)
        if notice.state == NoticeState.ISSUED:
            return notice
        if notice.state != NoticeState.TO_DECLARE:
            raise _wrong_state(notice)
        notice.state = NoticeState.ISSUED
        notice.save(update_fields=["state"])
        month = Month.from_int(notice.month)
        notices_issued.send(sender=None, employers=[notice.employer_id], month=month, now=now)
        notices_changed.send(sender=None, employers=[notice.employer_id], now=now)
    return notice


def settle(actor: Actor, *, notice_id: int, paid_on: date) -> Notice:
    """The notice was paid in full on `paid_on`; with it those whose place it took.

    Raises NotFound, or Conflict unless it is issued and unpaid.
    """
    with action(actor, "settle_notice", subject=f"notice:{notice_id}"):
        notice = _locked(notice_id)
        if notice.state != NoticeState.ISSUED:
            raise _wrong_state(notice)
        notice.state = NoticeState.PAID
        notice.paid_on = paid_on
        notice.save(update_fields=["state", "paid_on"])
        bulk.run(__file__, "settle_replaced", {"notices": [notice_id], "days": [paid_on]})
    return notice


def settle_many(actor: Actor, paid: Mapping[int, date]) -> None:
    """The same for many notices, by id, whatever their number; Conflict unless all of them are issued and unpaid."""
    with action(actor, "settle_notices", details={"notices": len(paid)}):
        params = {"notices": list(paid), "days": list(paid.values())}
        if bulk.run(__file__, "settle", params) != len(paid):
            raise Conflict("有缴费通知已不是“待缴费”状态。", code="notice_state")
        bulk.run(__file__, "settle_replaced", params)


def _enter(run: Run, people: People, now: datetime, cause: Cause = REGULAR) -> Made:
    made = entering.enter_later(law_book(), run, people, now, cause)
    run.charges = made.entries
    run.finished_at = now
    run.save(update_fields=["charges", "finished_at"])
    month = Month.from_int(run.month)
    if made.entries:
        employers = sorted(set(people.employers))
        entering.issue_open(law_book(), month, employers, now, regular=False)
        issued = _issued_before(employers, month)
        if issued:
            entering.issue_open(law_book(), month, issued, now)
    return made


def _tell(made: Made, employers: Collection[int], now: datetime) -> Made:
    """Say that all months of a change are done, if it has changed anything."""
    if made.entries:
        notices_changed.send(sender=None, employers=sorted(set(employers)), now=now)
    return made


def _issued_before(employers: Sequence[int], month: Month) -> list[int]:
    """Employers whose month was issued before, or is done in the whole city; what is entered later goes out at once."""
    if Run.objects.filter(month=int(month), kind=RunKind.MONTH, employer_id=None, finished_at__isnull=False).exists():
        return list(employers)
    found = Notice.objects.filter(employer_id__in=employers, month=int(month), series=0).exclude(state=NoticeState.OPEN)
    return sorted(set(found.values_list("employer_id", flat=True)))


def _assessed_months(people: People, first: Month, last: Month) -> list[Month]:
    """Months in which the employers have a notice, or that are open with entries for these persons."""
    if not people.persons:
        return []
    return queries.assessed_months(people.employers, people.persons, first, last)


def _prepare(people: People, wanted: Sequence[Month]) -> None:
    tariffs.prepare(law_book(), wanted, sorted(set(people.employers)))
    for month in wanted:
        bulk.rows(__file__, "open_month", {"month": int(month)})


def _run(month: Month, kind: RunKind, people: People, declaration_id: int | None, now: datetime) -> Run:
    employers = sorted(set(people.employers))
    return Run.objects.create(
        month=int(month),
        kind=kind,
        employer_id=employers[0] if len(employers) == 1 else None,
        declaration_id=declaration_id,
        started_at=now,
        employers=len(employers),
        employers_done=len(employers),
    )


def _locked(notice_id: int) -> Notice:
    """The notice, locked after its employer: everybody locks in this order."""
    entering.lock(Notice.objects.filter(pk=notice_id).values_list("employer_id", flat=True))
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        raise NotFound("没有找到该缴费通知。")
    return notice


def _wrong_state(notice: Notice) -> Conflict:
    label = NoticeState(notice.state).label
    return Conflict(
        f"该缴费通知目前为“{label}”，不能进行此操作。", code="notice_state", remedy="请刷新页面查看最新情况。"
    )

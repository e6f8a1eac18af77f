"""Bills (缴款单): several unpaid notices of an employer, asked for in one sum.

A bill is recalled when one of its notices is no longer to be paid as it stands, and what is left is asked for anew.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import structlog

from shebao.audit.actions import Actor, action
from shebao.collection import rules, telling
from shebao.collection.models import Bill, BillItem, BillKind, BillState
from shebao.collection.signals import bill_paid, paid_alone
from shebao.contributions import entering
from shebao.contributions.models import Notice, NoticeState
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, NotFound
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law
from shebao.notices import actions as notices_to_clerks
from shebao.notices.actions import News

log = structlog.get_logger(__name__)

ANNOUNCED_AT_ONCE: Final = 200


class Wish(NamedTuple):
    """Who is asked for a bill, by which declaration, why, and which recalled bill it takes the place of."""

    employer_id: int
    declaration_id: int
    kind: str
    replaces: Bill | None = None


def ask(
    actor: Actor, *, employer_id: int, notices: Collection[int], kind: BillKind, declaration_id: int, now: datetime
) -> Bill:
    """Ask the employer for these unpaid notices in one sum, and tell tax; the bill.

    Asked again for the same declaration, the bill that stands is answered. Raises NotFound for notices that are not the
    employer's, Conflict where one is not to be paid just now (`notice_state`) or stands on a bill (`notice_on_bill`).
    """
    with action(actor, "ask_bill", subject=f"declaration:{declaration_id}", details={"notices": len(notices)}):
        entering.lock([employer_id])
        standing = Bill.objects.filter(declaration_id=declaration_id).exclude(state=BillState.RECALLED).first()
        if standing is not None:
            return standing
        chosen = _lock(employer_id, notices)
        _check_payable(chosen)
        return _make(Wish(employer_id, declaration_id, kind), chosen, now)


def renew(employers: Collection[int], now: datetime) -> int:
    """Recall the bills of which a notice is no longer to be paid as it stands, and ask for the rest; how many.

    What took a notice's place stands on the new bill. Inside an open action, with the employers locked.
    """
    stale = [bill for (bill,) in bulk.rows(__file__, "stale_bills", {"employers": sorted(employers)})]
    for bill in Bill.objects.select_for_update().filter(pk__in=stale).order_by("pk") if stale else ():
        _renew(bill, now)
    return len(stale)


def on_notices_changed(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    employers: Sequence[int],
    now: datetime,
    **_more: Any,
) -> None:
    """Receiver of contributions' signal, after tax was told of the notices."""
    if employers:
        renew(employers, now)


def announce_paid(actor: Actor, *, now: datetime) -> int:
    """Tell clerks and services of bills that were paid, and services of notices on bills that were paid by themselves.

    Each in a transaction of its own; how many were told.

    One that fails is logged, stays to be told, and does not hold up the others.
    """
    waiting = Bill.objects.filter(state=BillState.PAID, announced_at=None).order_by("pk")
    told = sum(_announce(actor, pk, now) for pk in waiting.values_list("pk", flat=True)[:ANNOUNCED_AT_ONCE])
    alone = BillItem.objects.filter(to_announce=True).order_by("bill_id").values_list("bill_id", flat=True).distinct()
    return told + sum(_announce_alone(actor, pk, now) for pk in alone[:ANNOUNCED_AT_ONCE])


def _announce(actor: Actor, pk: int, now: datetime) -> int:
    try:
        with action(actor, "announce_bill", subject=f"bill:{pk}"):
            paid = Bill.objects.select_for_update(skip_locked=True).filter(pk=pk, announced_at=None)
            bill = paid.first()
            if bill is None:
                return 0
            bill_paid.send(sender=None, bill=bill, now=now)
            bill.announced_at = now
            bill.save(update_fields=["announced_at"])
            _tell_clerks(bill, "bill_paid", late=show(from_fen(bill.late_fee_fen or 0)))
    except Exception:
        log.exception("bill_not_announced", bill=pk)
        return 0
    return 1


def _announce_alone(actor: Actor, pk: int, now: datetime) -> int:
    try:
        with action(actor, "announce_paid_alone", subject=f"bill:{pk}"):
            waiting = BillItem.objects.select_for_update(skip_locked=True).filter(bill_id=pk, to_announce=True)
            items = list(waiting.order_by("month", "notice_id"))
            if not items:
                return 0
            paid_alone.send(sender=None, bill=Bill.objects.get(pk=pk), items=items, now=now)
            BillItem.objects.filter(pk__in=[item.pk for item in items]).update(to_announce=False)
    except Exception:
        log.exception("paid_alone_not_announced", bill=pk)
        return 0
    return 1


# Making one ---------------------------------------------------------------------------------------


def _lock(employer_id: int, notices: Collection[int]) -> list[Notice]:
    chosen = list(
        Notice.objects.select_for_update().filter(pk__in=notices, employer_id=employer_id).order_by("month", "pk")
    )
    if len(chosen) != len(set(notices)) or not chosen:
        raise NotFound("没有找到该缴费通知。")
    return chosen


def _check_payable(chosen: Sequence[Notice]) -> None:
    for notice in chosen:
        if notice.state != NoticeState.ISSUED or notice.due_on is None or due_fen(notice) <= 0:
            raise Conflict(
                f"缴费通知{notice.number}目前为“{NoticeState(notice.state).label}”，不能生成缴款单。",
                code="notice_state",
                remedy="请刷新页面查看最新情况。",
            )
    standing = BillItem.objects.filter(notice_id__in=[notice.pk for notice in chosen], live=True).first()
    if standing is not None:
        number = Bill.objects.get(pk=standing.bill_id).number
        raise Conflict(
            f"{Month.from_int(standing.month).chinese}的欠费已生成缴款单{number}。",
            code="notice_on_bill",
            remedy="请按该缴款单缴费。",
        )


def _make(wish: Wish, chosen: Sequence[Notice], now: datetime) -> Bill:
    bill = Bill.objects.create(
        number=_number(wish.employer_id, now),
        employer_id=wish.employer_id,
        declaration_id=wish.declaration_id,
        kind=wish.kind,
        state=BillState.ASKED,
        replaces=wish.replaces.pk if wish.replaces else None,
        notices=len(chosen),
        principal_fen=sum(due_fen(notice) for notice in chosen),
        asked_at=now,
    )
    items = BillItem.objects.bulk_create(_item(bill, notice) for notice in chosen)
    numbers = {notice.pk: notice.number for notice in chosen}
    telling.tell_bill(bill, items, numbers, replaces=wish.replaces.number if wish.replaces else None)
    return bill


def _number(employer_id: int, now: datetime) -> str:
    """J, the day in Beijing, the employer, and the number among its bills of the day; the employer is locked."""
    start = f"J{day_of(now):%Y%m%d}{employer_id:09d}"
    return f"{start}{Bill.objects.filter(employer_id=employer_id, number__startswith=start).count() + 1:03d}"


def _item(bill: Bill, notice: Notice) -> BillItem:
    if notice.due_on is None:
        raise ValueError(f"notice {notice.number} has no due day")
    terms = rules.late_terms(law(), Month.from_int(notice.month), notice.due_on)
    return BillItem(
        bill_id=bill.pk,
        notice_id=notice.pk,
        employer_id=notice.employer_id,
        month=notice.month,
        principal_fen=due_fen(notice),
        late_from=terms.first,
        daily_ppm=terms.rate_ppm,
        capped=terms.capped,
        live=True,
    )


def due_fen(notice: Notice) -> int:
    """What a notice asks for."""
    return notice.employer_fen + notice.personal_fen - notice.deferred_fen


# Recalling one ------------------------------------------------------------------------------------


def recall(bill: Bill, now: datetime) -> None:
    """Recall a bill for good: its notices are paid by themselves again. In an open action, its employer locked."""
    _recall(bill, now)
    telling.tell_bill_void(bill)
    _tell_clerks(bill, "bill_withdrawn")


def _recall(bill: Bill, now: datetime) -> None:
    bill.state, bill.recalled_at = BillState.RECALLED, now
    bill.save(update_fields=["state", "recalled_at"])
    BillItem.objects.filter(bill_id=bill.pk).update(live=False)


def _renew(bill: Bill, now: datetime) -> None:
    _recall(bill, now)
    paid = Notice.objects.filter(state=NoticeState.PAID).values("pk")
    BillItem.objects.filter(bill_id=bill.pk, notice_id__in=paid).update(to_announce=True)
    left = _left(bill)
    if not left:
        telling.tell_bill_void(bill)
        _tell_clerks(bill, "bill_recalled")
        return
    anew = _make(Wish(bill.employer_id, bill.declaration_id, bill.kind, bill), left, now)
    _tell_clerks(anew, "bill_renewed", replaced=bill.number, before=show(from_fen(bill.principal_fen)))


def _left(bill: Bill) -> list[Notice]:
    """What of the bill is still to be paid: its notices, or what took their place."""
    found: Iterable[tuple[int]] = bulk.rows(__file__, "left_of_bill", {"bill": bill.pk})
    ids = [notice for (notice,) in found]
    return _lock(bill.employer_id, ids) if ids else []


def _tell_clerks(bill: Bill, kind: str, **more: str) -> None:
    values: dict[str, object] = {
        "bill": bill.number,
        "purpose": BillKind(bill.kind).label,
        "notices": bill.notices,
        "amount": show(from_fen(bill.principal_fen)),
    }
    notices_to_clerks.tell([News(bill.employer_id, kind, values | more, bill.declaration_id)])

"""Posting payments of bills: one receipt settles all notices of a bill, or none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shebao.audit.actions import Actor
from shebao.collection import rules
from shebao.collection.judged import Judged, known_digests, list_mismatches
from shebao.collection.late_fees import Due, Late, late_fees
from shebao.collection.models import Bill, BillItem, BillState, LateFee, Payment
from shebao.collection.rules import Arrival, AskedBill
from shebao.collection.settled import Part, fees_of, payment_of
from shebao.contributions import actions as contributions
from shebao.contributions.models import Notice
from shebao.employers.models import Employer
from shebao.kernel.clock import day_of
from shebao.law import law


def post(actor: Actor, arrivals: Sequence[Arrival], *, now: datetime) -> list[Judged]:
    """Settle the bills whose payments fit, list what does not; inside an open action with the employers locked.

    Bills are few, and each is a payment over many notices: they are taken one by one, in the order given. Their
    rows are not locked: nobody changes where one stands without the lock of its employer, and `announce_paid` holds
    rows of paid bills while it waits for persons.
    """
    known = defaultdict(frozenset, known_digests(arrivals))
    judged = []
    for arrival in arrivals:
        judged.append(_post_one(actor, arrival, known[arrival.receipt], now))
        known[arrival.receipt] |= {arrival.digest}
    list_mismatches(judged, now)
    return judged


def _post_one(actor: Actor, arrival: Arrival, known: frozenset[str], now: datetime) -> Judged:
    bill = Bill.objects.get(number=arrival.notice)
    items = list(BillItem.objects.filter(bill_id=bill.pk).order_by("month", "notice_id"))
    asked = _asked(bill, items)
    today = day_of(now)
    late = _late(items, arrival.paid_on) if rules.can_be_paid(asked, arrival.paid_on, today) else {}
    fee = sum(one.fen for one in late.values())
    verdict = rules.judge(arrival, asked, fee, known, today)
    if rules.settles(verdict):
        _settle(actor, bill, items, arrival, late, now)
    return Judged(arrival, verdict, asked, None, fee)


def _asked(bill: Bill, items: Sequence[BillItem]) -> AskedBill:
    code = Employer.objects.values_list("credit_code", flat=True).get(pk=bill.employer_id)
    first = min(item.month for item in items)
    return AskedBill(bill.pk, bill.employer_id, code, first, bill.state, bill.principal_fen, day_of(bill.asked_at))


def _late(items: Sequence[BillItem], day: date) -> dict[int, Late]:
    """By notice: the late fee at the day of payment."""
    notices = Notice.objects.select_for_update().filter(pk__in=[item.notice_id for item in items]).order_by("pk")
    dues = [Due(one.pk, one.month, one.due_on, day) for one in notices if one.due_on is not None]
    return late_fees(law(), dues)


def _settle(
    actor: Actor, bill: Bill, items: Sequence[BillItem], arrival: Arrival, late: Mapping[int, Late], now: datetime
) -> None:
    contributions.settle_many(actor, {item.notice_id: arrival.paid_on for item in items})
    told = rules.split_late_fee(arrival.late_fee_fen, [late[item.notice_id].fen for item in items])
    payments = Payment.objects.bulk_create(
        payment_of(arrival, _part(item, fee, number), now)
        for number, (item, fee) in enumerate(zip(items, told, strict=True), start=1)
    )
    LateFee.objects.bulk_create(fee for payment in payments for fee in fees_of(payment, late[payment.notice_id]))
    bill.state, bill.receipt, bill.paid_on = BillState.PAID, arrival.receipt, arrival.paid_on
    bill.late_fee_fen = arrival.late_fee_fen
    bill.save(update_fields=["state", "receipt", "paid_on", "late_fee_fen"])


def _part(item: BillItem, late_fee_fen: int, number: int) -> Part:
    return Part(
        item.notice_id, item.employer_id, item.month, item.principal_fen, late_fee_fen, number, bill_id=item.bill_id
    )

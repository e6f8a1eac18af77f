"""Posting payments: many in one transaction, each exactly once, and nothing that tax told is ever dropped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db.models import F

from shebao.audit.actions import Actor, action
from shebao.collection import bill_payments, bills, rules
from shebao.collection.judged import Digests, Judged, known_digests, list_mismatches
from shebao.collection.late_fees import Due, Late, late_fees
from shebao.collection.models import Bill, LateFee, Payment
from shebao.collection.rules import Arrival, Asked
from shebao.collection.settled import Part, fees_of, payment_of
from shebao.contributions import actions as contributions
from shebao.contributions import entering
from shebao.contributions.models import Notice, NoticeState
from shebao.kernel.clock import day_of
from shebao.law import law


def post(actor: Actor, arrivals: Sequence[Arrival], *, now: datetime) -> list[Judged]:
    """Settle what fits, list what does not; what each meant, in the order given.

    One transaction. Employers are locked before their notices, as by whoever enters charges, so of two payments of one
    notice the second sees the first; what came before under the same receipt counts once. Payments of notices go
    together; those of bills between them see what these have settled, and the other way round.
    """
    judged: list[Judged] = []
    with action(actor, "post_payments", details={"payments": len(arrivals)}):
        of_bills = _lock_employers(arrivals)
        for is_bill, group in groupby(arrivals, key=lambda arrival: arrival.notice in of_bills):
            posted = bill_payments.post if is_bill else _post_notices
            judged += posted(actor, list(group), now=now)
    return judged


def _lock_employers(arrivals: Iterable[Arrival]) -> frozenset[str]:
    """Lock the employers of all that was paid; the numbers among those paid that are bills."""
    numbers = {arrival.notice for arrival in arrivals}
    of_bills = dict(Bill.objects.filter(number__in=numbers).values_list("number", "employer_id"))
    named = Notice.objects.filter(number__in=numbers).values_list("employer_id", flat=True)
    entering.lock({*named, *of_bills.values()})
    return frozenset(of_bills)


def _post_notices(actor: Actor, arrivals: Sequence[Arrival], *, now: datetime) -> list[Judged]:
    asked = _lock(arrivals)
    today = day_of(now)
    late = late_fees(law(), _dues(arrivals, asked, today))
    judged = _judge(arrivals, asked, late, known_digests(arrivals), today)
    settled = _settle(actor, judged, now)
    list_mismatches(judged, now)
    bills.renew(settled, now)
    return judged


def _lock(arrivals: Iterable[Arrival]) -> dict[str, Asked]:
    numbers = sorted({arrival.notice for arrival in arrivals})
    notices = Notice.objects.filter(number__in=numbers).select_for_update(of=("self",)).order_by("pk")
    due = F("employer_fen") + F("personal_fen") - F("deferred_fen")
    rows = notices.annotate(due_fen=due).values_list(
        "number", "pk", "employer_id", "employer__credit_code", "month", "state", "due_fen", "due_on"
    )
    return {row[0]: Asked(*row[1:]) for row in rows}


def _dues(arrivals: Iterable[Arrival], asked: Mapping[str, Asked], today: date) -> list[Due]:
    """One question a notice that can be settled; a second payment of the same is answered by its state."""
    dues: dict[int, Due] = {}
    for arrival in arrivals:
        notice = asked.get(arrival.notice)
        if arrival.paid_on > today or notice is None or notice.due_on is None:
            continue
        if notice.state == NoticeState.ISSUED:
            dues.setdefault(notice.id, Due(notice.id, notice.month, notice.due_on, arrival.paid_on))
    return list(dues.values())


def _judge(
    arrivals: Sequence[Arrival], asked: Mapping[str, Asked], late: Mapping[int, Late], known: Digests, today: date
) -> list[Judged]:
    seen = defaultdict(frozenset, known)
    judged = []
    for arrival in arrivals:
        notice = asked.get(arrival.notice)
        fee = late.get(notice.id) if notice else None
        if fee is not None and fee.until != arrival.paid_on <= today:
            fee = _as_of(fee, notice, arrival.paid_on)
        verdict = rules.judge(arrival, notice, fee.fen if fee else 0, seen[arrival.receipt], today)
        if notice is not None and rules.settles(verdict):
            notice.state = NoticeState.PAID
        seen[arrival.receipt] |= {arrival.digest}
        judged.append(Judged(arrival, verdict, notice, fee, fee.fen if fee else None))
    return judged


def _as_of(fee: Late, notice: Asked | None, day: date) -> Late:
    """The late fee at another day: two payments of one notice came at once, and differ in their day."""
    if notice is None or notice.due_on is None:
        return fee
    return late_fees(law(), [Due(notice.id, notice.month, notice.due_on, day)])[notice.id]


def _settle(actor: Actor, judged: Iterable[Judged], now: datetime) -> set[int]:
    """Settle the notices whose payments fit; answers their employers."""
    settled = [(one, one.asked) for one in judged if isinstance(one.asked, Asked) and rules.settles(one.verdict)]
    contributions.settle_many(actor, {asked.id: one.arrival.paid_on for one, asked in settled})
    payments = Payment.objects.bulk_create(
        [payment_of(one.arrival, _part(one.arrival, asked), now) for one, asked in settled]
    )
    LateFee.objects.bulk_create(
        fee
        for payment, (one, _asked) in zip(payments, settled, strict=True)
        if one.late is not None
        for fee in fees_of(payment, one.late)
    )
    return {asked.employer_id for _one, asked in settled}


def _part(arrival: Arrival, asked: Asked) -> Part:
    return Part(asked.id, asked.employer_id, asked.month, arrival.principal_fen, arrival.late_fee_fen)

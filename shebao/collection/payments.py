"""Posting payments: many in one transaction, each exactly once, and nothing that tax told is ever dropped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F

from shebao.audit.actions import Actor, action
from shebao.collection import rules
from shebao.collection.late_fees import Due, Late, late_fees
from shebao.collection.models import LateFee, Mismatch, MismatchKind, Payment
from shebao.collection.rules import Arrival, Asked
from shebao.contributions import actions as contributions
from shebao.contributions import entering
from shebao.contributions.models import Notice, NoticeState
from shebao.kernel.clock import day_of
from shebao.law import law

Digests = Mapping[str, frozenset[str]]


class Judged(NamedTuple):
    """A payment and what it means: "" settled, "repeated", or a MismatchKind."""

    arrival: Arrival
    verdict: str
    asked: Asked | None
    late: Late | None


def post(actor: Actor, arrivals: Sequence[Arrival], *, now: datetime) -> list[Judged]:
    """Settle what fits, list what does not; what each meant, in the order given.

    One transaction. Employers are locked before their notices, as by whoever enters charges, so of two payments of one
    notice the second sees the first; what came before under the same receipt counts once.
    """
    with action(actor, "post_payments", details={"payments": len(arrivals)}):
        asked = _lock(arrivals)
        today = day_of(now)
        late = late_fees(law(), _dues(arrivals, asked, today))
        judged = _judge(arrivals, asked, late, _known(arrivals), today)
        _settle(actor, judged, now)
        _list(judged, now)
    return judged


def _lock(arrivals: Iterable[Arrival]) -> dict[str, Asked]:
    numbers = sorted({arrival.notice for arrival in arrivals})
    named = Notice.objects.filter(number__in=numbers)
    entering.lock(named.values_list("employer_id", flat=True))
    notices = named.select_for_update(of=("self",)).order_by("pk")
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


def _known(arrivals: Iterable[Arrival]) -> Digests:
    """Digests of what came before under the receipts."""
    receipts = {arrival.receipt for arrival in arrivals}
    known: defaultdict[str, set[str]] = defaultdict(set)
    posted = Payment.objects.filter(receipt__in=receipts).values_list("receipt", "digest")
    listed = Mismatch.objects.filter(receipt__in=receipts).values_list("receipt", "digest")
    for receipt, digest in (*posted, *listed):
        known[receipt].add(digest)
    return {receipt: frozenset(digests) for receipt, digests in known.items()}


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
        judged.append(Judged(arrival, verdict, notice, fee))
    return judged


def _as_of(fee: Late, notice: Asked | None, day: date) -> Late:
    """The late fee at another day: two payments of one notice came at once, and differ in their day."""
    if notice is None or notice.due_on is None:
        return fee
    return late_fees(law(), [Due(notice.id, notice.month, notice.due_on, day)])[notice.id]


def _settle(actor: Actor, judged: Iterable[Judged], now: datetime) -> None:
    settled = [(one, one.asked) for one in judged if one.asked is not None and rules.settles(one.verdict)]
    contributions.settle_many(actor, {asked.id: one.arrival.paid_on for one, asked in settled})
    payments = Payment.objects.bulk_create([_payment(one.arrival, asked, now) for one, asked in settled])
    LateFee.objects.bulk_create(
        fee
        for payment, (one, asked) in zip(payments, settled, strict=True)
        if one.late is not None
        for fee in _fees(payment, asked, one.late)
    )


def _payment(arrival: Arrival, asked: Asked, now: datetime) -> Payment:
    return Payment(
        notice_id=asked.id,
        employer_id=asked.employer_id,
        month=asked.month,
        receipt=arrival.receipt,
        paid_on=arrival.paid_on,
        principal_fen=arrival.principal_fen,
        late_fee_fen=arrival.late_fee_fen,
        amount_fen=arrival.amount_fen,
        digest=arrival.digest,
        feedback_id=arrival.feedback_id,
        recorded_at=now,
    )


def _fees(payment: Payment, asked: Asked, late: Late) -> list[LateFee]:
    return [
        LateFee(
            payment_id=payment.pk,
            notice_id=asked.id,
            employer_id=asked.employer_id,
            scheme=scheme.scheme,
            owed_fen=scheme.owed_fen,
            from_day=late.terms.first,
            to_day=rules.last_day(late.until),
            days=late.days,
            rate_ppm=late.terms.rate_ppm,
            fen=scheme.fen,
        )
        for scheme in late.schemes
    ]


def _list(judged: Iterable[Judged], now: datetime) -> None:
    """What does not fit goes on the operators' list. Of the same told twice at the same time the first is listed."""
    rows = [_mismatch(one, now) for one in judged if one.verdict in MismatchKind.values]
    Mismatch.objects.bulk_create(rows, ignore_conflicts=True)


def _mismatch(one: Judged, now: datetime) -> Mismatch:
    arrival, asked = one.arrival, one.asked
    return Mismatch(
        kind=one.verdict,
        receipt=arrival.receipt,
        notice_number=arrival.notice,
        employer_code=arrival.employer_code,
        notice_id=asked.id if asked else None,
        employer_id=asked.employer_id if asked else None,
        month=asked.month if asked else None,
        paid_on=arrival.paid_on,
        principal_fen=arrival.principal_fen,
        late_fee_fen=arrival.late_fee_fen,
        amount_fen=arrival.amount_fen,
        due_fen=asked.due_fen if asked else None,
        due_late_fee_fen=one.late.fen if one.late else None,
        digest=arrival.digest,
        feedback_id=arrival.feedback_id,
        found_at=now,
    )

"""What was judged of payments: what came before under their receipts, and the list of what does not fit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from shebao.collection.late_fees import Late
from shebao.collection.models import Mismatch, MismatchKind, Payment
from shebao.collection.rules import Arrival, Asked, AskedBill

Digests = Mapping[str, frozenset[str]]


class Judged(NamedTuple):
    """A payment and what it means: "" settled, "repeated", or a MismatchKind.

    `late` is the late fee of a notice at the day of payment, `late_fee_fen` that of a notice or bill in all.
    """

    arrival: Arrival
    verdict: str
    asked: Asked | AskedBill | None
    late: Late | None
    late_fee_fen: int | None


def known_digests(arrivals: Iterable[Arrival]) -> Digests:
    """Digests of what came before, by receipt."""
    receipts = {arrival.receipt for arrival in arrivals}
    known: defaultdict[str, set[str]] = defaultdict(set)
    posted = Payment.objects.filter(receipt__in=receipts).values_list("receipt", "digest")
    listed = Mismatch.objects.filter(receipt__in=receipts).values_list("receipt", "digest")
    for receipt, digest in (*posted, *listed):
        known[receipt].add(digest)
    return {receipt: frozenset(digests) for receipt, digests in known.items()}


def list_mismatches(judged: Iterable[Judged], now: datetime) -> None:
    """What does not fit goes on the operators' list. Of the same told twice at the same time the first is listed."""
    rows = [_mismatch(one, now) for one in judged if one.verdict in MismatchKind.values]
    Mismatch.objects.bulk_create(rows, ignore_conflicts=True)


def _mismatch(one: Judged, now: datetime) -> Mismatch:
    arrival, asked = one.arrival, one.asked
    notice = asked if isinstance(asked, Asked) else None
    bill = asked if isinstance(asked, AskedBill) else None
    return Mismatch(
        kind=one.verdict,
        receipt=arrival.receipt,
        notice_number=arrival.notice,
        employer_code=arrival.employer_code,
        notice_id=notice.id if notice else None,
        bill_id=bill.id if bill else None,
        employer_id=asked.employer_id if asked else None,
        month=asked.month if asked else None,
        paid_on=arrival.paid_on,
        principal_fen=arrival.principal_fen,
        late_fee_fen=arrival.late_fee_fen,
        amount_fen=arrival.amount_fen,
        due_fen=asked.due_fen if asked else None,
        due_late_fee_fen=one.late_fee_fen,
        digest=arrival.digest,
        feedback_id=arrival.feedback_id,
        found_at=now,
    )

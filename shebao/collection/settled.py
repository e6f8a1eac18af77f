"""The rows of a payment that settled something: the payment of each notice, and its late fees by scheme."""

from datetime import datetime
from typing import NamedTuple

from shebao.collection import rules
from shebao.collection.late_fees import Late
from shebao.collection.models import LateFee, Payment
from shebao.collection.rules import Arrival


class Part(NamedTuple):
    """A notice that a receipt settles, what of the receipt belongs to it, and its number among those of the receipt."""

    notice_id: int
    employer_id: int
    month: int
    principal_fen: int
    late_fee_fen: int
    number: int = 1
    bill_id: int | None = None


def payment_of(arrival: Arrival, part: Part, now: datetime) -> Payment:
    """The payment of one notice."""
    return Payment(
        notice_id=part.notice_id,
        employer_id=part.employer_id,
        month=part.month,
        receipt=arrival.receipt,
        part=part.number,
        bill_id=part.bill_id,
        paid_on=arrival.paid_on,
        principal_fen=part.principal_fen,
        late_fee_fen=part.late_fee_fen,
        amount_fen=part.principal_fen + part.late_fee_fen,
        digest=arrival.digest,
        feedback_id=arrival.feedback_id,
        recorded_at=now,
    )


def fees_of(payment: Payment, late: Late) -> list[LateFee]:
    """The late fees fixed with a payment, by scheme."""
    return [
        LateFee(
            payment_id=payment.pk,
            notice_id=payment.notice_id,
            employer_id=payment.employer_id,
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

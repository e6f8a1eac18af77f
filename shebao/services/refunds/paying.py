"""What becomes of an order once the bank has answered."""

from datetime import date, datetime
from typing import NamedTuple

from shebao.audit.actions import Actor, refuse
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.notices.actions import notify
from shebao.services.refunds.checking import yuan
from shebao.services.refunds.models import Payout, PayoutState, Refund, RefundState

BANK = Actor.system("退费银行")


class Answer(NamedTuple):
    """The bank's answer to an order: paid with receipt and day (as text), or not and why."""

    order: str
    paid: bool
    amount_fen: int
    receipt: str
    paid_on: str | None
    reason_code: str
    reason_text: str


def answer(payout_id: int, given: Answer, *, now: datetime) -> str:
    """Let an answer take effect; inside an open action, with the order locked. What it did: the order's new state.

    An answer about another order or amount is nobody's to believe: the order stands as disputed, no other one is made
    beside it, and operators are told by an alarm in the trail.
    """
    payout = Payout.objects.select_related("refund").get(pk=payout_id)
    payout.answered_at = now
    if (given.order, given.amount_fen) != (payout.number, payout.amount_fen):
        _dispute(payout, given)
    elif given.paid:
        _paid(payout, given)
    else:
        _rejected(payout, given)
    payout.save()
    return str(payout.state)


def _dispute(payout: Payout, given: Answer) -> None:
    payout.state = PayoutState.DISPUTED
    payout.reason_code, payout.reason_text = "disputed", f"{given.order} {yuan(given.amount_fen)}"
    refuse(BANK, "take_in_feedback", "other_payment", subject=f"payout:{payout.pk}")


def _paid(payout: Payout, given: Answer) -> None:
    refund = _locked(payout)
    payout.state, refund.state = PayoutState.PAID, RefundState.PAID
    payout.receipt = refund.receipt = given.receipt
    payout.paid_on = refund.paid_on = date.fromisoformat(given.paid_on) if given.paid_on else None
    refund.save(update_fields=["state", "receipt", "paid_on"])
    filing, amount, day = _filing(refund), yuan(refund.amount_fen), given.paid_on or ""
    tell(filing, "refund_paid", BANK.name, amount=amount, receipt=given.receipt, day=day)
    notify(filing, "refund_paid", amount=amount, receipt=given.receipt, day=day)


def _rejected(payout: Payout, given: Answer) -> None:
    refund = _locked(payout)
    payout.state, refund.state = PayoutState.REJECTED, RefundState.REJECTED
    payout.reason_code, payout.reason_text = given.reason_code, given.reason_text
    refund.save(update_fields=["state"])
    filing, reason = _filing(refund), given.reason_text or given.reason_code
    tell(filing, "refund_rejected", BANK.name, reason=reason)
    notify(filing, "refund_rejected", amount=yuan(refund.amount_fen), reason=reason)


def _locked(payout: Payout) -> Refund:
    return Refund.objects.select_for_update().get(pk=payout.refund_id)


def _filing(refund: Refund) -> Declaration:
    return Declaration.objects.get(pk=refund.declaration_id)

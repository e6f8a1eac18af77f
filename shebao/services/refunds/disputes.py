"""Orders whose answer from the bank does not fit: an operator clears it up with the bank and says what is true."""

from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.declarations.queries import wake_worker
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, Invalid, NotFound
from shebao.services.refunds import paying
from shebao.services.refunds.models import DisputeClosing, Payout, PayoutState, RequestState

ENGINE: Final = Actor.system("退费付款")
LONGEST: Final = 300
LONGEST_RECEIPT: Final = 40
NOT_PAID: Final = "bank_did_not_pay"


class Truth(NamedTuple):
    """What the bank has really done (paid in full with receipt and day, or nothing), and how that was found out."""

    paid: bool
    receipt: str
    paid_on: date | None
    reason: str


def close(actor: Actor, payout_id: int, truth: Truth, *, now: datetime) -> None:
    """Say what is true of a disputed order; the worker lets it take effect.

    Raises Invalid where something is missing, NotFound, Conflict where the order is not disputed any more.
    """
    told = _checked(truth, day_of(now))
    payout = Payout.objects.filter(pk=payout_id).first()
    if payout is None:
        raise NotFound(_("没有找到该付款指令。"))
    if payout.state != PayoutState.DISPUTED:
        raise _settled_already()
    try:
        with transaction.atomic(), action(actor, "close_dispute", subject=f"payout:{payout.pk}"):
            DisputeClosing.objects.create(
                payout_id=payout.pk,
                employer_id=payout.employer_id,
                **told._asdict(),
                requested_by=actor.user_id or 0,
                requested_by_name=actor.name,
                requested_at=now,
                state=RequestState.WAITING,
            )
            wake_worker()
    except IntegrityError as error:
        raise _settled_already() from error


def carry_out(*, now: datetime) -> int:
    """Settle what operators have cleared up, each in a transaction of its own; how many closings were answered."""
    waiting = DisputeClosing.objects.filter(state=RequestState.WAITING).order_by("pk").values_list("pk", flat=True)
    return sum(_carry_out(pk, now) for pk in waiting)


def _carry_out(pk: int, now: datetime) -> int:
    with transaction.atomic(), action(ENGINE, "settle_dispute", subject=f"dispute_closing:{pk}"):
        found = DisputeClosing.objects.select_for_update(skip_locked=True).filter(pk=pk, state=RequestState.WAITING)
        closing = found.first()
        if closing is None:
            return 0
        contributions.hold([closing.employer_id])
        payout = Payout.objects.select_for_update().get(pk=closing.payout_id)
        disputed = payout.state == PayoutState.DISPUTED
        if disputed:
            paying.answer(payout.pk, _answer(payout, closing), now=now)
        closing.state = RequestState.DONE if disputed else RequestState.REFUSED
        closing.done_at = now
        closing.save(update_fields=["state", "done_at"])
    return 1


def _answer(payout: Payout, closing: DisputeClosing) -> paying.Answer:
    """As the bank should have answered."""
    return paying.Answer(
        order=payout.number,
        paid=closing.paid,
        amount_fen=payout.amount_fen,
        receipt=closing.receipt,
        paid_on=closing.paid_on.isoformat() if closing.paid_on else None,
        reason_code="" if closing.paid else NOT_PAID,
        reason_text="" if closing.paid else "经与银行核实，款项没有付出",
    )


def _checked(truth: Truth, today: date) -> Truth:
    reason, receipt = truth.reason.strip(), truth.receipt.strip()
    if not reason or len(reason) > LONGEST:
        raise Invalid(_("请填写处理情况（不超过 300 字）。"), code="closing_missing", field="reason")
    if not truth.paid:
        return Truth(False, "", None, reason)
    if not receipt or len(receipt) > LONGEST_RECEIPT:
        raise Invalid(_("银行已付款的，请填写银行回单号（不超过 40 字）。"), code="receipt_missing", field="receipt")
    if truth.paid_on is None or truth.paid_on > today:
        raise Invalid(_("请填写付款日期，不能晚于今天。"), code="day_missing", field="paid_on")
    return Truth(True, receipt, truth.paid_on, reason)


def _settled_already() -> Conflict:
    return Conflict(_("该付款指令已经处理。"), code="dispute_settled", remedy=_("请刷新页面查看最新情况。"))

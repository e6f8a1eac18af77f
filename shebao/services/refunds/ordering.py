"""Orders to the bank: one at a time for each refund, and another one only after the bank has rejected the last."""

import uuid
from collections import Counter
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.notices.actions import notify
from shebao.services.refunds.models import (
    AccountRequest,
    Payout,
    PayoutState,
    Refund,
    RefundState,
    RequestState,
)
from shebao.services.refunds.queries import Accounts, used_before

ENGINE: Final = Actor.system("退费付款")
AT_ONCE: Final = 200


def order(refund: Refund, account: Accounts, declaration: Declaration, now: datetime) -> Payout:
    """Order the bank to pay a refund to an account; inside an open action, with the refund locked or just made."""
    before = Payout.objects.filter(refund=refund).aggregate(last=Max("attempt"))["last"] or 0
    payout = Payout.objects.create(
        refund=refund,
        employer_id=refund.employer_id,
        attempt=before + 1,
        number=f"{refund.number}-{before + 1:02d}",
        key=uuid.UUID(int=(refund.pk << 64) | 0xB000 << 48 | (before + 1)),
        **account._asdict(),
        amount_fen=refund.amount_fen,
        state=PayoutState.ORDERED,
        ordered_at=now,
    )
    bulk.run(__file__, "tell_bank", {"payout": payout.pk, "declaration": declaration.pk})
    return payout


def carry_out_requests(*, now: datetime) -> int:
    """Order again where clerks have given another account; how many requests were answered."""
    waiting = list(
        AccountRequest.objects.filter(state=RequestState.WAITING).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    answered = Counter(_carry_out(pk, now) for pk in waiting)
    return answered.total() - answered[None]


def _carry_out(request_id: int, now: datetime) -> RequestState | None:
    """What became of a request; None where somebody else is at it or was before."""
    with transaction.atomic(), action(ENGINE, "order_refund_again", subject=f"account_request:{request_id}"):
        found = AccountRequest.objects.select_for_update(skip_locked=True)
        request = found.filter(pk=request_id, state=RequestState.WAITING).first()
        if request is None:
            return None
        contributions.hold([request.employer_id])
        refund = Refund.objects.select_for_update().get(pk=request.refund_id)
        request.problem = _problem(refund, request)
        request.state = RequestState.REFUSED if request.problem else RequestState.DONE
        request.done_at = now
        request.save(update_fields=["state", "problem", "done_at"])
        if request.state == RequestState.DONE:
            _order_again(refund, request, now)
    return RequestState(request.state)


def _problem(refund: Refund, request: AccountRequest) -> str:
    """Why nothing is ordered to the account; no officer sees it any more, so it must raise no question."""
    if refund.state != RefundState.REJECTED:
        return "该笔退费已在付款或已经付款。"
    _own, others = used_before(request.account_number, request.employer_id)
    return "该银行账号曾用于其他单位的退费，不能使用。请核对银行账号，提交本单位的其他账户。" if others else ""


def _order_again(refund: Refund, request: AccountRequest, now: datetime) -> None:
    declaration = Declaration.objects.get(pk=refund.declaration_id)
    refund.state = RefundState.PAYING
    refund.save(update_fields=["state"])
    account = Accounts(request.bank_name, request.account_name, request.account_number)
    order(refund, account, declaration, now)
    tell(declaration, "refund_ordered_again", request.requested_by_name)
    notify(declaration, "refund_ordered_again")

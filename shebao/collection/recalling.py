"""「撤回缴款单」: a clerk wishes that a bill of arrears be recalled before it is paid; the worker carries it out."""

from datetime import datetime
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from shebao.audit.actions import Actor, action
from shebao.collection import bills
from shebao.collection.models import Bill, BillKind, BillState, RecallRequest, RecallState
from shebao.contributions import entering
from shebao.kernel.errors import Conflict, NotFound

WAITING: Final = RecallState.WAITING


def request_recall(actor: Actor, bill_id: int, *, now: datetime) -> RecallRequest:
    """Ask for it; asked twice, the request that waits is answered.

    Raises NotFound (also for another employer's bill), Conflict unless it is a bill of arrears that is not paid.
    """
    with action(actor, "request_recall", subject=f"bill:{bill_id}"):
        bill = Bill.objects.filter(pk=bill_id, employer_id=actor.employer_id or 0).first()
        if bill is None:
            raise NotFound
        _check(bill)
        request, _made = RecallRequest.objects.get_or_create(
            bill_id=bill.pk,
            state=WAITING,
            defaults={
                "employer_id": bill.employer_id,
                "requested_by": actor.user_id or 0,
                "requested_by_name": actor.name,
                "requested_at": now,
            },
        )
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify('shebao_work', '')")
    return request


def carry_out_recalls(actor: Actor, *, now: datetime) -> int:
    """Recall what clerks have asked for, each in a transaction of its own; how many requests were answered."""
    waiting = RecallRequest.objects.filter(state=WAITING).order_by("pk").values_list("pk", flat=True)
    return sum(_carry_out(actor, pk, now) for pk in waiting)


def _carry_out(actor: Actor, pk: int, now: datetime) -> int:
    with action(actor, "carry_out_recall", subject=f"recall_request:{pk}"):
        request = RecallRequest.objects.select_for_update(skip_locked=True).filter(pk=pk, state=WAITING).first()
        if request is None:
            return 0
        entering.lock([request.employer_id])
        bill = Bill.objects.get(pk=request.bill_id)
        try:
            _check(bill)
            bills.recall(bill, now)
        except Conflict as conflict:
            request.state, request.problem = RecallState.REFUSED, conflict.message[:200]
        else:
            request.state = RecallState.DONE
        request.done_at = now
        request.save(update_fields=["state", "problem", "done_at"])
    return 1


def _check(bill: Bill) -> None:
    if bill.state != BillState.ASKED:
        label = BillState(bill.state).label
        raise Conflict(
            _("该缴款单目前为“{state}”，不能撤回。").format(state=label),
            code="bill_state",
            remedy=_("请刷新页面查看最新情况。"),
        )
    if bill.kind != BillKind.ARREARS:
        raise Conflict(_("个人补缴的缴款单不能撤回。"), code="bill_kind", remedy=_("请按缴款单缴费。"))

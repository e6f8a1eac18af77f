"""Orders to the bank whose answer does not fit, as pages show them."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.services.refunds.models import DisputeClosing, Payout, PayoutState, RequestState
from shebao.web import formats
from shebao.web.parts import Column, Row

DISPUTE_COLUMNS: Final = (
    Column(gettext_lazy("付款指令编号"), "code"),
    Column(gettext_lazy("退费单号"), "code"),
    Column(gettext_lazy("指令金额（元）"), "money"),
    Column(gettext_lazy("银行回单所称")),
    Column(gettext_lazy("状态")),
    Column(gettext_lazy("回单时间"), "date"),
)


def dispute_rows(payouts: Sequence[Payout]) -> list[Row]:
    """Orders for a table with DISPUTE_COLUMNS."""
    return [
        Row(
            (
                one.number,
                one.refund.number,
                formats.money_of_fen(one.amount_fen),
                one.reason_text or formats.NOTHING,
                PayoutState(one.state).label,
                formats.moment(one.answered_at) if one.answered_at else formats.NOTHING,
            ),
            url=reverse("office-dispute", args=[one.pk]),
            tone="warning" if one.state == PayoutState.DISPUTED else "",
        )
        for one in payouts
    ]


def dispute_facts(payout: Payout, closing: DisputeClosing | None) -> list[tuple[str, str]]:
    """Everything an operator needs to clear an order up with the bank, as label and value; no account number."""
    facts = [
        (_("付款指令编号"), payout.number),
        (_("退费单号"), payout.refund.number),
        (_("指令金额（元）"), formats.money_of_fen(payout.amount_fen)),
        (_("开户银行"), payout.bank_name),
        (_("户名"), payout.account_name),
        (_("提交银行时间"), formats.moment(payout.ordered_at)),
        (_("状态"), PayoutState(payout.state).label),
    ]
    if payout.state == PayoutState.DISPUTED:
        facts.append((_("银行回单所称（指令编号、金额）"), payout.reason_text))
    return facts + (_closing_facts(closing) if closing else [])


def _closing_facts(closing: DisputeClosing) -> list[tuple[str, str]]:
    return [
        (_("核实结果"), _("银行已足额付款") if closing.paid else _("款项没有付出")),
        *(((_("银行回单号"), closing.receipt), (_("付款日期"), formats.day(closing.paid_on))) if closing.paid else ()),
        (_("处理情况"), closing.reason),
        (_("处理人"), closing.requested_by_name),
        (_("处理时间"), formats.moment(closing.requested_at)),
        (_("办理状态"), _CLOSINGS[RequestState(closing.state)]),
    ]


_CLOSINGS: Final = {
    RequestState.WAITING: gettext_lazy("正在办理"),
    RequestState.DONE: gettext_lazy("已办理"),
    RequestState.REFUSED: gettext_lazy("未办理，该付款指令此前已处理"),
}

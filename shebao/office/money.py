"""Mismatches as pages show them."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.collection.models import Mismatch, MismatchKind
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row, Text

MISMATCH_COLUMNS: Final = (
    Column(gettext_lazy("差异")),
    Column(gettext_lazy("缴费通知单号"), "code"),
    Column(gettext_lazy("税票号码"), "code"),
    Column(gettext_lazy("单位"), "code"),
    Column(gettext_lazy("税务告知金额（元）"), "money"),
    Column(gettext_lazy("应缴金额（元）"), "money"),
    Column(gettext_lazy("缴费日期"), "date"),
    Column(gettext_lazy("发现时间"), "date"),
)

ADVICE: Final[Mapping[MismatchKind, Text]] = {
    MismatchKind.UNKNOWN_NOTICE: gettext_lazy("请与税务部门核对单号。款项没有记入任何缴费通知。"),
    MismatchKind.WRONG_EMPLOYER: gettext_lazy("缴费通知属于其他单位。请与税务部门核对，款项没有入账。"),
    MismatchKind.WRONG_AMOUNT: gettext_lazy("缴费通知仍为未缴。请与税务部门核对：更正后重新推送，或退还后重缴。"),
    MismatchKind.WRONG_DAY: gettext_lazy("缴费日期晚于今天或早于费款所属期，没有入账。请与税务部门核对日期。"),
    MismatchKind.PAID_TWICE: gettext_lazy("缴费通知此前已结清，本笔没有入账。请通知税务部门退还。"),
    MismatchKind.REPLACED: gettext_lazy("该通知已被新的缴费通知代替，本笔没有入账。请通知税务部门退还或转缴新通知。"),
    MismatchKind.RECALLED: gettext_lazy(
        "该缴款单已撤回，本笔没有入账，其中的费款以新缴款单或单独缴费为准。请通知税务部门退还或转缴新缴款单。"
    ),
    MismatchKind.NOT_ASKED: gettext_lazy("该通知没有向税务发出或无需缴费，本笔没有入账。请与税务部门核对。"),
    MismatchKind.LATE_FEE: gettext_lazy("本金已入账，缴费通知已结清；滞纳金与本系统计算不一致，请与税务部门核对差额。"),
    MismatchKind.RECEIPT_REUSED: gettext_lazy("同一税票号码此前已有不同内容，本笔没有入账。请与税务部门核对。"),
    MismatchKind.REFUSED: gettext_lazy("税务部门没有受理该缴费通知，单位暂时无法缴费。请按原因处理后联系税务部门。"),
}
"""What an operator can do about each kind."""


def mismatch_rows(mismatches: Sequence[Mismatch]) -> list[Row]:
    """Mismatches for a table with MISMATCH_COLUMNS."""
    return [
        Row(
            (
                MismatchKind(one.kind).label,
                one.notice_number or formats.NOTHING,
                one.receipt or formats.NOTHING,
                Cell(one.employer_code or formats.NOTHING, sub=formats.month(one.month) if one.month else ""),
                _fen(one.amount_fen),
                _fen(_due(one)),
                formats.day(one.paid_on),
                formats.moment(one.found_at),
            ),
            url=reverse("office-mismatch", args=[one.pk]),
            tone="" if one.closed_at else "warning",
        )
        for one in mismatches
    ]


def mismatch_facts(one: Mismatch) -> list[tuple[str, str]]:
    """Everything known of one, as label and value."""
    facts = [
        (_("缴款单号") if one.bill_id else _("缴费通知单号"), one.notice_number),
        (_("费款所属期"), formats.month(one.month) if one.month else ""),
        (_("单位编码"), one.employer_code),
        (_("税票号码"), one.receipt),
        (_("缴费日期"), formats.day(one.paid_on) if one.paid_on else ""),
        (_("税务告知：本金（元）"), _fen(one.principal_fen)),
        (_("税务告知：滞纳金（元）"), _fen(one.late_fee_fen)),
        (_("税务告知：合计（元）"), _fen(one.amount_fen)),
        (_("缴费通知应缴（元）"), _fen(one.due_fen)),
        (_("当日应收滞纳金（元）"), _fen(one.due_late_fee_fen)),
        (_("税务部门的原因"), one.detail),
        (_("发现时间"), formats.moment(one.found_at)),
    ]
    if one.closed_at:
        facts += [
            (_("处理时间"), formats.moment(one.closed_at)),
            (_("处理人"), one.closed_by_name),
            (_("处理情况"), one.closing),
        ]
    return facts


def _due(one: Mismatch) -> int | None:
    return None if one.due_fen is None else one.due_fen + (one.due_late_fee_fen or 0)


def _fen(fen: int | None) -> str:
    return formats.NOTHING if fen is None else formats.money_of_fen(fen)

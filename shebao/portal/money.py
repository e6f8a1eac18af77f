"""Arrears and payments as pages show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy

from shebao.collection import queries
from shebao.collection.models import LateFee, RequestState
from shebao.collection.queries import Arrear
from shebao.contributions.models import Notice, NoticeState
from shebao.law import law
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row

ARREAR_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("欠费金额（元）"), "money"),
    Column(gettext_lazy("缴费截止日"), "date"),
    Column(gettext_lazy("滞纳金起算日"), "date"),
    Column(gettext_lazy("滞纳天数"), "number"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
    Column(gettext_lazy("合计（元）"), "money"),
)
LATE_FEE_COLUMNS: Final = (
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("欠费金额（元）"), "money"),
    Column(gettext_lazy("计算期间"), "date"),
    Column(gettext_lazy("天数"), "number"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
)


def arrear_rows(arrears: Sequence[Arrear]) -> list[Row]:
    """Overdue notices for a table with ARREAR_COLUMNS."""
    return [
        Row(
            (
                Cell(one.month.chinese, sub=_standing(one)),
                one.persons,
                formats.money_of_fen(one.owed_fen),
                formats.day(one.due_on),
                formats.day(one.first_day),
                one.days,
                formats.money_of_fen(one.late_fee_fen),
                formats.money_of_fen(one.total_fen),
            )
        )
        for one in arrears
    ]


def _standing(one: Arrear) -> str:
    if one.bill:
        return gettext("{number}（已生成缴款单 {bill}）").format(number=one.number, bill=one.bill)
    return gettext("{number}（尚未申报）").format(number=one.number) if one.to_declare else one.number


def late_fee_rows(fees: Sequence[LateFee]) -> list[Row]:
    """Late fees that were paid, for a table with LATE_FEE_COLUMNS."""
    return [
        Row(
            (
                law().codes("scheme").name_of(fee.scheme),
                formats.money_of_fen(fee.owed_fen),
                f"{formats.day(fee.from_day)} – {formats.day(fee.to_day)}",
                fee.days,
                formats.money_of_fen(fee.fen),
            )
        )
        for fee in fees
    ]


def payment_context(notice: Notice, today: date) -> dict[str, Any]:
    """What `portal/parts/payments.html` shows beside a notice: how it was paid, how late it is, how to declare."""
    found = queries.payments_of(notice)
    request = queries.requests_of([notice.pk]).get(notice.pk)
    return {
        "paid": found.payment if found else None,
        "late_fee_columns": LATE_FEE_COLUMNS,
        "late_fee_rows": late_fee_rows(found.late_fees) if found else [],
        "late": queries.late_as_of(notice, today),
        "may_declare": notice.state == NoticeState.TO_DECLARE
        and (request is None or request.state != RequestState.WAITING),
        "declare_request": request,
        "today": today,
    }

"""What the pages of 「单位欠缴社保费处理」 show: months that are owed, what they cost on a day, bills. No queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.collection.models import Bill, BillItem, BillState
from shebao.collection.queries import Arrear
from shebao.declarations.models import Declaration, Finding
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.portal import presenters
from shebao.services.arrears import catalogue
from shebao.services.arrears.models import ArrearLine
from shebao.services.arrears.queries import LineOn
from shebao.services.arrears.rules import payable
from shebao.web import formats
from shebao.web.parts import Cell, Column, FindingView, Link, Row, TimelineEntry, Tone
from shebao.web.templatetags.page import badge

ARREAR_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("欠费金额（元）"), "money"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
    Column(gettext_lazy("合计（元）"), "money"),
    Column(gettext_lazy("状态"), "state"),
)
COST_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("欠费金额（元）"), "money"),
    Column(gettext_lazy("今日缴纳滞纳金（元）"), "money"),
    Column(gettext_lazy("所选日期缴纳滞纳金（元）"), "money"),
    Column(gettext_lazy("所选日期合计（元）"), "money"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("欠费金额（元）"), "money"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("说明")),
)
ITEM_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("费款（元）"), "money"),
    Column(gettext_lazy("滞纳金起算日"), "date"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
)
FILING_COLUMNS: Final = (
    Column(gettext_lazy("业务流水号"), "code"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("缴款单号"), "code"),
    Column(gettext_lazy("费款（元）"), "money"),
    Column(gettext_lazy("缴款单状态"), "state"),
    Column(gettext_lazy("时间"), "date"),
)
BILL_COLUMNS: Final = (
    Column(gettext_lazy("缴款单号"), "code"),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("费款（元）"), "money"),
    Column(gettext_lazy("生成时间"), "date"),
)
MEDICAL_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("医保反馈"), "state"),
    Column(gettext_lazy("说明")),
)
BILL_TONES: Final[Mapping[str, Tone]] = {
    BillState.ASKED: "warning",
    BillState.PAID: "success",
    BillState.RECALLED: "neutral",
}


def month_url(month: Month) -> str:
    """The page of everybody who is owed for in a month."""
    return reverse("arrears-month", args=[int(month)])


def arrear_rows(arrears: Sequence[Arrear], ticked: Collection[Month] = (), *, details: bool = True) -> list[Row]:
    """What is owed, for a table with ARREAR_COLUMNS; what can be paid has a box; `details`: links to people.

    Below the month stands the number to be paid by: that of the bill where there is one, else of the notice.
    """
    return [
        Row(
            (
                Cell(one.month.chinese, sub=one.bill or one.number),
                one.persons,
                formats.money_of_fen(one.owed_fen),
                Cell(formats.money_of_fen(one.late_fee_fen), sub=_since(one)),
                formats.money_of_fen(one.total_fen),
                _state(one),
            ),
            actions=(Link(gettext_lazy("详情"), month_url(one.month)), *_first(one)) if details else (),
            select=str(int(one.month)) if payable(one) else "",
            selected=payable(one) and one.month in ticked,
        )
        for one in arrears
    ]


def _first(one: Arrear) -> tuple[Link, ...]:
    """What has to be done before it can be paid."""
    if not one.to_declare:
        return ()
    return (Link(gettext_lazy("先向税务申报"), reverse("declare-notice", args=[one.number])),)


def _since(one: Arrear) -> str:
    """Since when the late fee runs, and for how many days."""
    return _("自 %(day)s 起，%(n)s 天") % {"day": formats.day(one.first_day), "n": formats.count(one.days)}


def _state(one: Arrear) -> SafeString:
    if one.bill:
        return badge(_("已生成缴款单"), "info")
    return badge(_("尚未申报"), "warning") if one.to_declare else badge(_("欠费"), "error")


def cost_rows(today: Sequence[LineOn], chosen: Sequence[LineOn]) -> list[Row]:
    """What the good lines cost today and on a chosen day, for a table with COST_COLUMNS, with a sum at its end."""
    rows = [
        Row(
            (
                Cell(Month.from_int(now.line.month).chinese, sub=_days(now, then)),
                now.line.persons or 0,
                formats.money_of_fen(now.line.principal_fen),
                formats.money_of_fen(now.late.fen),
                formats.money_of_fen(then.late.fen),
                formats.money_of_fen(then.total_fen),
            )
        )
        for now, then in zip(today, chosen, strict=True)
    ]
    principal = sum(one.line.principal_fen or 0 for one in today)
    late, later = (sum(one.late.fen for one in lines) for lines in (today, chosen))
    sums = (principal, late, later, principal + later)
    return [*rows, Row((_("合计"), "", *(formats.money_of_fen(fen) for fen in sums)), tone="info")]


def _days(now: LineOn, then: LineOn) -> str:
    if not then.late.terms.rate_ppm:
        return _("该月不加收滞纳金")
    days = str(now.late.days) if now.late.days == then.late.days else f"{now.late.days} → {then.late.days}"
    return _("自 %(day)s 起，%(days)s 天") % {"day": formats.day(now.late.terms.first), "days": days}


def line_rows(lines: Iterable[ArrearLine], findings: Mapping[int, Sequence[Finding]]) -> list[Row]:
    """Lines of a filing with what was found, for a table with LINE_COLUMNS."""
    return [
        Row(
            (
                Cell(Month.from_int(line.month).chinese, sub=line.notice_number),
                formats.money_of_fen(line.principal_fen),
                presenters.line_badge(line),
                _messages(findings.get(line.line_no, ())) or formats.NOTHING,
            )
        )
        for line in lines
    ]


def _messages(findings: Iterable[Finding]) -> str:
    told = [catalogue.explain(one.code, one.field, one.params) for one in findings]
    return " ".join(f"{each.message}{each.what_to_do}" for each in told)


def finding_views(findings: Iterable[Finding], months: Mapping[int, int]) -> list[FindingView]:
    """Findings in the clerk's words, with the month that each is about."""
    views = []
    for one in findings:
        told = catalogue.explain(one.code, one.field, one.params)
        who = Month.from_int(months[one.line_no]).chinese if one.line_no in months else ""
        views.append(
            FindingView(one.severity, told.message, told.what_to_do, who=who, source=told.source, code=one.code)
        )
    return views


def bill_badge(bill: Bill) -> SafeString:
    """Where a bill stands."""
    return badge(BillState(bill.state).label, BILL_TONES[bill.state])


def bill_rows(bills: Iterable[Bill]) -> list[Row]:
    """Bills of a filing, for a table with BILL_COLUMNS."""
    return [
        Row((one.number, bill_badge(one), formats.money_of_fen(one.principal_fen), formats.moment(one.asked_at)))
        for one in bills
    ]


def item_rows(items: Iterable[BillItem], late: Mapping[int, int], *, recalled: bool = False) -> list[Row]:
    """The notices on a bill with their late fees, for a table with ITEM_COLUMNS; `recalled`: it asks for none."""
    return [
        Row(
            (
                Month.from_int(item.month).chinese,
                formats.money_of_fen(item.principal_fen),
                formats.day(item.late_from) if item.daily_ppm else _("不加收"),
                formats.NOTHING if recalled else formats.money_of_fen(late.get(item.notice_id, 0)),
            )
        )
        for item in items
    ]


def recalled_for_good(bills: Sequence[Bill]) -> list[TimelineEntry]:
    """The end of a filing whose last bill was recalled, for its 进度; `bills`: newest first."""
    last = bills[0] if bills and bills[0].state == BillState.RECALLED else None
    if last is None:
        return []
    title = _("缴款单 %(number)s 已撤回，其中未缴的费款恢复为欠费") % {"number": last.number}
    return [TimelineEntry(title=title, at=last.recalled_at, state="done")]


def filing_rows(filings: Iterable[Declaration], bills: Mapping[int, Bill]) -> list[Row]:
    """Filings of this service with their bills, for a table with FILING_COLUMNS."""
    return [_filing_row(one, bills.get(one.pk)) for one in filings]


def _filing_row(one: Declaration, bill: Bill | None) -> Row:
    return Row(
        (
            one.number,
            presenters.state_badge(one),
            bill.number if bill else formats.NOTHING,
            formats.money_of_fen(bill.principal_fen) if bill else formats.NOTHING,
            bill_badge(bill) if bill else formats.NOTHING,
            formats.moment(one.submitted_at or one.saved_at),
        ),
        url=reverse("arrears-filing", args=[one.number]),
    )


def medical_rows(messages: Iterable[Message]) -> list[Row]:
    """What the medical authority said of each person, for a table with MEDICAL_COLUMNS; numbers masked."""
    rows = []
    for message in messages:
        view, person = presenters.medical_of(message), message.payload
        rows.append(
            Row(
                (
                    person["name"],
                    presenters.masked_number(person["document_type"], person["document_number"]),
                    months_of(message),
                    badge(view.label, view.tone),
                    f"{view.text}{view.reason}",
                )
            )
        )
    return rows


def medical_tallies(counts: Mapping[str, int]) -> list[dict[str, object]]:
    """How many persons stand where with the medical authority."""
    return [
        {"label": view.label, "tone": view.tone, "number": counts[state]}
        for state in ("done", "failed", "sent", "waiting", "stuck")
        if counts.get(state)
        for view in [presenters.medical(state, "")]
    ]


def months_of(message: Message) -> str:
    """The months that a message is about."""
    return "、".join(Month.from_int(month).chinese for month in message.payload["months"])

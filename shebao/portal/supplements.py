"""What the pages of 「单位申报个人补缴申请」 show: months to tick, money of a preview, lines, reasons. No queries."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.contributions.models import Tariff
from shebao.declarations.models import Declaration, Finding
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.portal import presenters
from shebao.portal.pages import address
from shebao.services.supplements import catalogue
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.services.supplements.queries import MonthSum
from shebao.web import formats
from shebao.web.parts import Cell, Column, FindingView, Row

PPM_A_PERCENT: Final = 10_000

REFUSED_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("不能补缴的原因")),
)
ITEM_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("缴费基数（元）"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
    Column(gettext_lazy("合计（元）"), "money"),
)
SUM_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("基数合计（元）"), "number"),
    Column(gettext_lazy("单位（元）"), "money"),
    Column(gettext_lazy("个人（元）"), "money"),
    Column(gettext_lazy("滞纳金（元）"), "money"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("行号"), "number"),
    Column(gettext_lazy("姓名、证件号码")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("补缴月份")),
    Column(gettext_lazy("月缴费工资（元）"), "money"),
    Column(gettext_lazy("应缴（元）"), "money"),
    Column(gettext_lazy("说明")),
)
MEDICAL_COLUMNS: Final = (
    Column(gettext_lazy("姓名、证件号码")),
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("医保反馈"), "state"),
    Column(gettext_lazy("说明")),
)


def reason(item: SupplementItem) -> str:
    """Why a month and scheme cannot be made up."""
    return catalogue.reason(item.code, item.detail)


def refused_rows(items: Iterable[SupplementItem]) -> list[Row]:
    """What cannot be made up, months that follow each other for the same reason in one row."""
    spans: list[tuple[str, list[str], list[int]]] = []
    by_month = groupby(sorted(items, key=lambda one: -one.month), key=lambda one: one.month)
    for month, held in by_month:
        for told, parts in groupby(sorted(held, key=lambda one: (reason(one), one.scheme)), key=reason):
            schemes = [item.scheme for item in parts]
            before = next((span for span in spans if span[:2] == (told, schemes) and _follows(month, span[2])), None)
            if before:
                before[2].append(month)
            else:
                spans.append((told, schemes, [month]))
    return [Row((_span(months), presenters.scheme_names(schemes), told)) for told, schemes, months in spans]


def _follows(month: int, months: Sequence[int]) -> bool:
    return Month.from_int(months[-1]) - Month.from_int(month) == 1


def _span(months: Sequence[int]) -> str:
    first, last = formats.month(min(months)), formats.month(max(months))
    return first if first == last else _("%(first)s 至 %(last)s") % {"first": first, "last": last}


def item_rows(declaration: Declaration, items: Iterable[SupplementItem], tariffs: Mapping[int, Tariff]) -> list[Row]:
    """Month by month and scheme by scheme what has to be paid; each leads to how it came about."""
    return [_item_row(declaration, item, tariffs.get(item.tariff_id or 0)) for item in items]


def _item_row(declaration: Declaration, item: SupplementItem, tariff: Tariff | None) -> Row:
    employer, personal = item.employer_fen or 0, item.personal_fen or 0
    rates = (rate(tariff.employer_ppm), rate(tariff.personal_ppm)) if tariff else ("", "")
    bounds = f"{formats.count(tariff.lower)}—{formats.count(tariff.upper)}" if tariff else ""
    deferred = _("缓缴，暂不缴纳") if item.deferred else ""
    return Row(
        (
            formats.month(item.month),
            presenters.scheme_names([item.scheme]),
            Cell(formats.count(item.base), sub=_("上下限 %(bounds)s") % {"bounds": bounds}),
            Cell(formats.money_of_fen(employer), sub=deferred or rates[0]),
            Cell(formats.money_of_fen(personal), sub=rates[1]),
            Cell(formats.money_of_fen(item.late_fen), sub=_days(item)),
            formats.money_of_fen(employer + personal + item.late_fen),
        ),
        url=reverse("supplement-amount", args=[declaration.number, item.line_no, item.month, item.scheme]),
    )


def rate(ppm: int) -> str:
    """Millionths as percent: 16%, 0.5%, 0.05%."""
    return f"{Decimal(ppm) / PPM_A_PERCENT:.4f}".rstrip("0").rstrip(".") + "%"


def _days(item: SupplementItem) -> str:
    return _("逾期 %(n)s 天") % {"n": item.late_days} if item.late_days else _("未逾期")


def sum_rows(sums: Iterable[MonthSum]) -> list[Row]:
    """The sums of a filing by month and scheme, for a table with SUM_COLUMNS."""
    return [
        Row(
            (
                formats.month(one.month),
                presenters.scheme_names([one.scheme]),
                formats.count(one.persons),
                formats.count(one.bases),
                formats.money_of_fen(one.employer_fen),
                formats.money_of_fen(one.personal_fen),
                formats.money_of_fen(one.late_fen),
            )
        )
        for one in sums
    ]


def line_rows(
    declaration: Declaration, lines: Iterable[SupplementLine], findings: Mapping[int, Sequence[Finding]]
) -> list[Row]:
    """Lines of a filing for a table with LINE_COLUMNS; numbers masked."""
    return [_line_row(declaration, line, findings.get(line.line_no, ())) for line in lines]


def _line_row(declaration: Declaration, line: SupplementLine, findings: Sequence[Finding]) -> Row:
    raw = line.raw or {}
    late = _("另加滞纳金 %(amount)s") % {"amount": formats.money_of_fen(line.late_fen)} if line.late_fen else ""
    return Row(
        (
            line.sheet_row or line.line_no,
            Cell(
                line.name or formats.NOTHING,
                sub=presenters.masked_number(line.document_type, line.document_number),
            ),
            presenters.line_badge(line),
            _months_of(line),
            formats.money(line.wage) if line.wage is not None else raw.get("wage", _("各月不同")),
            Cell(formats.money_of_fen(line.employer_fen + line.personal_fen), sub=late),
            messages_of(findings) or formats.NOTHING,
        ),
        url=reverse("supplement-line", args=[declaration.number, line.line_no]),
    )


def _months_of(line: SupplementLine) -> str:
    if line.first_month is None or line.last_month is None:
        return formats.NOTHING
    return _span([line.first_month, line.last_month])


def messages_of(findings: Iterable[Finding]) -> str:
    """What was found about a line, in one text."""
    told = [catalogue.explain(one.code, one.field, one.params) for one in findings]
    return " ".join(f"{each.message}{each.what_to_do}" for each in told)


def finding_views(findings: Iterable[Finding], lines: Mapping[int, SupplementLine]) -> list[FindingView]:
    """Findings in the clerk's words."""
    return [_finding_view(one, lines.get(one.line_no)) for one in findings]


def _finding_view(finding: Finding, line: SupplementLine | None) -> FindingView:
    told = catalogue.explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy=told.what_to_do,
        line=line.sheet_row if line else None,
        who=line.name if line else "",
        field=told.field_title,
        source=told.source,
        code=finding.code,
    )


def tallies(declaration: Declaration, counts: Sequence[tuple[str, str, int]]) -> list[dict[str, object]]:
    """The kinds of findings with their numbers and the address of their lines."""
    here = reverse("supplement-lines", args=[declaration.number])
    return [
        {
            "severity": severity,
            "text": presenters.pattern(str(catalogue.CATALOGUE[code].message)),
            "number": number,
            "url": address(here, code=code),
        }
        for severity, code, number in counts
    ]


def medical_rows(
    lines: Iterable[SupplementLine], messages: Mapping[int, Message], paid: Mapping[int, Sequence[int]]
) -> list[Row]:
    """What the medical authority said, person by person and month by month, in the words that bind."""
    rows = []
    for line in lines:
        message = messages.get(line.line_no)
        view = presenters.medical_of(message)
        months = [one["month"] for one in message.payload["months"]] if message else paid.get(line.line_no, ())
        who = Cell(line.name, sub=presenters.masked_number(line.document_type, line.document_number))
        badge = presenters.medical_badge(message.state, message.failure_kind) if message else view.label
        told = f"{view.text}{view.reason}" if message else _("缴费后自动传送医保部门。")
        rows += [Row((who, formats.month(month), badge, told)) for month in months]
    return rows

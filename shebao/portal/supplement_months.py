"""Months to be ticked, each with its wage: the table on the page of one person. No queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Finding
from shebao.kernel.money import from_fen
from shebao.kernel.months import Month
from shebao.portal import presenters
from shebao.portal.supplements import reason
from shebao.services.supplements import catalogue
from shebao.services.supplements.fields import WAGE
from shebao.services.supplements.models import ItemState, SupplementItem
from shebao.web import formats
from shebao.web.parts import Column, Row

MONTH_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期")),
    Column(gettext_lazy("可以补缴的险种")),
    Column(gettext_lazy("月缴费工资（元）"), "money"),
    Column(gettext_lazy("说明")),
)


def month_rows(
    items: Sequence[SupplementItem], payload: Mapping[str, str], ticked: Collection[int], wrong: Mapping[int, str]
) -> list[Row]:
    """The months of which something can be made up, newest first, for a table with MONTH_COLUMNS."""
    by_month: defaultdict[int, list[SupplementItem]] = defaultdict(list)
    for item in items:
        by_month[item.month].append(item)
    return [
        _month_row(month, parts, payload, wrong.get(month, ""), ticked=month in ticked)
        for month, parts in sorted(by_month.items(), reverse=True)
        if any(item.state != ItemState.REFUSED for item in parts)
    ]


def _month_row(
    month: int, items: Sequence[SupplementItem], payload: Mapping[str, str], wrong: str, *, ticked: bool
) -> Row:
    free = [item for item in items if item.state != ItemState.REFUSED]
    fixed = next((item.fixed_wage_fen for item in free if item.fixed_wage_fen), None)
    said = {
        why: presenters.scheme_names(item.scheme for item in held)
        for why, held in groupby(sorted((item for item in items if item.code), key=reason), key=reason)
    }
    told = [f"{schemes}：{why}" for why, schemes in said.items()]
    if fixed:
        told.insert(0, _("当月已按此工资缴纳其他险种"))
    return Row(
        (
            _tick(month, ticked=ticked),
            presenters.scheme_names(item.scheme for item in free),
            _wage_input(month, payload.get(f"{WAGE}{month}", ""), fixed, wrong),
            "；".join(told) or formats.NOTHING,
        ),
        tone="error" if wrong else "",
    )


def _tick(month: int, *, ticked: bool) -> SafeString:
    return format_html(
        '<label class="choice" for="month-{}"><input type="checkbox" name="month" value="{}" id="month-{}" {}>'
        " {}</label>",
        month,
        month,
        month,
        "checked" if ticked else "",
        formats.month(month),
    )


def _wage_input(month: int, typed: str, fixed: int | None, wrong: str) -> SafeString:
    name = f"{WAGE}{month}"
    told = format_html('<span class="field-errors" id="{}-wrong">{}</span>', name, wrong) if wrong else ""
    return format_html(
        '<input class="input wage-input" name="{}" id="{}" value="{}" aria-label="{}" {} inputmode="decimal"'
        ' autocomplete="off" maxlength="40">{}',
        name,
        name,
        typed or (str(from_fen(fixed)) if fixed else ""),
        _("%(month)s月缴费工资（元）") % {"month": Month.from_int(month).chinese},
        format_html('aria-invalid="true" aria-describedby="{}-wrong"', name) if wrong else "",
        told,
    )


def wrong_wages(findings: Iterable[Finding]) -> dict[int, str]:
    """What is wrong with the wage of a month, by month."""
    found: dict[int, str] = {}
    for finding in findings:
        month = (finding.field or "").removeprefix(WAGE)
        if finding.severity == "hard" and month != finding.field and month.isdigit():
            told = catalogue.explain(finding.code, finding.field, finding.params)
            found[int(month)] = f"{told.message}{told.what_to_do}"
    return found

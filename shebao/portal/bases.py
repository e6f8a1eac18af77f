"""What the pages of 「缴费基数申报」 show: rows of employees with their wages, lines of a filing, sums. No queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration, Finding
from shebao.employment.queries import ContractRow
from shebao.kernel.money import from_fen
from shebao.portal import presenters
from shebao.portal.pages import address
from shebao.services.bases import catalogue
from shebao.services.bases.bounds import Limits, base_of
from shebao.services.bases.models import WageLine
from shebao.services.bases.queries import CurrentWage, Totals
from shebao.web import formats
from shebao.web.parts import Cell, Column, FindingView, Row

FIELD: Final = "wage-"
"""Before the contract's number in the name of its input."""

EMPLOYEE_COLUMNS: Final = (
    Column(gettext_lazy("姓名")),
    Column(gettext_lazy("证件号码"), "code"),
    Column(gettext_lazy("现月缴费工资"), "money"),
    Column(gettext_lazy("现缴费基数"), "number"),
    Column(gettext_lazy("申报月平均工资（元）"), "money"),
)
LINE_COLUMNS: Final = (
    Column(gettext_lazy("行号"), "number"),
    Column(gettext_lazy("姓名、证件号码")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("月工资"), "money"),
    Column(gettext_lazy("新缴费基数"), "number"),
    Column(gettext_lazy("每月缴费变化"), "money"),
    Column(gettext_lazy("说明")),
)
SUM_COLUMNS: Final = (
    Column(gettext_lazy("项目")),
    Column(gettext_lazy("申报前"), "money"),
    Column(gettext_lazy("申报后"), "money"),
    Column(gettext_lazy("变化"), "money"),
)


def employee_rows(
    contracts: Sequence[ContractRow],
    wages: Mapping[int, CurrentWage],
    typed: Mapping[int, str],
    wrong: Mapping[int, str],
    month: int,
    limits: Limits,
) -> list[Row]:
    """Employees for a table with EMPLOYEE_COLUMNS, each with the input of its new wage.

    Where nothing was typed yet the input begins with the wage that counts now. `wrong` says what the check found.
    """
    return [
        Row(
            (
                one.name,
                presenters.masked_number(one.document_type, one.document_number),
                _wage_now(wages.get(one.id)),
                _base_now(one, wages.get(one.id), month, limits),
                _input(one, typed.get(one.id, _plain(wages.get(one.id))), wrong.get(one.id, "")),
            ),
            tone="error" if one.id in wrong else "",
        )
        for one in contracts
    ]


def _plain(wage: CurrentWage | None) -> str:
    return str(from_fen(wage.wage_fen)) if wage else ""


def _wage_now(wage: CurrentWage | None) -> Cell | str:
    if wage is None:
        return formats.NOTHING
    return Cell(formats.money_of_fen(wage.wage_fen), sub=_("自%(month)s") % {"month": formats.month(wage.from_month)})


def _base_now(one: ContractRow, wage: CurrentWage | None, month: int, limits: Limits) -> Cell | str:
    if wage is None:
        return formats.NOTHING
    at = max(month, one.insured_from)
    bases: dict[int, list[str]] = {}
    for scheme in one.schemes:
        pair = limits.of(scheme, at, wage.payer_category)
        if pair:
            bases.setdefault(base_of(wage.wage_fen, pair), []).append(scheme)
    return _by_scheme(bases)


def _by_scheme(bases: Mapping[int, Sequence[str]]) -> Cell | str:
    """One base for all schemes by itself, different ones with their schemes."""
    if len(bases) <= 1:
        return "".join(formats.count(base) for base in bases) or formats.NOTHING
    first, *others = [f"{presenters.scheme_names(codes)} {formats.count(base)}" for base, codes in bases.items()]
    return Cell(first, sub="；".join(others))


def _input(one: ContractRow, value: str, wrong: str) -> SafeString:
    name = f"{FIELD}{one.id}"
    told = format_html('<span class="field-errors" id="{}-wrong">{}</span>', name, wrong) if wrong else ""
    return format_html(
        '<input class="input wage-input" name="{}" id="{}" value="{}" aria-label="{}" {} inputmode="decimal"'
        ' autocomplete="off" maxlength="100">{}',
        name,
        name,
        value,
        _("%(name)s 申报月平均工资（元）") % {"name": one.name},
        format_html('aria-invalid="true" aria-describedby="{}-wrong"', name) if wrong else "",
        told,
    )


def line_rows(lines: Iterable[WageLine], findings: Mapping[int, Sequence[Finding]]) -> list[Row]:
    """Lines of a filing for a table with LINE_COLUMNS; numbers masked."""
    return [_line_row(line, findings.get(line.line_no, ())) for line in lines]


def _line_row(line: WageLine, findings: Sequence[Finding]) -> Row:
    before = formats.money_of_fen(line.wage_before_fen)
    return Row(
        (
            line.sheet_row or line.line_no,
            Cell(
                line.name or formats.NOTHING,
                sub=presenters.masked_number(line.document_type, line.document_number),
            ),
            presenters.line_badge(line),
            Cell(_typed_wage(line), sub=_("原 %(wage)s") % {"wage": before}),
            _bases_after(line),
            _change_of(line),
            messages_of(findings) or formats.NOTHING,
        )
    )


def _typed_wage(line: WageLine) -> str:
    return formats.money(line.wage) if line.wage is not None else (line.raw or {}).get("wage", formats.NOTHING)


def _bases_after(line: WageLine) -> Cell | str:
    bases: dict[int, list[str]] = {}
    for scheme, (_before, after) in (line.bases or {}).items():
        if after is not None:
            bases.setdefault(after, []).append(scheme)
    return _by_scheme(bases)


def _change_of(line: WageLine) -> Cell | str:
    if line.employer_after_fen is None:
        return formats.NOTHING
    employer = line.employer_after_fen - (line.employer_before_fen or 0)
    personal = (line.personal_after_fen or 0) - (line.personal_before_fen or 0)
    return Cell(
        _("单位 %(amount)s") % {"amount": signed(employer)}, sub=_("个人 %(amount)s") % {"amount": signed(personal)}
    )


def signed(fen: int) -> str:
    """An amount with its sign: +320.00, -12.50, 0.00."""
    return f"+{formats.money_of_fen(fen)}" if fen > 0 else formats.money_of_fen(fen)


def sum_rows(totals: Totals) -> list[Row]:
    """What a filing changes a month, for a table with SUM_COLUMNS: bases by scheme, both shares, all together."""
    rows = [
        _sum_row(_("%(scheme)s缴费基数合计") % {"scheme": presenters.scheme_names([scheme])}, old * 100, new * 100)
        for scheme, (old, new) in totals.bases.items()
    ]
    employer, personal = (
        (totals.employer_before, totals.employer_after),
        (totals.personal_before, totals.personal_after),
    )
    return [
        *rows,
        _sum_row(_("单位每月应缴"), *employer),
        _sum_row(_("个人每月应缴"), *personal),
        _sum_row(_("每月应缴合计"), employer[0] + personal[0], employer[1] + personal[1]),
    ]


def _sum_row(label: str, before: int, after: int) -> Row:
    return Row((label, formats.money_of_fen(before), formats.money_of_fen(after), signed(after - before)))


def messages_of(findings: Iterable[Finding]) -> str:
    """What was found about a line, in one text."""
    told = [catalogue.explain(one.code, one.field, one.params) for one in findings]
    return " ".join(f"{each.message}{each.what_to_do}" for each in told)


def finding_views(findings: Iterable[Finding], lines: Mapping[int, WageLine], *, by_page: bool) -> list[FindingView]:
    """Findings in the clerk's words; those of a filing by page lead to the employee's input."""
    return [_finding_view(one, lines.get(one.line_no), by_page=by_page) for one in findings]


def _finding_view(finding: Finding, line: WageLine | None, *, by_page: bool) -> FindingView:
    told = catalogue.explain(finding.code, finding.field, finding.params)
    return FindingView(
        severity=finding.severity,
        message=told.message,
        remedy=told.what_to_do,
        line=line.sheet_row if line else None,
        who=line.name if line else "",
        field=told.field_title,
        url=address(reverse("bases"), q=line.name) if line and by_page else "",
        source=told.source,
        code=finding.code,
    )


def tallies(declaration: Declaration, counts: Sequence[tuple[str, str, int]]) -> list[dict[str, object]]:
    """The kinds of findings with their numbers and the address of their lines."""
    here = reverse("bases-lines", args=[declaration.number])
    return [
        {
            "severity": severity,
            "text": presenters.pattern(str(catalogue.CATALOGUE[code].message)),
            "number": number,
            "url": address(here, code=code) if code != "after_window" else "",
        }
        for severity, code, number in counts
    ]

"""What stands in a supplement: its lines, each amount explained, what cannot be made up, and the workbooks of both."""

from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.contributions.models import Tariff
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration
from shebao.portal import exports, line_lists, presenters, supplement_workbooks, supplements
from shebao.portal import queries as portal_queries
from shebao.portal.downloads import download
from shebao.portal.marking import marked_workbook
from shebao.portal.pages import LARGEST_LINE, found, page
from shebao.portal.views.supplements import own_supplement
from shebao.services.supplements import catalogue, queries
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.services.supplements.sources import SHEET_COLUMNS
from shebao.web import explained

SIZE: Final = 50
MOST_REFUSED: Final = 1_000


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every line with what it comes to and what was found; by state or by finding."""
    listing = line_lists.Listing(SupplementLine, catalogue.CATALOGUE, "supplement-lines", _("申报明细"), lines_table)
    return line_lists.show(request, own_supplement(request, number), listing)


@policy.clerk
@require_GET
def line(request: ClerkRequest, number: str, line_no: int) -> HttpResponse:
    """One person of a filing: every month and scheme with its money, and what cannot be made up."""
    declaration = own_supplement(request, number)
    one = found(queries.line(declaration.pk, min(line_no, LARGEST_LINE)))
    context = {
        "declaration": declaration,
        "line": one,
        "badge": presenters.line_badge(one),
        "number_kind": presenters.number_kind(one.document_type),
        "findings": supplements.finding_views(filings.findings(declaration.pk, line_no=one.line_no), {}),
        **items_table(declaration, one),
    }
    return page(request, "supplements/line", context)


@policy.clerk
@require_GET
def amount(request: ClerkRequest, number: str, line_no: int, month: int, scheme: str) -> HttpResponse:
    """How one amount of the preview came about, by the law of its month."""
    declaration = own_supplement(request, number)
    one = found(queries.line(declaration.pk, min(line_no, LARGEST_LINE)))
    item = found(queries.item(declaration.pk, one.line_no, min(month, LARGEST_LINE), scheme[:3]))
    tariff = found(Tariff.objects.filter(pk=item.tariff_id or 0).first())
    explanation = queries.explanation(one, item, tariff)
    late = queries.late_terms_of(item)
    context = {
        "declaration": declaration,
        "line": one,
        "item": item,
        "scheme_name": presenters.code_name("scheme", item.scheme),
        "steps": explained.step_views(explanation),
        "line_columns": explained.LINE_COLUMNS,
        "total": explanation.total,
        "late": late,
        "late_rate": supplements.rate(late.rate_ppm),
    }
    return page(request, "supplements/amount", context)


@policy.clerk
@require_GET
def refused(request: ClerkRequest, number: str) -> HttpResponse:
    """「不能补缴情况」: every month and scheme that cannot be made up, with its reason."""
    declaration = own_supplement(request, number)
    items = queries.refused(declaration.pk, size=MOST_REFUSED)
    people = queries.by_number(declaration.pk, sorted({item.line_no for item in items}))
    context = {
        "declaration": declaration,
        "columns": supplements.REFUSED_COLUMNS,
        "groups": [
            (people[line_no], supplements.refused_rows(item for item in items if item.line_no == line_no))
            for line_no in sorted(people)
        ],
    }
    return page(request, "supplements/refused", context)


@policy.clerk
@require_GET
def refused_export(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The same as a workbook, with full numbers; the look is recorded."""
    declaration = own_supplement(request, number)
    audit.look(
        request.actor, "supplement_refused_export", subject=f"declaration:{declaration.pk}", persons=declaration.lines
    )
    rows = supplement_workbooks.refused_rows(declaration.pk)
    source = exports.write_table(_("不能补缴情况"), supplement_workbooks.refused_headings(), rows)
    return download(source, _("申报%(number)s不能补缴情况.xlsx") % {"number": number}, "xlsx")


@policy.clerk
@require_GET
def marked(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The uploaded workbook with an error column and the bad cells marked; `?only=bad` leaves out the good lines."""
    declaration = own_supplement(request, number)
    return marked_workbook(request, declaration, SHEET_COLUMNS, supplement_workbooks.problems(declaration.pk))


def lines_table(declaration: Declaration, shown: list[SupplementLine]) -> dict[str, object]:
    """Lines as a table, with what was found of each."""
    findings = portal_queries.findings_of_lines(declaration.pk, [line.line_no for line in shown])
    rows = supplements.line_rows(declaration, shown, findings)
    return {"columns": supplements.LINE_COLUMNS, "rows": rows}


def items_table(declaration: Declaration, one: SupplementLine) -> dict[str, object]:
    """What one line makes up, month by month, and what it cannot."""
    items = queries.items(declaration.pk, one.line_no)
    taken = [item for item in items if item.state in queries.TAKEN]
    return {
        "item_columns": supplements.ITEM_COLUMNS,
        "item_rows": supplements.item_rows(declaration, taken, _tariffs(taken)),
        "refused_columns": supplements.REFUSED_COLUMNS,
        "refused": supplements.refused_rows(item for item in items if item.code),
    }


def _tariffs(items: list[SupplementItem]) -> dict[int, Tariff]:
    return Tariff.objects.in_bulk({item.tariff_id for item in items if item.tariff_id})

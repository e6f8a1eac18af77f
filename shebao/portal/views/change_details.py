"""What stands in a workbook of changes: its lines, the template, and the uploaded one with what is wrong marked."""

import io
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations.models import Declaration
from shebao.kernel import clock
from shebao.portal import change_workbooks, changes, line_lists
from shebao.portal import queries as portal_queries
from shebao.portal.downloads import download
from shebao.portal.marking import marked_workbook
from shebao.portal.views.changes import own_filing
from shebao.services.person_changes import catalogue, queries
from shebao.services.person_changes.models import ChangeLine
from shebao.services.person_changes.sources import SHEET_COLUMNS

SIZE: Final = 50


@policy.clerk
@require_GET
def template(_request: ClerkRequest) -> HttpResponseBase:
    """The empty workbook with its drop-down lists."""
    source = io.BytesIO(change_workbooks.template(clock.today()))
    return download(source, _("个人基本信息变更.xlsx"), "xlsx")


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every line with what it changes and what was found; by state or by finding."""
    listing = line_lists.Listing(ChangeLine, catalogue.CATALOGUE, "change-lines", _("变更明细"), lines_table)
    return line_lists.show(request, own_filing(request, number), listing)


@policy.clerk
@require_GET
def marked(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The uploaded workbook with an error column and the bad cells marked; `?only=bad` leaves out the good lines."""
    declaration = own_filing(request, number)
    return marked_workbook(request, declaration, SHEET_COLUMNS, change_workbooks.problems(declaration.pk))


def lines_table(declaration: Declaration, shown: list[ChangeLine]) -> dict[str, object]:
    """Lines as a table, with what each changes and what was found of it."""
    line_nos = [line.line_no for line in shown]
    findings = portal_queries.findings_of_lines(declaration.pk, line_nos)
    rows = changes.line_rows(shown, queries.items(declaration.pk, line_nos), findings)
    return {"columns": changes.LINE_COLUMNS, "rows": rows}

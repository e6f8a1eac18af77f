"""One base declaration as it stands: uploading and repairing its workbook, what its check shows, what came of it."""

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, LineState, State
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.portal import base_workbooks, bases, line_lists, presenters, uploads, walk
from shebao.portal import queries as portal_queries
from shebao.portal.forms import BatchForm, ConfirmForm, client_key, new_client_key
from shebao.portal.marking import marked_workbook
from shebao.portal.pages import any_filing, page, tells_conflicts
from shebao.services.bases import actions, catalogue, queries
from shebao.services.bases.actions import SERVICE
from shebao.services.bases.models import WageLine
from shebao.services.bases.sources import SHEET_COLUMNS
from shebao.services.lines import listed

SIZE: Final = 50
SHOWN: Final = 20


def own_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own base declaration of that number, or 404."""
    declaration = any_filing(request, number)
    if declaration.service != SERVICE:
        raise Http404
    return declaration


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ClerkRequest) -> HttpResponse:
    """The upload page; a POST begins the filing under the form's key and hands the workbook to the worker."""
    if request.method != "POST":
        return _upload_page(request, BatchForm(), new_client_key())
    declaration = declarations.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=False,
        client_key=client_key(request.POST),
        now=clock.now(),
    )
    return _take_in(request, declaration.number)


@policy.clerk
@require_POST
def repaired(request: ClerkRequest, number: str) -> HttpResponse:
    """The repaired workbook in place of the one before; nobody's wage is declared twice."""
    return _take_in(request, number)


@tells_conflicts
def _take_in(request: ClerkRequest, number: str) -> HttpResponse:
    declaration = own_filing(request, number)
    if declaration.workbook_id is not None and request.POST.get("client_key") == declaration.client_key:
        return redirect("bases-filing", number=number)
    try:
        stored = uploads.keep_workbook(request, declaration, request.FILES.get("workbook"))
    except Invalid as refused:
        form = BatchForm()
        form.show("workbook", refused.message, refused.remedy)
        begun = declaration if declaration.workbook_id is not None else None
        return _upload_page(request, form, declaration.client_key, begun, status=refused.status)
    declarations.put_workbook(request.actor, declaration.pk, stored.pk, now=clock.now())
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("bases-filing", number=number)


def _upload_page(
    request: ClerkRequest, form: BatchForm, key: str, declaration: Declaration | None = None, *, status: int = 200
) -> HttpResponse:
    unreadable = declaration is not None and declaration.state == State.UNREADABLE
    context = {
        "form": form,
        "client_key": "" if declaration else key,
        "declaration": declaration,
        "unreadable": presenters.unreadable(declaration) if declaration and unreadable else None,
    }
    return page(request, "bases/upload", context, status=status)


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    declaration = own_filing(request, number)
    return walk.show(request, declaration, _PAGES, _result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """确认申报: hand what was shown to the worker, unless what it rests on has changed."""
    declaration = own_filing(request, number)
    changed = _("核对之后职工的合同、缴费工资或金额有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, declaration, actions.confirm, changed)


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every line with its new bases, what changes, and what was found; by state or by finding."""
    listing = line_lists.Listing(WageLine, catalogue.CATALOGUE, "bases-lines", _("申报明细"), _lines_table)
    return line_lists.show(request, own_filing(request, number), listing)


@policy.clerk
@require_GET
def marked(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The uploaded workbook with an error column and the bad cells marked; `?only=bad` leaves out the good lines."""
    declaration = own_filing(request, number)
    return marked_workbook(request, declaration, SHEET_COLUMNS, base_workbooks.problems(declaration.pk))


def _lines_table(declaration: Declaration, shown: list[WageLine]) -> dict[str, object]:
    findings = portal_queries.findings_of_lines(declaration.pk, [line.line_no for line in shown])
    return {"columns": bases.LINE_COLUMNS, "rows": bases.line_rows(shown, findings)}


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return redirect("bases")
    return _upload_page(request, BatchForm(), "", declaration)


def _unreadable(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return _upload_page(request, BatchForm(), "", declaration)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    counts = portal_queries.finding_counts(declaration.pk)
    hard = filings.findings(declaration.pk, severity="hard", size=SHOWN)
    whole = filings.findings(declaration.pk, line_no=0)
    of_lines = queries.by_number(declaration.pk, [finding.line_no for finding in hard])
    soft = any(severity == "soft" for severity, _code, _number in counts)
    context = {
        "declaration": declaration,
        "whole": bases.finding_views(whole, {}, by_page=False),
        "tallies": bases.tallies(declaration, counts),
        "findings": bases.finding_views(hard, of_lines, by_page=declaration.single),
        "severities": presenters.by_severity(counts),
        "done_before": listed.counts(WageLine, declaration.pk).get(LineState.DONE_BEFORE, 0),
        "sum_columns": bases.SUM_COLUMNS,
        "sum_rows": bases.sum_rows(queries.totals(declaration.pk)) if declaration.good else [],
        **_lines_table(declaration, listed.lines(WageLine, declaration.pk, state=LineState.GOOD, size=SHOWN)),
        "confirm_form": ConfirmForm(initial={"content_version": declaration.content_version}, soft=soft),
        "batch_form": BatchForm(),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "bases/check", context)


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "counts": presenters.line_tallies(listed.counts(WageLine, declaration.pk)),
        **_lines_table(declaration, listed.lines(WageLine, declaration.pk, size=SHOWN)),
        "sum_columns": bases.SUM_COLUMNS,
        "sum_rows": bases.sum_rows(queries.totals(declaration.pk)) if declaration.effective else [],
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "bases/result", context)


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _unreadable,
    State.CHECKING: walk.progress("bases/progress"),
    State.APPLYING: walk.progress("bases/progress"),
    State.CHECKED: _checked,
}

"""One change as it stands: its workbook, what the check shows before it is confirmed, what came of it, who was told."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
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
from shebao.outbox.models import Message
from shebao.portal import changes, presenters, uploads, walk
from shebao.portal import queries as portal_queries
from shebao.portal.forms import BatchForm, ConfirmForm, client_key, new_client_key
from shebao.portal.pages import found, page, tells_conflicts
from shebao.portal.views.change_details import lines_table
from shebao.portal.views.changes import employee_of, files_of, own_filing, values_page
from shebao.services.lines import listed
from shebao.services.person_changes import actions, queries
from shebao.services.person_changes.actions import LINE, SERVICE
from shebao.services.person_changes.models import ChangeLine
from shebao.web import person_values

SHOWN: Final = 20
UNDONE: Final = (State.FAILED, State.CHECKED)
"""What came of these is told by what was found: the latter's person is no longer employed here."""


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ClerkRequest) -> HttpResponse:
    """「批量申请」; a POST begins a filing under the form's key and hands the workbook to the worker."""
    if request.method != "POST":
        return _upload_page(request, None, BatchForm())
    filing = declarations.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=False,
        client_key=client_key(request.POST),
        now=clock.now(),
    )
    return _take_in(request, filing.number)


@policy.clerk
@require_POST
def repaired(request: ClerkRequest, number: str) -> HttpResponse:
    """The repaired workbook in place of the one before."""
    return _take_in(request, number)


@tells_conflicts
def _take_in(request: ClerkRequest, number: str) -> HttpResponse:
    declaration = own_filing(request, number)
    if declaration.workbook_id is not None and request.POST.get("client_key") == declaration.client_key:
        return redirect("change-filing", number=number)
    try:
        stored = uploads.keep_workbook(request, declaration, request.FILES.get("workbook"))
    except Invalid as refused:
        form = BatchForm()
        form.show("workbook", refused.message, refused.remedy)
        begun = declaration if declaration.workbook_id is not None else None
        return _upload_page(request, begun, form, declaration.client_key, status=refused.status)
    declarations.put_workbook(request.actor, declaration.pk, stored.pk, now=clock.now())
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("change-filing", number=number)


def _upload_page(
    request: ClerkRequest, declaration: Declaration | None, form: BatchForm, key: str = "", *, status: int = 200
) -> HttpResponse:
    unreadable = declaration is not None and declaration.state == State.UNREADABLE
    context = {
        "declaration": declaration,
        "form": form,
        "client_key": "" if declaration else key or new_client_key(),
        "unreadable": presenters.unreadable(declaration) if declaration and unreadable else None,
    }
    return page(request, "changes/upload", context, status=status)


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    return walk.show(request, own_filing(request, number), _PAGES, _result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认提交」: hand what was shown to the worker, unless what it rests on has changed."""
    changed = _("核对之后登记的信息或材料有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, own_filing(request, number), actions.confirm, changed)


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return redirect("change-edit", number=declaration.number)
    return _upload_page(request, declaration, BatchForm())


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """What will be changed; a filing by page in which something must be mended goes back to its form."""
    if not declaration.single:
        return _checked_batch(request, declaration)
    if not declaration.good:
        one = employee_of(request, declaration)
        return values_page(request, declaration, one) if one else _result(request, declaration)
    context = {
        **_facts(declaration, old_shown=False, new_shown=True),
        "findings": changes.finding_views(filings.findings(declaration.pk, line_no=LINE), {}),
        "confirm_form": _confirm_form(declaration),
    }
    return page(request, "changes/preview", context)


def _confirm_form(declaration: Declaration) -> ConfirmForm:
    return ConfirmForm(initial={"content_version": declaration.content_version}, soft=walk.has_soft(declaration))


def _checked_batch(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    counts = portal_queries.finding_counts(declaration.pk)
    hard = filings.findings(declaration.pk, severity="hard", size=SHOWN)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "tallies": changes.tallies(declaration, counts),
        "findings": changes.finding_views(hard, queries.by_number(declaration.pk, [one.line_no for one in hard])),
        "severities": presenters.by_severity(counts),
        "done_before": listed.counts(ChangeLine, declaration.pk).get(LineState.DONE_BEFORE, 0),
        **lines_table(declaration, listed.lines(ChangeLine, declaration.pk, state=LineState.GOOD, size=SHOWN)),
        "confirm_form": _confirm_form(declaration),
        "batch_form": BatchForm(),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "changes/check_batch", context)


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if not declaration.single:
        return _result_batch(request, declaration)
    failed = filings.findings(declaration.pk, line_no=LINE, severity="hard")
    told = Message.objects.filter(declaration_id=declaration.pk, line_no=LINE).order_by("system")
    context = {
        **_facts(declaration, old_shown=False, new_shown=False),
        "findings": changes.finding_views(failed, {}) if declaration.state in UNDONE else [],
        "cancellable": declaration.state == State.CHECKED,
        "category_from": queries.category_from(declaration.pk, LINE),
        "reason": presenters.return_reason(filings.timeline(declaration.pk)),
        "editable": declaration.state == State.RETURNED,
        "running": declaration.next_step is not None,
        "told_columns": person_values.TOLD_COLUMNS,
        "told": person_values.told_rows(told),
    }
    return page(request, "changes/result", context)


def _facts(declaration: Declaration, *, old_shown: bool, new_shown: bool) -> dict[str, object]:
    line = found(queries.line(declaration.pk, LINE))
    items = queries.items(declaration.pk, [LINE]).get(LINE, [])
    return {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "line": line,
        "number_kind": presenters.number_kind(line.document_type),
        "change_type": presenters.code_name("person_change_type", line.change_type),
        "columns": person_values.CHANGE_COLUMNS,
        "rows": person_values.change_rows(items, line.document_type, old_shown=old_shown, new_shown=new_shown),
        "storage_columns": person_values.STORAGE_COLUMNS,
        "storage": person_values.storage_rows(person_values.new_name(items)),
        "files": files_of(declaration),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }


def _result_batch(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "running": declaration.next_step is not None,
        "counts": presenters.line_tallies(listed.counts(ChangeLine, declaration.pk)),
        **lines_table(declaration, listed.lines(ChangeLine, declaration.pk, size=SHOWN)),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "changes/result_batch", context)


def _unreadable(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return _upload_page(request, declaration, BatchForm())


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _unreadable,
    State.CHECKING: walk.progress("changes/progress"),
    State.APPLYING: walk.progress("changes/progress"),
    State.CHECKED: _checked,
}

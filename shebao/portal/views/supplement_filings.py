"""One supplement as it stands: its workbook, the preview with every amount explained, what came of it, and the bill."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.collection import queries as collection
from shebao.collection.models import Bill, BillState
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, LineState, State
from shebao.documents import queries as documents
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.outbox import queries as outbox
from shebao.portal import presenters, supplements, uploads, walk
from shebao.portal import queries as portal_queries
from shebao.portal.forms import BatchForm, ConfirmForm
from shebao.portal.pages import found, page, tells_conflicts
from shebao.portal.views.supplement_details import items_table, lines_table
from shebao.portal.views.supplements import LINE, begin, entrance, months_page, own_supplement
from shebao.services.lines import listed
from shebao.services.supplements import actions, queries
from shebao.services.supplements.models import SupplementLine
from shebao.services.supplements.shape import ticked

SIZE: Final = 50
SHOWN: Final = 20


@policy.clerk
@require_POST
def upload(request: ClerkRequest) -> HttpResponse:
    """Begin a filing under the form's key and hand the workbook to the worker."""
    return _take_in(request, begin(request, single=False).number)


@policy.clerk
@require_POST
def repaired(request: ClerkRequest, number: str) -> HttpResponse:
    """The repaired workbook in place of the one before."""
    return _take_in(request, number)


@tells_conflicts
def _take_in(request: ClerkRequest, number: str) -> HttpResponse:
    declaration = own_supplement(request, number)
    if declaration.workbook_id is not None and request.POST.get("client_key") == declaration.client_key:
        return redirect("supplement", number=number)
    try:
        stored = uploads.keep_workbook(request, declaration, request.FILES.get("workbook"))
    except Invalid as refused:
        form = BatchForm()
        form.show("workbook", refused.message, refused.remedy)
        return entrance(request, None, {}, form=form)
    declarations.put_workbook(request.actor, declaration.pk, stored.pk, now=clock.now())
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("supplement", number=number)


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    declaration = own_supplement(request, number)
    return walk.show(request, declaration, _PAGES, _result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认」: hand what was shown to the worker, unless what it rests on has changed."""
    declaration = own_supplement(request, number)
    changed = _("核对之后合同、参保情况、材料或金额有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, declaration, actions.confirm, changed)


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return months_page(request, declaration)
    return _upload_page(request, declaration)


def _unreadable(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return _upload_page(request, declaration)


def _upload_page(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    unreadable = declaration.state == State.UNREADABLE
    context = {
        "declaration": declaration,
        "form": BatchForm(),
        "unreadable": presenters.unreadable(declaration) if unreadable else None,
    }
    return page(request, "supplements/upload", context)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The preview; of a filing by page with something left to be chosen or mended, the months again."""
    if declaration.single and not (declaration.good and ticked(declaration.payload)):
        return months_page(request, declaration)
    counts = portal_queries.finding_counts(declaration.pk)
    hard = filings.findings(declaration.pk, severity="hard", size=SHOWN)
    rest = [one for one in filings.findings(declaration.pk, size=SHOWN) if one.severity != "hard"]
    shown = hard or (rest if declaration.single else [])
    context = {
        "declaration": declaration,
        "totals": queries.totals(declaration.pk, LineState.GOOD),
        "tallies": [] if declaration.single else supplements.tallies(declaration, counts),
        "findings": supplements.finding_views(
            shown, queries.by_number(declaration.pk, [finding.line_no for finding in shown])
        ),
        "severities": presenters.by_severity(counts),
        "today": clock.today(),
        **_money(declaration),
        "confirm_form": ConfirmForm(
            initial={"content_version": declaration.content_version}, soft=walk.has_soft(declaration)
        ),
        "batch_form": BatchForm(),
        "files": documents.of_lines(declaration.pk, line_nos=[LINE]) if declaration.single else [],
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "supplements/check", context)


def _money(declaration: Declaration) -> dict[str, object]:
    """Of one person every amount; of many sums by month and scheme, and the first lines."""
    if declaration.single:
        one = found(queries.line(declaration.pk, LINE))
        return {"line": one, "number_kind": presenters.number_kind(one.document_type), **items_table(declaration, one)}
    return {
        "sum_columns": supplements.SUM_COLUMNS,
        "sum_rows": supplements.sum_rows(queries.sums_by_month(declaration.pk, LineState.GOOD)),
        **lines_table(declaration, listed.lines(SupplementLine, declaration.pk, state=LineState.GOOD, size=SHOWN)),
    }


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single and declaration.state == State.RETURNED:
        return months_page(request, declaration)
    shown = listed.lines(SupplementLine, declaration.pk, size=SHOWN)
    bill = collection.bill_of(declaration.pk)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "counts": presenters.line_tallies(listed.counts(SupplementLine, declaration.pk)),
        "totals": queries.totals(declaration.pk, LineState.EFFECTIVE, LineState.IN_REVIEW),
        **lines_table(declaration, shown),
        **_bill(bill),
        **_medical(declaration, shown),
        "findings": supplements.finding_views(filings.findings(declaration.pk, severity="hard", size=SHOWN), {})
        if declaration.single
        else [],
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "supplements/result", context)


def _bill(bill: Bill | None) -> dict[str, object]:
    if bill is None:
        return {"bill": None}
    today = clock.today()
    asked = bill.state == BillState.ASKED
    late = sum(one.fen for one in collection.bill_late_as_of(bill, today).values()) if asked else bill.late_fee_fen or 0
    return {"bill": bill, "bill_asked": asked, "today": today, "late_fen": late, "due_fen": bill.principal_fen + late}


def _medical(declaration: Declaration, shown: list[SupplementLine]) -> dict[str, object]:
    """What the medical authority said, once there are months that took effect."""
    taken = [one for one in shown if one.state == LineState.EFFECTIVE]
    line_nos = [one.line_no for one in taken]
    months = {
        line_no: sorted({item.month for item in items})
        for line_no, items in queries.items_of_lines(declaration.pk, line_nos).items()
    }
    rows = supplements.medical_rows(taken, outbox.of_lines(declaration.pk, line_nos), months)
    return {"medical_columns": supplements.MEDICAL_COLUMNS, "medical": rows}


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _unreadable,
    State.CHECKING: walk.progress("supplements/progress"),
    State.APPLYING: walk.progress("supplements/progress"),
    State.CHECKED: _checked,
}

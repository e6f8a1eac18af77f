"""One supplement as it stands: its workbook, the preview with every amount explained, what came of it, and the bill."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.collection import queries as collection
from shebao.collection.models import Bill, BillState
from shebao.contributions.models import Tariff
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, LineState, State
from shebao.documents import queries as documents
from shebao.documents import storage
from shebao.documents.spreadsheets.annotate import write_annotated
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.reading import open_rows
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.outbox import queries as outbox
from shebao.portal import exports, presenters, supplement_workbooks, supplements, uploads
from shebao.portal import queries as portal_queries
from shebao.portal.downloads import download, open_once
from shebao.portal.forms import BatchForm, ConfirmForm
from shebao.portal.pages import LARGEST_LINE, address, cursor, cut, found, page, tells_conflicts
from shebao.portal.views.supplements import LINE, begin, entrance, months_page, own_supplement
from shebao.services.supplements import actions, catalogue, queries
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.services.supplements.shape import ticked
from shebao.services.supplements.sources import SHEET_COLUMNS
from shebao.web import explained

SIZE: Final = 50
SHOWN: Final = 20
WAIT_SECONDS: Final = 3.0
REFRESH_SECONDS: Final = 3


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
    """One filing as it stands. Waits a little for the worker, so that most clerks see the result at once."""
    declaration = own_supplement(request, number)
    if declaration.next_step is not None:
        polled = "HX-Request" in request.headers
        declaration = filings.wait_for_worker(declaration.pk, seconds=0 if polled else WAIT_SECONDS)
    show = _PAGES.get(State(declaration.state), _result)
    return show(request, declaration)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认」: hand what was shown to the worker, unless what it rests on has changed."""
    declaration = own_supplement(request, number)
    form = ConfirmForm(request.POST, soft=_has_soft(declaration))
    if not form.is_valid():
        messages.warning(request, _("请核实“请确认”的提示，勾选确认后再提交。"))
        return redirect("supplement", number=number)
    confirmed = actions.confirm(request.actor, declaration.pk, form.cleaned_data["content_version"], now=clock.now())
    if confirmed.state == State.CHECKING:
        messages.info(request, _("核对之后合同、参保情况、材料或金额有变化，系统已重新核对，请查看结果后再次确认。"))
    return redirect("supplement", number=number)


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every line with what it comes to and what was found; by state or by finding."""
    declaration = own_supplement(request, number)
    state = request.GET.get("state", "")
    state = state if state in LineState.values else ""
    code = request.GET.get("code", "")
    code = code if code in catalogue.CATALOGUE else ""
    after = cursor(request, "after")
    known = min(after, LARGEST_LINE) if after else None
    rows = queries.lines(declaration.pk, state=state or None, code=code or None, after=known, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("supplement-lines", args=[number])
    context = {
        "declaration": declaration,
        **_lines_table(declaration, shown),
        "counts": presenters.line_tallies(queries.line_counts(declaration.pk)),
        "state": state,
        "here": here,
        "first_url": address(here, state=state, code=code) if after else "",
        "next_url": address(here, state=state, code=code, after=shown[-1].line_no) if more else "",
    }
    return page(request, "supplements/lines", context)


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
        **_items_table(declaration, one),
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
    items = queries.refused(declaration.pk, size=SIZE * 20)
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
    stored = found(documents.find(declaration.workbook_id or 0, request.employer.pk))
    problems = supplement_workbooks.problems(declaration.pk)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as named:
        target = Path(named.name)
    try:
        with open_rows(
            storage.locate(stored.path),
            SHEET_COLUMNS,
            filename=stored.name,
            everything=True,
            limits=Limits(file_bytes=settings.WORKBOOK_MAX_BYTES),
        ) as rows:
            write_annotated(rows, target, SHEET_COLUMNS, problems, only_bad=request.GET.get("only") == "bad")
        source = open_once(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    audit.look(request.actor, "marked_workbook", subject=f"declaration:{declaration.pk}", persons=declaration.lines)
    return download(source, _("申报%(number)s错误说明.xlsx") % {"number": number}, "xlsx")


def _lines_table(declaration: Declaration, shown: list[SupplementLine]) -> dict[str, object]:
    findings = portal_queries.findings_of_lines(declaration.pk, [line.line_no for line in shown])
    rows = supplements.line_rows(declaration, shown, findings)
    return {"columns": supplements.LINE_COLUMNS, "rows": rows}


def _items_table(declaration: Declaration, one: SupplementLine) -> dict[str, object]:
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


def _progress(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "checking": declaration.state == State.CHECKING,
        "refresh_seconds": REFRESH_SECONDS,
        "badge": presenters.state_badge(declaration),
    }
    return page(request, "supplements/progress", context)


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
            initial={"content_version": declaration.content_version}, soft=_has_soft(declaration)
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
        return {"line": one, "number_kind": presenters.number_kind(one.document_type), **_items_table(declaration, one)}
    return {
        "sum_columns": supplements.SUM_COLUMNS,
        "sum_rows": supplements.sum_rows(queries.sums_by_month(declaration.pk, LineState.GOOD)),
        **_lines_table(declaration, queries.lines(declaration.pk, state=LineState.GOOD, size=SHOWN)),
    }


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single and declaration.state == State.RETURNED:
        return months_page(request, declaration)
    shown = queries.lines(declaration.pk, size=SHOWN)
    bill = collection.bill_of(declaration.pk)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "counts": presenters.line_tallies(queries.line_counts(declaration.pk)),
        "totals": queries.totals(declaration.pk, LineState.EFFECTIVE, LineState.IN_REVIEW),
        **_lines_table(declaration, shown),
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


def _has_soft(declaration: Declaration) -> bool:
    return bool(filings.findings(declaration.pk, severity="soft", size=1))


_PAGES: Final[Mapping[State, Callable[[ClerkRequest, Declaration], HttpResponse]]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _unreadable,
    State.CHECKING: _progress,
    State.APPLYING: _progress,
    State.CHECKED: _checked,
}

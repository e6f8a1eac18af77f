"""「单位人员缴费退费申请」: the employer's requests, the query of a person, what of the months can be given back."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents_actions
from shebao.documents import queries as documents
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.law import law
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.portal import exports, presenters, refunds, uploads
from shebao.portal.downloads import download
from shebao.portal.forms import client_key, new_client_key
from shebao.portal.pages import LARGEST_ID, address, any_filing, cursor, cut, found, page, tells_conflicts
from shebao.portal.refund_forms import MATERIALS, MaterialForm, RefundForm
from shebao.services.refunds import actions, queries
from shebao.services.refunds.judging import Outcome
from shebao.services.refunds.request import FIELDS, SERVICE, Key, keys, read

SIZE: Final = 20
PEOPLE: Final = 30
MOST_ROWS: Final = 420
"""Months and schemes with a checkbox on one page; forms with more fields are not taken."""
REMOVE: Final = "remove-"
MAX_ID_DIGITS: Final = 19


@policy.clerk
@require_GET
def overview(request: ClerkRequest) -> HttpResponse:
    """The employer's requests, newest first, with where their money stands."""
    before = cursor(request, "before")
    rows = filings.page(request.employer.pk, service=SERVICE, after=before, size=SIZE + 1)
    shown, more = cut([one for one in rows if one.state != State.CANCELLED], SIZE)
    ids = [one.pk for one in shown]
    here = reverse("refunds")
    context = {
        "columns": refunds.REFUND_COLUMNS,
        "rows": refunds.filing_rows(shown, queries.amounts(ids), queries.refunds_of(ids)),
        "first_url": address(here) if before else "",
        "next_url": address(here, before=shown[-1].pk) if more and shown else "",
    }
    return page(request, "refunds/overview", context)


@policy.clerk
@require_GET
def query(request: ClerkRequest) -> HttpResponse:
    """「开始申报」: whose contributions; found by name, pinyin or number."""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    people = queries.people(request.employer.pk, search, size=PEOPLE) if search.strip() else []
    context = {
        "search": search,
        "columns": refunds.PERSON_COLUMNS,
        "rows": refunds.person_rows(people),
        "full": len(people) == PEOPLE,
    }
    return page(request, "refunds/query", context)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ClerkRequest, person_id: int) -> HttpResponse:
    """What can be given back of a person's months and what cannot; a POST begins the request under the form's key.

    `?from=YYYYMM` ticks the months from then on, as an ending back in time leads here.
    """
    one = _own_person(request, person_id)
    if request.method == "POST":
        begun = filings.begun(request.employer.pk, client_key(request.POST))
        if begun is not None and begun.state not in declarations.EDITABLE:
            return redirect("refund-filing", number=begun.number)  # the form was sent before
        return _handle(request, one, None)
    typed = {**dict.fromkeys(FIELDS, ""), **queries.last_account(request.employer.pk)._asdict()}
    typed["account_name"] = typed["account_name"] or request.employer.name
    return _form_page(request, one, None, typed, None)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def edit(request: ClerkRequest, number: str) -> HttpResponse:
    """The form of a request that was begun or returned, with what was ticked, typed and handed in."""
    declaration = own_filing(request, number)
    asked = read(declaration.payload)
    one = _own_person(request, asked.person_id)
    if request.method == "POST":
        return _handle(request, one, declaration)
    if declaration.state not in declarations.EDITABLE:
        return redirect("refund-filing", number=number)
    return _form_page(request, one, declaration, declaration.payload, asked.months)


@policy.clerk
@require_GET
def failures(request: ClerkRequest, person_id: int) -> HttpResponseBase:
    """「不能退费情况」 as a workbook; the look at the full number is recorded."""
    one = _own_person(request, person_id)
    outcome = queries.months(request.employer.pk, one, clock.today())
    audit.look(request.actor, "refund_failures", person_id=one.pk, purpose=_("缴费退费申请"))
    rows = refunds.export_rows(outcome, one.name, one.document_type, one.document_number)
    source = exports.write_table(_("不能退费情况"), [str(text) for text in refunds.EXPORT_HEADINGS], rows)
    return download(source, _("%(name)s不能退费情况.xlsx") % {"name": one.name}, "xlsx")


def own_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own request of that number, or 404."""
    declaration = any_filing(request, number)
    return found(declaration if declaration.service == SERVICE else None)


def _own_person(request: ClerkRequest, person_id: int) -> Person:
    return found(queries.person(person_id, request.employer.pk) if person_id <= LARGEST_ID else None)


def _handle(request: ClerkRequest, one: Person, declaration: Declaration | None) -> HttpResponse:
    """What the pressed button asks: keep, attach, remove a file, or submit. Everything typed is kept first."""
    filing = _kept(request, one, declaration)
    problem = _attach(request, filing)
    if problem is not None:
        return _form_page(request, one, filing, filing.payload, read(filing.payload).months, problem)
    do = request.POST.get("do", "")
    if do.startswith(REMOVE):
        _take_out(request, filing, do.removeprefix(REMOVE))
    if do != "submit":
        messages.success(request, _("已保存。"))
        return redirect("refund-edit", number=filing.number)
    declarations.submit(request.actor, filing.pk, now=clock.now())
    return redirect("refund-filing", number=filing.number)


def _kept(request: ClerkRequest, one: Person, declaration: Declaration | None) -> Declaration:
    months = keys(request.POST.getlist(refunds.CHOICE))
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    if declaration is None:
        key = client_key(request.POST)
        return actions.ask(request.actor, one, months, typed, client_key=key, now=clock.now())
    return actions.keep(request.actor, declaration, one, months, typed, now=clock.now())


def _attach(request: ClerkRequest, filing: Declaration) -> Invalid | None:
    """Keep the files sent along under the material that was chosen; the reason of a refusal."""
    sent = request.FILES.getlist("upload")
    material = request.POST.get("material", "")
    if sent and material not in law().codes(MATERIALS):
        return Invalid(_("没有选择材料名称。"), remedy=_("请选择材料名称后重新选择文件。"), field="material")
    try:
        for upload in sent:
            uploads.attach(request, filing, upload, purpose=material, line_no=queries.LINE)
    except Invalid as refused:
        return Invalid(refused.message, code=refused.code, remedy=refused.remedy, field="upload")
    return None


def _take_out(request: ClerkRequest, filing: Declaration, file_id: str) -> None:
    if file_id.isascii() and file_id.isdigit() and len(file_id) < MAX_ID_DIGITS:
        documents_actions.take_out(request.actor, int(file_id), filing.pk, now=clock.now())


def _form_page(
    request: ClerkRequest,
    one: Person,
    filing: Declaration | None,
    typed: Mapping[str, str],
    ticked: tuple[Key, ...] | None,
    problem: Invalid | None = None,
) -> HttpResponse:
    outcome = queries.months(request.employer.pk, one, clock.today(), declaration_id=filing.pk if filing else 0)
    form, material = RefundForm(typed), MaterialForm(request.POST.get("material", "") if problem else "")
    if problem is not None:
        material.show(problem.field, problem.message, problem.remedy)
    context = {
        "person": one,
        "number_kind": presenters.number_kind(one.document_type),
        "declaration": filing,
        "client_key": filing.client_key if filing else new_client_key(),
        "form": form,
        "material_form": material,
        "files": materials(filing),
        "findings": _show_findings(form, filing) if filing else [],
        **_months(request, outcome, ticked),
        **_returned(filing),
    }
    return page(request, "refunds/apply", context, status=problem.status if problem else 200)


def _months(request: ClerkRequest, outcome: Outcome, ticked: tuple[Key, ...] | None) -> dict[str, object]:
    chosen = ticked if ticked is not None else _from(request, outcome)
    rows = refunds.month_rows(outcome, set(chosen))
    return {
        "choice": refunds.CHOICE,
        "columns": refunds.MONTH_COLUMNS,
        "rows": rows[:MOST_ROWS],
        "left_out": max(0, len(rows) - MOST_ROWS),
        "refundable_fen": outcome.amount_fen,
        "refused_columns": refunds.REFUSED_COLUMNS,
        "refused_rows": refunds.refused_rows(outcome),
        "refused": len(outcome.refused),
    }


def _from(request: ClerkRequest, outcome: Outcome) -> tuple[Key, ...]:
    """Months that the address asks to be ticked."""
    since = cursor(request, "from")
    if since is None:
        return ()
    return tuple((int(one.month), one.scheme) for one in outcome.good if int(one.month) >= since)


def materials(filing: Declaration | None) -> list[tuple[str, list[object]]]:
    """Files handed in, by the name of the material."""
    by_material: dict[str, list[object]] = {}
    for stored in documents.of_lines(filing.pk) if filing else []:
        by_material.setdefault(refunds.material_name(stored.purpose), []).append(stored)
    return list(by_material.items())


def _show_findings(form: RefundForm, filing: Declaration) -> list[object]:
    """Put what must be mended at its fields; give the rest for a list of its own."""
    if filing.state not in (State.CHECKED, State.RETURNED):
        return []
    told = filings.findings(filing.pk, line_no=queries.LINE)
    views = refunds.finding_views(told)
    at_fields = [one.severity == "hard" and one.field in form.fields for one in told]
    for one, view, here in zip(told, views, at_fields, strict=True):
        if here:
            form.show(one.field, str(view.message), str(view.remedy))
    return [view for view, here in zip(views, at_fields, strict=True) if not here]


def _returned(filing: Declaration | None) -> dict[str, object]:
    if filing is None or filing.state != State.RETURNED:
        return {"returned": False}
    events = [event for event in filings.timeline(filing.pk) if event.kind == "returned"]
    return {"returned": True, "reason": events[-1].params.get("reason", "") if events else ""}

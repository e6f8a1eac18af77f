"""「单位申报个人补缴申请」: whose months, which of them, at what wage, with which papers; and the workbook for many."""

import io
from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, Finding, State
from shebao.documents import actions as documents_actions
from shebao.documents import queries as documents
from shebao.employment import queries as employment
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid
from shebao.persons.models import Person
from shebao.portal import presenters, supplement_months, supplement_workbooks, supplements, uploads
from shebao.portal.downloads import download
from shebao.portal.forms import BatchForm, client_key, new_client_key
from shebao.portal.pages import ELSEWHERE, LARGEST_ID, any_filing, found, page, tells_conflicts
from shebao.portal.supplement_forms import (
    PAPER,
    MonthsForm,
    PapersForm,
    Payload,
    QueryForm,
    months_payload,
    query_payload,
)
from shebao.services.supplements import queries
from shebao.services.supplements.actions import SERVICE
from shebao.services.supplements.shape import ticked

LINE: Final = 1
REMOVE: Final = "remove-"
MAX_ID_DIGITS: Final = 19


def own_supplement(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own filing of this service of that number, or 404."""
    declaration = any_filing(request, number)
    return found(declaration if declaration.service == SERVICE else None)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for(request: ClerkRequest) -> HttpResponse:
    """「零星申报」 and 「批量」; a POST begins a filing under the form's key and asks which months can be made up."""
    if request.method != "POST":
        return entrance(request, None, {}, contract=_contract(request, request.GET.get("contract", "")))
    declaration = begin(request, single=True)
    return _ask(request, declaration.number)


def begin(request: ClerkRequest, *, single: bool) -> Declaration:
    """The filing that was begun under the form's key, however often it arrives."""
    return declarations.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=single,
        client_key=client_key(request.POST),
        now=clock.now(),
    )


@tells_conflicts
def _ask(request: ClerkRequest, number: str) -> HttpResponse:
    """「查询」: the worker finds out which months there are."""
    declaration = own_supplement(request, number)
    contract = _contract(request, request.POST.get("contract", ""))
    payload = identity(contract) if contract else query_payload(request.POST)
    declarations.save(request.actor, declaration.pk, payload, now=clock.now())
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect(ELSEWHERE[SERVICE], number=number)


def _contract(request: ClerkRequest, text: str) -> Contract | None:
    """A contract of the employer by its number in address or form: whose months are asked for is settled then."""
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_ID_DIGITS):
        return None
    return found(employment.contract(min(int(text), LARGEST_ID), request.employer.pk))


def identity(contract: Contract) -> Payload:
    """The person of a contract, as the form would say."""
    person = contract.person
    return {
        "name": person.name,
        "document_type": person.document_type,
        "document_number": person.document_number,
    }


def entrance(
    request: ClerkRequest,
    declaration: Declaration | None,
    payload: Payload,
    *,
    form: BatchForm | None = None,
    contract: Contract | None = None,
) -> HttpResponse:
    """The page with both ways; of a draft that asked in vain, with what is wrong at its fields."""
    asking = QueryForm(payload, clock.today())
    if declaration is not None and declaration.state == State.CHECKED:
        for one in filings.findings(declaration.pk, line_no=LINE, severity="hard"):
            view = supplements.finding_views([one], {})[0]
            asking.show(one.field, str(view.message), str(view.remedy))
    batch = form is not None or request.GET.get("how") == "batch"
    context = {
        "form": asking,
        "batch_form": form or BatchForm(),
        "client_key": declaration.client_key if declaration else new_client_key(),
        "batch_key": new_client_key(),
        "declaration": declaration,
        "contract": contract,
        "number_kind": presenters.number_kind(contract.person.document_type) if contract else "",
        "batch": batch,
    }
    return page(request, "supplements/begin", context, status=400 if form else 200)


@policy.clerk
@require_GET
def template(_request: ClerkRequest) -> HttpResponseBase:
    """The empty workbook with its drop-down lists."""
    source = io.BytesIO(supplement_workbooks.template(clock.today()))
    return download(source, _("个人补缴批量申报.xlsx"), "xlsx")


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def months(request: ClerkRequest, number: str) -> HttpResponse:
    """The months of one person to be ticked; a POST keeps all that was typed and does what the button says."""
    declaration = own_supplement(request, number)
    if request.method == "POST":
        return _handle(request, declaration)
    if not declaration.single or declaration.state not in declarations.EDITABLE:
        return redirect(ELSEWHERE[SERVICE], number=number)
    return months_page(request, declaration)


@policy.clerk
@require_POST
def autosave(request: ClerkRequest, number: str) -> HttpResponse:
    """Keep what has been ticked and typed so far."""
    try:
        _save(request, own_supplement(request, number))
    except (Conflict, Invalid) as problem:
        return JsonResponse({"message": problem.message}, status=problem.status)
    return JsonResponse({"values": {}})


def _save(request: ClerkRequest, declaration: Declaration) -> Declaration:
    payload = months_payload(request.POST, declaration.payload)
    return declarations.save(request.actor, declaration.pk, payload, now=clock.now())


def _handle(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    declaration = _save(request, declaration)
    problems = _attach(request, declaration)
    if problems:
        return months_page(request, declaration, problems, status=400)
    do = request.POST.get("do", "")
    if do.startswith(REMOVE):
        _take_out(request, declaration, do.removeprefix(REMOVE))
        return redirect("supplement-months", number=declaration.number)
    if do != "submit":
        messages.success(request, _("已保存。"))
        return redirect("supplement-months", number=declaration.number)
    if not ticked(declaration.payload):
        messages.warning(request, _("还没有选择补缴月份，请勾选后再提交。"))
        return redirect("supplement-months", number=declaration.number)
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect(ELSEWHERE[SERVICE], number=declaration.number)


def _attach(request: ClerkRequest, declaration: Declaration) -> dict[str, Invalid]:
    """Keep the attachments sent along; the refused ones by the name of their input."""
    problems: dict[str, Invalid] = {}
    for name in PapersForm().fields:
        for upload in request.FILES.getlist(name):
            try:
                uploads.attach(request, declaration, upload, purpose=name.removeprefix(PAPER), line_no=LINE)
            except Invalid as problem:
                problems[name] = problem
    return problems


def _take_out(request: ClerkRequest, declaration: Declaration, file_id: str) -> None:
    if file_id.isascii() and file_id.isdigit() and len(file_id) < MAX_ID_DIGITS:
        documents_actions.take_out(request.actor, int(file_id), declaration.pk, now=clock.now())


def months_page(
    request: ClerkRequest, declaration: Declaration, problems: dict[str, Invalid] | None = None, *, status: int = 200
) -> HttpResponse:
    """Months that can be made up to be ticked, and those that cannot with the reasons."""
    line = queries.line(declaration.pk, LINE)
    if line is None or line.person_id is None:
        return entrance(request, declaration, declaration.payload)
    payload = declaration.payload
    form = MonthsForm(payload, _recorded_household(line.person_id), clock.today())
    told = _show_findings(form, declaration) if not problems else []
    items = queries.items(declaration.pk, LINE)
    rows = supplement_months.month_rows(items, payload, ticked(payload), supplement_months.wrong_wages(told))
    context = {
        "declaration": declaration,
        "line": line,
        "form": form,
        "papers": _papers_form(problems or {}),
        "findings": supplements.finding_views(told, {}),
        "number_kind": presenters.number_kind(line.document_type),
        "columns": supplement_months.MONTH_COLUMNS,
        "rows": rows,
        "refused_columns": supplements.REFUSED_COLUMNS,
        "refused": supplements.refused_rows(item for item in items if item.code),
        "files": documents.of_lines(declaration.pk, line_nos=[LINE]),
        "returned": _return_reason(declaration),
    }
    return page(request, "supplements/months", context, status=status)


def _papers_form(problems: Mapping[str, Invalid]) -> PapersForm:
    papers = PapersForm()
    for name, problem in problems.items():
        papers.show(name, problem.message, problem.remedy)
    return papers


def _return_reason(declaration: Declaration) -> str:
    if declaration.state != State.RETURNED:
        return ""
    return presenters.return_reason(filings.timeline(declaration.pk))


def _recorded_household(person_id: int) -> str:
    person = Person.objects.filter(pk=person_id).only("household_registration").first()
    return person.household_registration if person else ""


def _show_findings(form: MonthsForm, declaration: Declaration) -> list[Finding]:
    """Put what must be mended at its field; give back all of a filing that was checked with months."""
    if declaration.state not in (State.CHECKED, State.RETURNED) or not ticked(declaration.payload):
        return []
    told = filings.findings(declaration.pk, line_no=LINE)
    for one in told:
        if one.severity == "hard" and one.field in form.fields:
            view = supplements.finding_views([one], {})[0]
            form.show(one.field, str(view.message), str(view.remedy))
    return told

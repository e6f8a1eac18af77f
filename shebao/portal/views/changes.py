"""「个人基本信息变更申请」: the employer's filings, whose data, which items, and the form with the new values."""

from collections.abc import Collection
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents_actions
from shebao.documents import queries as documents
from shebao.employment import queries as employment
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.law import law
from shebao.persons import searching
from shebao.persons.models import Person, ValueChange
from shebao.portal import change_forms, changes, presenters, uploads
from shebao.portal.change_forms import ChooseForm, PaperForm, ValuesForm
from shebao.portal.forms import client_key, new_client_key
from shebao.portal.pages import LARGEST_ID, address, any_filing, cursor, cut, found, page, tells_conflicts
from shebao.services.person_changes import actions, proposing, queries
from shebao.services.person_changes.actions import LINE, SERVICE
from shebao.services.person_changes.fields import CHOSEN, NEW
from shebao.services.person_changes.shape import chosen
from shebao.web import person_values

SIZE: Final = 20
PEOPLE: Final = 30
REMOVE: Final = "remove-"
MAX_ID_DIGITS: Final = 19


@policy.clerk
@require_GET
def overview(request: ClerkRequest) -> HttpResponse:
    """The employer's filings, newest first."""
    before = cursor(request, "before")
    rows = filings.page(request.employer.pk, service=SERVICE, after=before, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("person-changes")
    context = {
        "columns": changes.FILING_COLUMNS,
        "rows": changes.filing_rows([one for one in shown if one.state != State.CANCELLED]),
        "first_url": address(here) if before else "",
        "next_url": address(here, before=shown[-1].pk) if more and shown else "",
    }
    return page(request, "changes/overview", context)


@policy.clerk
@require_GET
def query(request: ClerkRequest) -> HttpResponse:
    """「开始申请」: whose data; employees found by name, pinyin or number."""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    people = employment.contracts(request.employer.pk, search=search, size=PEOPLE) if search.strip() else []
    context = {
        "search": search,
        "columns": changes.PERSON_COLUMNS,
        "rows": changes.person_rows(people),
        "full": len(people) == PEOPLE,
    }
    return page(request, "changes/query", context)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ClerkRequest, person_id: int) -> HttpResponse:
    """Which items of a person are to be changed; a POST begins the filing under the form's key. Below, the history."""
    one = own_person(request, person_id)
    if request.method != "POST":
        return _choose_page(request, one, None, ())
    items = change_forms.chosen(request.POST, ())
    if not items:
        messages.warning(request, _("还没有选择要变更的项目，请勾选后再继续。"))
        return _choose_page(request, one, None, ())
    begun = filings.begun(request.employer.pk, client_key(request.POST))
    if begun is not None and begun.state not in declarations.EDITABLE:
        return redirect("change-filing", number=begun.number)  # the form was sent before
    filing = actions.choose(request.actor, one, items, client_key=client_key(request.POST), now=clock.now())
    return redirect("change-edit", number=filing.number)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def items(request: ClerkRequest, number: str) -> HttpResponse:
    """Other items for a filing that was begun; what was typed stays."""
    filing = own_filing(request, number)
    if filing.state not in declarations.EDITABLE:
        return redirect("change-filing", number=number)
    one = employee_of(request, filing)
    if one is None:
        return _has_left(request, number)
    before = chosen(filing.payload)
    if request.method != "POST":
        return _choose_page(request, one, filing, before)
    ticked = change_forms.chosen(request.POST, before)
    actions.keep(request.actor, filing, one, ticked, {}, now=clock.now())
    if not ticked:
        return _nothing_ticked(request, number)
    return redirect("change-edit", number=number)


def _nothing_ticked(request: ClerkRequest, number: str) -> HttpResponse:
    messages.warning(request, _("还没有选择要变更的项目，请勾选后再继续。"))
    return redirect("change-items", number=number)


def _choose_page(
    request: ClerkRequest, one: Person, filing: Declaration | None, ticked: Collection[str]
) -> HttpResponse:
    def ours(change: ValueChange) -> bool:
        return change.employer_id == request.employer.pk

    context = {
        "person": one,
        "number_kind": presenters.number_kind(one.document_type),
        "declaration": filing,
        "client_key": filing.client_key if filing else new_client_key(),
        "form": ChooseForm(ticked),
        "history_columns": person_values.HISTORY_COLUMNS,
        "history": person_values.history_rows(queries.history(one.pk), one.document_type, shown=False, of_ours=ours),
    }
    return page(request, "changes/choose", context)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def edit(request: ClerkRequest, number: str) -> HttpResponse:
    """The new values beside what is on record, and papers where some are needed."""
    filing = own_filing(request, number)
    if filing.state not in declarations.EDITABLE and request.method != "POST":
        return redirect("change-filing", number=number)
    one = employee_of(request, filing)
    if one is None:
        return _has_left(request, number)
    if request.method == "POST":
        return _handle(request, filing, one)
    if not chosen(filing.payload):
        return redirect("change-items", number=number)
    return values_page(request, filing, one)


def own_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own filing of this service of that number, or 404."""
    declaration = any_filing(request, number)
    return found(declaration if declaration.service == SERVICE else None)


def own_person(request: ClerkRequest, person_id: int) -> Person:
    """A person employed by the employer, or 404."""
    return found(queries.person(person_id, request.employer.pk, clock.today()) if person_id <= LARGEST_ID else None)


def _has_left(request: ClerkRequest, number: str) -> HttpResponse:
    """Nobody goes on with a filing about somebody who is no longer employed here; it can be withdrawn."""
    messages.warning(request, _("该人员目前在本单位没有劳动合同，不能继续申请，请撤销这笔申请。"))
    return redirect("cancel", number=number)


def employee_of(request: ClerkRequest, filing: Declaration) -> Person | None:
    """The person that a filing by page is about; None once no longer employed here."""
    text = filing.payload.get("person", "")
    known = int(text) if text.isascii() and text.isdigit() and len(text) < MAX_ID_DIGITS else 0
    return queries.person(known, request.employer.pk, clock.today())


def _handle(request: ClerkRequest, filing: Declaration, one: Person) -> HttpResponse:
    """What the pressed button asks: keep, attach, remove a file, or submit. Everything typed is kept first."""
    filing = _kept(request, filing, one)
    problem = _attach(request, filing)
    if problem is not None:
        return values_page(request, filing, one, problem)
    do = request.POST.get("do", "")
    if do.startswith(REMOVE):
        _take_out(request, filing, do.removeprefix(REMOVE))
    if not chosen(filing.payload):
        return _nothing_ticked(request, filing.number)
    if do != "submit":
        messages.success(request, _("已保存。"))
        return redirect("change-edit", number=filing.number)
    declarations.submit(request.actor, filing.pk, now=clock.now())
    return redirect("change-filing", number=filing.number)


def _kept(request: ClerkRequest, filing: Declaration, one: Person) -> Declaration:
    """Keep what was ticked and typed, and what follows from it where the clerk did not type otherwise."""
    shown = chosen(filing.payload)
    ticked = [item for item in shown if item in request.POST.getlist(change_forms.TICKED)]
    typed = change_forms.values_payload(request.POST)
    recorded = queries.recorded(one, request.employer.pk, clock.today())
    payload = {**filing.payload, **typed, CHOSEN: ",".join(ticked)}
    follows = proposing.follow(filing.payload, payload, recorded, law(), clock.today())
    typed |= {f"{NEW}{item}": value for item, value in follows.items()}
    return actions.keep(request.actor, filing, one, ticked, typed, now=clock.now())


def _attach(request: ClerkRequest, filing: Declaration) -> Invalid | None:
    """Keep the files sent along under the paper that was chosen; the reason of a refusal."""
    sent = request.FILES.getlist("upload")
    paper = request.POST.get("paper", "")
    if sent and paper not in law().codes(change_forms.PAPERS):
        return Invalid(_("没有选择材料名称。"), remedy=_("请选择材料名称后重新选择文件。"), field="paper")
    try:
        for upload in sent:
            uploads.attach(request, filing, upload, purpose=paper, line_no=LINE)
    except Invalid as refused:
        return Invalid(refused.message, code=refused.code, remedy=refused.remedy, field="upload")
    return None


def _take_out(request: ClerkRequest, filing: Declaration, file_id: str) -> None:
    if file_id.isascii() and file_id.isdigit() and len(file_id) < MAX_ID_DIGITS:
        documents_actions.take_out(request.actor, int(file_id), filing.pk, now=clock.now())


def values_page(
    request: ClerkRequest, filing: Declaration, one: Person, problem: Invalid | None = None
) -> HttpResponse:
    """The form with the new values; of a filing that was checked, with what is wrong at its fields."""
    ticked = chosen(filing.payload)
    today = clock.today()
    recorded = queries.recorded(one, request.employer.pk, today)
    form = ValuesForm(ticked, filing.payload, today, name=_name(filing, one))
    papers = change_forms.wanted_papers(ticked)
    paper = PaperForm(papers, request.POST.get("paper", "") if problem else "")
    if problem is not None:
        paper.show(problem.field, problem.message, problem.remedy)
    context = {
        "person": one,
        "number_kind": presenters.number_kind(one.document_type),
        "declaration": filing,
        "form": form,
        "paper_form": paper if papers else None,
        "papers_needed": change_forms.papers_needed(ticked),
        "files": files_of(filing),
        "findings": _show_findings(form, filing) if problem is None else [],
        "rows": changes.value_rows(ticked, form, recorded, proposing.all_of(filing.payload, recorded, law(), today)),
        "ticked_name": change_forms.TICKED,
        "returned": _return_reason(filing),
    }
    return page(request, "changes/values", context, status=problem.status if problem else 200)


def _name(filing: Declaration, one: Person) -> str:
    """The name as it will stand; empty while another one is still to be typed."""
    return filing.payload.get(f"{NEW}name", "") if "name" in chosen(filing.payload) else one.name


def files_of(filing: Declaration) -> list[tuple[str, list[object]]]:
    """Files handed in, by the name of the paper."""
    by_paper: dict[str, list[object]] = {}
    for stored in documents.of_lines(filing.pk, line_nos=[LINE]):
        by_paper.setdefault(changes.paper_name(stored.purpose), []).append(stored)
    return list(by_paper.items())


def _show_findings(form: ValuesForm, filing: Declaration) -> list[object]:
    """Put what must be mended at its fields; give the rest for a list of its own."""
    if filing.state not in (State.CHECKED, State.RETURNED):
        return []
    told = filings.findings(filing.pk, line_no=LINE)
    views = changes.finding_views(told, {})
    at_fields = [one.severity == "hard" and f"{NEW}{one.field}" in form.fields for one in told]
    for one, view, here in zip(told, views, at_fields, strict=True):
        if here:
            form.show(f"{NEW}{one.field}", str(view.message), str(view.remedy))
    return [view for view, here in zip(views, at_fields, strict=True) if not here]


def _return_reason(filing: Declaration) -> str:
    if filing.state != State.RETURNED:
        return ""
    return presenters.return_reason(filings.timeline(filing.pk))

"""「缴费基数申报」: the page of wages, kept page by page, and the workbook filled in with the employer's employees."""

from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration, State
from shebao.employment import queries as employment
from shebao.employment.queries import ContractRow
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import ContributionYear, year_of
from shebao.persons import searching
from shebao.portal import base_workbooks, bases
from shebao.portal.downloads import download
from shebao.portal.forms import BatchForm, client_key, new_client_key
from shebao.portal.pages import LARGEST_ID, address, cursor, page
from shebao.services.bases import actions, queries
from shebao.services.bases.bounds import Limits

SIZE: Final = 50


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: ClerkRequest) -> HttpResponse:
    """Everybody under contract with the wage that counts and the one to be declared; a POST keeps what was typed."""
    if request.method == "POST":
        return _handle(request)
    return _wages_page(request, _draft(request))


@policy.clerk
@require_POST
def autosave(request: ClerkRequest) -> HttpResponse:
    """Keep what has been typed so far."""
    try:
        _keep(request)
    except (Conflict, Invalid) as problem:
        return JsonResponse({"message": problem.message}, status=problem.status)
    return JsonResponse({"values": {}})


@policy.clerk
@require_GET
def template(request: ClerkRequest, kind: str) -> HttpResponseBase:
    """The workbook with everybody's full number, so that it can be matched with a payroll; the look is recorded."""
    if kind not in base_workbooks.KINDS:
        raise Http404
    year = _year(clock.today())
    running, _declared = queries.progress(request.employer.pk, int(year.first))
    audit.look(request.actor, "bases_template", purpose=_("缴费基数申报"), persons=max(1, running))
    employees = queries.employees(request.employer.pk, int(year.first))
    source = base_workbooks.filled(kind, employees, year.number)
    return download(source, _("%(year)s年度缴费基数申报.%(kind)s") % {"year": year.number, "kind": kind}, kind)


def _year(today: date) -> ContributionYear:
    return year_of(law(), Month.of(today))


def _draft(request: ClerkRequest) -> Declaration | None:
    return queries.draft(request.employer.pk, _year(clock.today()).number)


def _handle(request: ClerkRequest) -> HttpResponse:
    """What the pressed button asks: stay, turn the page, or submit. Everything typed is kept first."""
    try:
        draft = _keep(request)
        do = request.POST.get("do", "")
        if do == "submit":
            declarations.submit(request.actor, draft.pk, now=clock.now())
            return redirect("bases-filing", number=draft.number)
    except Conflict as conflict:
        messages.warning(request, f"{conflict.message}{conflict.remedy}")
        return redirect("bases")
    messages.success(request, _("本页已保存。"))
    return redirect(_turned(request, do))


def _turned(request: ClerkRequest, do: str) -> str:
    """The address of the page that the button leads to; the query of this one travels with the form."""
    places = {"before": request.POST.get("before", ""), "after": request.POST.get("after", "")}
    if do == "next":
        places = {"before": request.POST.get("last", ""), "after": ""}
    if do == "previous":
        places = {"before": "", "after": request.POST.get("first", "")}
    return address(reverse("bases"), q=request.POST.get("q", "")[: searching.MAX_SEARCH], **places)


def _keep(request: ClerkRequest) -> Declaration:
    draft = actions.draft(
        request.actor, employer_id=request.employer.pk, client_key=client_key(request.POST), now=clock.now()
    )
    actions.keep_wages(request.actor, draft.pk, _typed(request), now=clock.now())
    draft.refresh_from_db()
    return draft


def _typed(request: ClerkRequest) -> dict[int, str]:
    """What stands in the inputs, by contract."""
    found: dict[int, str] = {}
    for name, text in request.POST.items():
        number = name.removeprefix(bases.FIELD)
        if (
            name.startswith(bases.FIELD)
            and number.isascii()
            and number.isdigit()
            and len(number) < len(str(LARGEST_ID))
        ):
            found[int(number)] = str(text)
    return found


def _wages_page(request: ClerkRequest, draft: Declaration | None) -> HttpResponse:
    year = _year(clock.today())
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    before, after = cursor(request, "before"), cursor(request, "after")
    rows = employment.contracts(
        request.employer.pk, search=search, running="running", before=before, after=after, size=SIZE + 1
    )
    shown = rows[-SIZE:] if after is not None else rows[:SIZE]
    more = len(rows) > SIZE
    running, declared = queries.progress(request.employer.pk, int(year.first))
    context = {
        **_table(request, draft, shown, year),
        **_places(shown, before, after, more=more),
        "year": year,
        "late": clock.today() > year.closes_on,
        "running": running,
        "declared": declared,
        "typed": queries.count_typed(draft.pk) if draft else 0,
        "draft": draft,
        "client_key": draft.client_key if draft else new_client_key(),
        "search": search,
        "batch_form": BatchForm(),
        "upload_key": new_client_key(),
    }
    return page(request, "bases/declare", context)


def _table(
    request: ClerkRequest, draft: Declaration | None, shown: list[ContractRow], year: ContributionYear
) -> dict[str, object]:
    contracts = [one.id for one in shown]
    month = int(year.first)
    typed = queries.typed(draft.pk, contracts) if draft else {}
    wages = queries.current_wages(request.employer.pk, contracts, month)
    wrong = _wrong(draft, contracts)
    rows = bases.employee_rows(shown, wages, typed, wrong, month, Limits(law()))
    return {"columns": bases.EMPLOYEE_COLUMNS, "rows": rows, "wrong": len(wrong)}


def _wrong(draft: Declaration | None, contracts: list[int]) -> dict[int, str]:
    """What the check found fault with, by contract, while the draft is as it was checked."""
    if draft is None or draft.state != State.CHECKED:
        return {}
    found = queries.faults(draft.pk, contracts)
    return {contract: bases.messages_of(findings) for contract, findings in found.items()}


def _places(shown: list[ContractRow], before: int | None, after: int | None, *, more: bool) -> dict[str, object]:
    backwards = after is not None
    return {
        "before": before or "",
        "after": after or "",
        "first": shown[0].id if shown else "",
        "last": shown[-1].id if shown else "",
        "has_next": bool(shown) and (more or backwards),
        "has_previous": bool(shown) and (more if backwards else before is not None),
    }

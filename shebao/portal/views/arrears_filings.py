"""「单位欠缴社保费处理」: what is owed, the months to be paid, what they cost on a day, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.collection import actions as collecting
from shebao.collection import queries as collection
from shebao.declarations import queries as filings
from shebao.declarations.actions import EDITABLE
from shebao.declarations.models import Declaration, State
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid
from shebao.kernel.months import Month
from shebao.portal import arrears as shown
from shebao.portal import walk
from shebao.portal.forms import client_key, new_client_key
from shebao.portal.pages import address, any_filing, cursor, cut, page, question, tells_conflicts
from shebao.portal.views import arrears_stages
from shebao.services.arrears import actions, chosen
from shebao.services.arrears.actions import SERVICE
from shebao.web import formats

SIZE: Final = 20


def own_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own filing of this service, or 404."""
    declaration = any_filing(request, number)
    if declaration.service != SERVICE:
        raise Http404
    return declaration


@policy.clerk
@require_GET
def overview(request: ClerkRequest) -> HttpResponse:
    """What is owed in all, 「开始申报」, and what was filed before with its bills."""
    before, today = cursor(request, "before"), clock.today()
    found, more = cut(filings.page(request.employer.pk, service=SERVICE, after=before, size=SIZE + 1), SIZE)
    bills = collection.bills_of_declarations([one.pk for one in found])
    here = reverse("arrears-service")
    context = {
        **_sums(request, today),
        "columns": shown.FILING_COLUMNS,
        "rows": shown.filing_rows(found, bills),
        "first_url": here if before else "",
        "next_url": address(here, before=found[-1].pk) if more else "",
    }
    return page(request, "arrears/overview", context)


def _sums(request: ClerkRequest, today: date) -> dict[str, Any]:
    owed = [one for one in collection.arrears(request.employer.pk, today) if not one.bill]
    return {
        "today": today,
        "months": len({one.month for one in owed}),
        "owed_fen": sum(one.owed_fen for one in owed),
        "late_fee_fen": sum(one.late_fee_fen for one in owed),
        "total_fen": sum(one.total_fen for one in owed),
    }


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: ClerkRequest) -> HttpResponse:
    """「开始申报」: everything that is owed by 费款所属期; 「提交」 hands the ticked months in for checking."""
    if request.method != "POST":
        return _choice(request, None)
    months = _ticked(request)
    try:
        begun = actions.begin(
            request.actor,
            employer_id=request.employer.pk,
            client_key=client_key(request.POST),
            months=months,
            now=clock.now(),
        )
    except (Conflict, Invalid) as problem:
        return _again(request, problem, None)
    return redirect("arrears-filing", number=begun.number)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ClerkRequest, number: str) -> HttpResponse:
    """The same for a filing that was begun and not confirmed."""
    declaration = own_filing(request, number)
    if request.method != "POST":
        editable = declaration.state in EDITABLE
        return _choice(request, declaration) if editable else redirect("arrears-filing", number=number)
    try:
        actions.change(request.actor, declaration.pk, months=_ticked(request), now=clock.now())
    except (Conflict, Invalid) as problem:
        return _again(request, problem, declaration)
    return redirect("arrears-filing", number=number)


def _ticked(request: ClerkRequest) -> list[Month]:
    found = (chosen.parsed(text) for text in request.POST.getlist("month")[: chosen.MOST])
    return sorted({month for month in found if month is not None})


def _again(request: ClerkRequest, problem: Conflict | Invalid, declaration: Declaration | None) -> HttpResponse:
    """What was wrong, on the page that shows how things stand."""
    messages.warning(request, f"{problem.message}{problem.remedy}")
    if declaration is None:
        begun = filings.begun(request.employer.pk, request.POST.get("client_key", ""))
        return redirect("arrears-filing", number=begun.number) if begun else redirect("arrears-new")
    if isinstance(problem, Invalid):
        return redirect("arrears-edit", number=declaration.number)
    return redirect("arrears-filing", number=declaration.number)


def _choice(request: ClerkRequest, declaration: Declaration | None) -> HttpResponse:
    today = clock.today()
    arrears = collection.arrears(request.employer.pk, today)
    ticked = chosen.read(declaration.payload) if declaration else []
    context = {
        **_sums(request, today),
        "declaration": declaration,
        "columns": shown.ARREAR_COLUMNS,
        "rows": shown.arrear_rows(arrears, ticked),
        "payable": any(row.select for row in shown.arrear_rows(arrears)),
        "client_key": new_client_key(),
        "deferred_fen": sum(one.deferred_fen for one in arrears),
    }
    return page(request, "arrears/choose", context)


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    declaration = own_filing(request, number)
    return walk.show(request, declaration, _PAGES, arrears_stages.result)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def recall(request: ClerkRequest, number: str) -> HttpResponse:
    """「撤回缴款单」: asks first; the worker recalls a bill that is not paid."""
    declaration = own_filing(request, number)
    bill = collection.bill_of(declaration.pk)
    if bill is None:
        raise Http404
    if request.method == "POST":
        collecting.request_recall(request.actor, bill.pk, now=clock.now())
        messages.success(request, _("已提交，正在撤回缴款单，结果会在通知中告知。"))
        return redirect("arrears-filing", number=number)
    context = {
        "title": _("撤回缴款单"),
        "question": _("确定撤回这张缴款单吗？"),
        "facts": [(_("缴款单号"), bill.number), (_("费款（元）"), formats.money_of_fen(bill.principal_fen))],
        "warning": _("撤回后其中的费款恢复为欠费，滞纳金继续计算；已经按缴款单缴费的，不能撤回。"),
        "confirm_label": _("确定撤回"),
        "cancel_url": reverse("arrears-filing", args=[number]),
        "cancel_label": _("返回"),
        "danger": True,
    }
    return question(request, context)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认」 of what was shown; the version makes sure that it is what was shown."""
    declaration = own_filing(request, number)
    changed = _("核对之后日期或欠费有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, declaration, actions.confirm, changed)


def _draft(_request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return redirect("arrears-edit", number=declaration.number)


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.CHECKING: walk.progress("arrears/progress"),
    State.APPLYING: walk.progress("arrears/progress"),
    State.CHECKED: arrears_stages.checked,
}

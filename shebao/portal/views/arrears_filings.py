"""「单位欠缴社保费处理」: what is owed, the months to be paid, what they cost on a day, and what came of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.collection import queries as collection
from shebao.collection.models import Bill
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, Finding, LineState, State
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid
from shebao.kernel.months import Month
from shebao.portal import arrears as shown
from shebao.portal import presenters
from shebao.portal.forms import ConfirmForm, client_key, new_client_key
from shebao.portal.pages import address, any_filing, cursor, cut, page, tells_conflicts
from shebao.services.arrears import actions, chosen, queries
from shebao.services.arrears.actions import SERVICE
from shebao.services.arrears.models import ArrearLine

SIZE: Final = 20
WAIT_SECONDS: Final = 3.0
REFRESH_SECONDS: Final = 3
LONGEST_AHEAD: Final = timedelta(days=366)
"""How far ahead the cost of paying is shown."""


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
        return _choice(request, declaration)
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
    """One filing as it stands. Waits a little for the worker, so that most clerks see the result at once."""
    declaration = own_filing(request, number)
    if declaration.next_step is not None:
        polled = "HX-Request" in request.headers
        declaration = filings.wait_for_worker(declaration.pk, seconds=0 if polled else WAIT_SECONDS)
    show = _PAGES.get(State(declaration.state), _result)
    return show(request, declaration)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认」 of what was shown; the version makes sure that it is what was shown."""
    declaration = own_filing(request, number)
    form = ConfirmForm(request.POST, soft=_has_soft(declaration))
    if not form.is_valid():
        messages.warning(request, _("请核实“请确认”的提示，勾选确认后再提交。"))
        return redirect("arrears-filing", number=number)
    confirmed = actions.confirm(request.actor, declaration.pk, form.cleaned_data["content_version"], now=clock.now())
    if confirmed.state == State.CHECKING:
        messages.info(request, _("核对之后日期或欠费有变化，系统已重新核对，请查看结果后再次确认。"))
    return redirect("arrears-filing", number=number)


def _has_soft(declaration: Declaration) -> bool:
    return bool(filings.findings(declaration.pk, severity="soft", size=1))


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    return _choice(request, declaration)


def _progress(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "checking": declaration.state == State.CHECKING,
        "refresh_seconds": REFRESH_SECONDS,
        "badge": presenters.state_badge(declaration),
    }
    return page(request, "arrears/progress", context)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The preview: what the chosen months cost today and on a chosen day, each with its days."""
    today = clock.today()
    day = _day(request, today)
    lines = queries.lines(declaration.pk)
    good = [line for line in lines if line.state == LineState.GOOD]
    now, then = queries.on_day(good, today), queries.on_day(good, day)
    found = filings.findings(declaration.pk)
    principal = sum(line.principal_fen or 0 for line in good)
    context = {
        "declaration": declaration,
        "today": today,
        "day": day,
        "latest": today + LONGEST_AHEAD,
        "here": reverse("arrears-filing", args=[declaration.number]),
        "columns": shown.COST_COLUMNS,
        "rows": shown.cost_rows(now, then) if good else [],
        "principal_fen": principal,
        "total_fen": sum(one.total_fen for one in now),
        "day_total_fen": sum(one.total_fen for one in then),
        "rate": _rate(now),
        "findings": shown.finding_views(found, {line.line_no: line.month for line in lines}),
        "confirm_form": ConfirmForm(
            initial={"content_version": declaration.content_version},
            soft=any(one.severity == "soft" for one in found),
        ),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "arrears/check", context)


def _rate(lines: list[queries.LineOn]) -> str:
    """The late fee a day in percent, as the page explains it."""
    highest = max((one.late.terms.rate_ppm for one in lines), default=0)
    return f"{highest // 10_000}.{highest % 10_000:04d}".rstrip("0").rstrip(".")


def _day(request: ClerkRequest, today: date) -> date:
    """The day for which the cost is asked: from today on, a year ahead at most."""
    try:
        day = date.fromisoformat(request.GET.get("day", "")[:10])
    except ValueError:
        return today
    return min(max(day, today), today + LONGEST_AHEAD)


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    lines = queries.lines(declaration.pk)
    of_lines: dict[int, list[Finding]] = defaultdict(list)
    for one in filings.findings(declaration.pk, severity="hard"):
        of_lines[one.line_no].append(one)
    bills = collection.bills_of(declaration.pk)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "line_columns": shown.LINE_COLUMNS,
        "line_rows": shown.line_rows(_worth_telling(lines, declaration), of_lines),
        **_bill(collection.bill_of(declaration.pk), clock.today()),
        "bill_columns": shown.BILL_COLUMNS,
        "bill_rows": shown.bill_rows(bills) if len(bills) > 1 else [],
        **_medical(declaration),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "arrears/result", context)


def _worth_telling(lines: list[ArrearLine], declaration: Declaration) -> list[ArrearLine]:
    """Those that came on no bill; all where there is none."""
    if not declaration.effective:
        return lines
    return [line for line in lines if line.state != LineState.EFFECTIVE]


def _bill(bill: Bill | None, today: date) -> dict[str, Any]:
    """The bill with its months, and the late fee that was paid, or that of today while it is not."""
    if bill is None:
        return {"bill": None}
    items = collection.items_of(bill)
    late = collection.bill_late_as_of(bill, bill.paid_on or today)
    fees = {notice: one.fen for notice, one in late.items()}
    late_fee_fen = sum(fees.values()) if bill.late_fee_fen is None else bill.late_fee_fen
    return {
        "bill": bill,
        "bill_badge": shown.bill_badge(bill),
        "item_columns": shown.ITEM_COLUMNS,
        "item_rows": shown.item_rows(items, fees),
        "late_fee_fen": late_fee_fen,
        "bill_total_fen": bill.principal_fen + late_fee_fen,
        "today": today,
    }


def _medical(declaration: Declaration) -> dict[str, Any]:
    """How many the medical authority answered how, and first of all whom it refused."""
    counts = queries.medical_counts(declaration.pk)
    failed = queries.medical_messages(declaration.pk, only_failed=True, size=SIZE) if counts.get("failed") else []
    return {
        "medical_columns": shown.MEDICAL_COLUMNS,
        "medical_rows": shown.medical_rows(failed),
        "medical_tallies": shown.medical_tallies(counts),
        "medical_counts": counts,
        "medical_url": reverse("arrears-medical", args=[declaration.number]),
    }


_PAGES: Final[Mapping[State, Callable[[ClerkRequest, Declaration], HttpResponse]]] = {
    State.DRAFT: _draft,
    State.CHECKING: _progress,
    State.APPLYING: _progress,
    State.CHECKED: _checked,
}

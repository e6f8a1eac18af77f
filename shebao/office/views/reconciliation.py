"""对账 for operators: the last result of a month, kind by kind; asking for a new one. The worker makes it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month
from shebao.office import differences
from shebao.office.pages import LARGEST_ID, address, found, page
from shebao.reconciliation import actions, queries
from shebao.reconciliation.texts import ACTIONS
from shebao.web import formats
from shebao.web.parts import Link


@policy.operator
@require_http_methods(["GET", "POST"])
def overview(request: SignedInRequest) -> HttpResponse:
    """What was found last for a month, or for all; posting asks for a new look."""
    if request.method == "POST":
        return _ask(request)
    month = _month(request.GET.get("month", ""))
    number = None if month is None else int(month)
    last, waiting = queries.last(number), queries.waiting(number)
    result = (last.result or {}) if last else {}
    context = {
        "month": "" if month is None else str(month),
        "last": last,
        "waiting": waiting,
        "problem": result.get("problem", ""),
        "kinds": len(result.get("kinds", ())),
        "columns": differences.KIND_COLUMNS,
        "rows": differences.kind_rows(last.pk, result.get("kinds", ())) if last else [],
    }
    return page(request, "reconciliation", context)


@policy.operator
@require_GET
def kind(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """What was found of one kind."""
    result = found(queries.one(min(pk, LARGEST_ID)))
    told = next((one for one in (result.result or {}).get("kinds", ()) if one["kind"] == kind), None)
    if told is None:
        raise Http404
    words = differences.words(kind)
    shown = len(told["subjects"])
    context = {
        "words": words,
        "facts": [
            (_("原因"), words.cause),
            (_("如何处理"), ACTIONS.get(told["action"], told["action"])),
            (_("条数"), formats.count(told["count"])),
            (_("金额（元）"), formats.money_of_fen(told["fen"])),
            (_("核对时间"), formats.moment(result.finished_at)),
            (_("未能核对的原因"), told["problem"]),
        ],
        "columns": differences.SUBJECT_COLUMNS,
        "rows": differences.subject_rows(told["subjects"]),
        "shown": shown,
        "cut": told["count"] > shown,
        "crumbs": (Link(_("对账"), _here(result.month)), Link(words.title)),
    }
    return page(request, "reconciliation_kind", context)


def _ask(request: SignedInRequest) -> HttpResponse:
    typed = request.POST.get("month", "")
    month = _month(typed)
    if typed.strip() and month is None:
        messages.error(request, _("“费款所属期”不是有效的年月，请按“2024-03”的格式填写。"))
        return redirect("office-reconciliation")
    actions.ask(request.actor, month, now=clock.now())
    messages.success(request, _("已开始对账，完成后结果显示在本页。"))
    return redirect(_here(None if month is None else int(month)))


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text.strip() else None
    except Invalid:
        return None


def _here(month: int | None) -> str:
    return address(reverse("office-reconciliation"), month="" if month is None else str(Month.from_int(month)))

"""退费回单差异: orders whose answer from the bank does not fit, until an operator says what is true and why."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid
from shebao.office.disputes import DISPUTE_COLUMNS, dispute_facts, dispute_rows
from shebao.office.forms import DisputeForm
from shebao.office.pages import LARGEST_ID, address, cursor, cut, found, page
from shebao.services.refunds import disputes as refunds
from shebao.services.refunds import queries
from shebao.services.refunds.models import Payout, PayoutState, RequestState
from shebao.web.parts import Link

SIZE: Final = 50


@policy.operator
@require_GET
def disputes(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be cleared up, or those that were, newest first."""
    closed = request.GET.get("closed") == "1"
    before = cursor(request, "before")
    shown, more = cut(queries.disputes(closed=closed, before=before, size=SIZE + 1), SIZE)
    here, query = reverse("office-disputes"), {"closed": "1" if closed else ""}
    context = {
        "columns": DISPUTE_COLUMNS,
        "rows": dispute_rows(shown),
        "closed": closed,
        "other_url": address(here, closed="" if closed else "1"),
        "first_url": address(here, **query) if before else "",
        "next_url": address(here, **query, before=shown[-1].pk) if more else "",
    }
    return page(request, "disputes", context)


@policy.operator
@require_http_methods(["GET", "POST"])
def dispute(request: SignedInRequest, payout_id: int) -> HttpResponse:
    """One of them in full; posting says what the bank has really done."""
    payout, closing = found(queries.dispute(min(payout_id, LARGEST_ID)))
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _closed(request, payout, form):
        return redirect("office-disputes")
    waits = closing is not None and closing.state == RequestState.WAITING
    context = {
        "payout": payout,
        "facts": dispute_facts(payout, closing),
        "form": None if waits or payout.state != PayoutState.DISPUTED else form,
        "crumbs": (Link(_("退费回单差异"), reverse("office-disputes")), Link(payout.number)),
    }
    return page(request, "dispute", context, status=422 if form.errors else 200)


def _closed(request: SignedInRequest, payout: Payout, form: DisputeForm) -> bool:
    """Whether the page has done its part; else the form says what is missing."""
    try:
        refunds.close(request.actor, payout.pk, form.truth, now=clock.now())
    except Invalid as wrong:
        form.add_error(wrong.field, wrong.message)
        return False
    except Conflict as conflict:
        messages.warning(request, f"{conflict.message}{conflict.remedy}")
        return True
    messages.success(request, _("付款指令 %(number)s 的核实结果已提交。") % {"number": payout.number})
    return True

"""到账差异: what tax told and could not be posted as it is, until an operator closes it with a reason."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.collection import actions, queries
from shebao.collection.models import Mismatch, MismatchKind
from shebao.kernel import clock
from shebao.kernel.errors import Conflict
from shebao.office import money
from shebao.office.forms import ClosingForm
from shebao.office.pages import LARGEST_ID, address, cursor, cut, found, page
from shebao.web.parts import Link

SIZE: Final = 50


@policy.operator
@require_GET
def mismatches(request: SignedInRequest) -> HttpResponse:
    """The open ones, or those that were closed, newest first, of one kind or all."""
    closed = request.GET.get("closed") == "1"
    kind = request.GET.get("kind", "")
    kind = kind if kind in MismatchKind.values else ""
    before = cursor(request, "before")
    shown, more = cut(queries.mismatches(kind, closed=closed, before=before, size=SIZE + 1), SIZE)
    here, query = reverse("office-mismatches"), {"kind": kind, "closed": "1" if closed else ""}
    context = {
        "columns": money.MISMATCH_COLUMNS,
        "rows": money.mismatch_rows(shown),
        "closed": closed,
        "open_count": queries.open_mismatches(),
        "kinds": [(value, label, value == kind) for value, label in MismatchKind.choices],
        "first_url": address(here, **query) if before else "",
        "next_url": address(here, **query, before=shown[-1].pk) if more else "",
    }
    return page(request, "mismatches", context)


@policy.operator
@require_http_methods(["GET", "POST"])
def mismatch(request: SignedInRequest, mismatch_id: int) -> HttpResponse:
    """One of them in full; posting closes it with what was done."""
    one = found(queries.mismatch(min(mismatch_id, LARGEST_ID)))
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _close(request, one, form.cleaned_data["reason"])
    context = {
        "mismatch": one,
        "kind": MismatchKind(one.kind).label,
        "advice": money.ADVICE[MismatchKind(one.kind)],
        "facts": money.mismatch_facts(one),
        "form": form,
        "crumbs": (Link(_("到账差异"), reverse("office-mismatches")), Link(f"{one.pk}")),
    }
    return page(request, "mismatch", context, status=422 if form.errors else 200)


def _close(request: SignedInRequest, one: Mismatch, reason: str) -> HttpResponse:
    try:
        actions.close_mismatch(request.actor, one.pk, reason=reason, now=clock.now())
    except Conflict as conflict:
        messages.warning(request, f"{conflict.message}{conflict.remedy}")
        return redirect("office-mismatch", mismatch_id=one.pk)
    messages.success(request, _("差异 %(n)s 已处理。") % {"n": one.pk})
    return redirect("office-mismatches")

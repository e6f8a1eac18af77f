"""通知: reading them and marking them read."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.kernel import clock
from shebao.notices import actions, queries
from shebao.portal import lists
from shebao.portal.pages import LARGEST_ID, address, cursor, cut, found, page

SIZE = 30


@policy.clerk
@require_GET
def notices(request: ClerkRequest) -> HttpResponse:
    """The employer's notices, newest first; `?unread=1` only those nobody has read."""
    unread_only = request.GET.get("unread") == "1"
    rows = queries.page(request.employer.pk, unread_only=unread_only, before=cursor(request, "before"), size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("notices")
    unread = "1" if unread_only else ""
    context = {
        "notices": lists.notice_views(shown, {}),
        "unread_only": unread_only,
        "first_url": address(here, unread=unread) if request.GET.get("before") else "",
        "next_url": address(here, unread=unread, before=shown[-1].pk) if more else "",
    }
    return page(request, "notices", context)


@policy.clerk
@require_POST
def read(request: ClerkRequest, notice_id: int) -> HttpResponse:
    """Mark one notice read."""
    found(notice_id if notice_id <= LARGEST_ID else None)
    actions.mark_read(request.actor, notice_id, now=clock.now())
    return redirect("notices")


@policy.clerk
@require_POST
def read_all(request: ClerkRequest) -> HttpResponse:
    """Mark all notices read."""
    actions.mark_all_read(request.actor, now=clock.now())
    return redirect("notices")

"""数据交换: how the way to each counterparty stands, what does not get through, and trying again."""

from collections.abc import Callable
from functools import wraps
from typing import Final, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.kernel import clock
from shebao.office import lists, words
from shebao.office.pages import address, cursor, cut, number, page
from shebao.outbox import actions, queries
from shebao.web import formats

SIZE: Final = 50
TROUBLES: Final = {
    "stuck": (gettext_lazy("发送失败"), queries.stuck),
    "silent": (gettext_lazy("长时间无反馈"), queries.silent),
}


@policy.operator
@require_GET
def exchange(request: SignedInRequest) -> HttpResponse:
    """Each counterparty's queue, and the messages that wait for an operator."""
    trouble = request.GET.get("trouble", "")
    trouble = trouble if trouble in TROUBLES else "stuck"
    system = request.GET.get("system", "")
    system = system if system in words.SYSTEMS else ""
    after = cursor(request, "after")
    shown, more = cut(TROUBLES[trouble][1](system or None, after=after or 0, size=SIZE + 1), SIZE)
    here = reverse("office-exchange")
    now = clock.now()
    query = {"trouble": trouble, "system": system}
    context = {
        "queues": [lists.queue_view(queue, now) for queue in queries.queues()],
        "queue_columns": lists.QUEUE_COLUMNS,
        "answers_waiting": queries.answers_waiting(),
        "trouble": trouble,
        "trouble_label": TROUBLES[trouble][0],
        "troubles": [
            (key, label, address(here, trouble=key, system=system)) for key, (label, _read) in TROUBLES.items()
        ],
        "system": system,
        "system_label": words.system(system) if system else "",
        "all_url": address(here, trouble=trouble) if system else "",
        "columns": lists.MESSAGE_COLUMNS,
        "rows": lists.message_rows(shown),
        "back": address(here, **query),
        "first_url": address(here, **query) if after else "",
        "next_url": address(here, **query, after=shown[-1].pk) if more else "",
    }
    return page(request, "exchange", context)


@policy.operator
@require_POST
def retry(request: SignedInRequest) -> HttpResponse:
    """Send the chosen messages once more."""
    ids = [known for text in request.POST.getlist("message") if (known := number(text)) is not None]
    if not ids:
        messages.warning(request, _("请先选择要重新发送的消息。"))
        return redirect("office-exchange")
    done = actions.retry(request.actor, ids[: actions.MOST_AT_ONCE], now=clock.now())
    messages.success(request, _("已安排重新发送 %(n)s 条消息。") % {"n": formats.count(done)})
    return redirect("office-exchange")


View = Callable[[SignedInRequest, str], HttpResponse]


def _of_system(view: View) -> Callable[[SignedInRequest], HttpResponse]:
    """A view of one counterparty, named in the form."""

    @wraps(view)
    def wrapped(request: SignedInRequest) -> HttpResponse:
        system = request.POST.get("system", "")
        if system not in words.SYSTEMS:
            raise Http404
        return view(request, system)

    return cast("Callable[[SignedInRequest], HttpResponse]", wrapped)


@policy.operator
@require_POST
@_of_system
def retry_all(request: SignedInRequest, system: str) -> HttpResponse:
    """Send everything of a counterparty that is stuck or silent once more."""
    done = actions.retry_all(request.actor, system, now=clock.now())
    values = {"system": words.system(system), "n": formats.count(done)}
    messages.success(request, _("%(system)s：已安排重新发送 %(n)s 条消息。") % values)
    return redirect("office-exchange")


@policy.operator
@require_POST
@_of_system
def resume(request: SignedInRequest, system: str) -> HttpResponse:
    """Open a paused queue."""
    if actions.resume(request.actor, system, now=clock.now()):
        messages.success(request, _("%(system)s：已恢复发送。") % {"system": words.system(system)})
    else:
        messages.info(request, _("%(system)s：发送正常，无需恢复。") % {"system": words.system(system)})
    return redirect("office-exchange")

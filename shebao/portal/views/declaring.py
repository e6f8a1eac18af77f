"""「向税务申报」: the employer confirms the sums of a self-declared month; the worker carries it out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebao.access import parked, policy
from shebao.access.requests import ClerkRequest
from shebao.collection import actions
from shebao.collection.actions import Sums
from shebao.contributions.models import Notice, NoticeState
from shebao.kernel import clock
from shebao.kernel.errors import Conflict
from shebao.portal.pages import LARGEST_ID, question
from shebao.web import formats

NUMBER_LENGTH = 24


@policy.clerk
@require_http_methods(["GET", "POST"])
def declare(request: ClerkRequest, number: str) -> HttpResponse:
    """Ask with the sums as they stand; posting them back confirms exactly these."""
    notice = _own(request, number)
    if request.method == "GET":
        return _question(request, notice)
    try:
        actions.request_declare(request.actor, notice.pk, shown=_shown(request), now=clock.now())
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        notice.refresh_from_db()
        return _question(request, notice) if notice.state == NoticeState.TO_DECLARE else redirect("arrears")
    messages.success(request, _("已提交，正在向税务申报，结果会在通知中告知。"))
    return redirect("notices")


def _own(request: ClerkRequest, number: str) -> Notice:
    """The employer's own notice that waits to be declared, or 404."""
    mine = Notice.objects.filter(employer_id=request.employer.pk, state=NoticeState.TO_DECLARE)
    notice = mine.filter(number=number).first() if len(number) <= NUMBER_LENGTH else None
    if notice is None:
        raise Http404
    return notice


def _shown(request: HttpRequest) -> Sums:
    """The sums that the page carried; what is no number fits no notice."""
    return Sums(*(_number(request.POST.get(name, "")) for name in Sums._fields))


def _number(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return int(text) if known else -1


def _question(request: ClerkRequest, notice: Notice) -> HttpResponse:
    sums = Sums.of(notice)
    due = sums.employer_fen + sums.personal_fen - sums.deferred_fen
    facts = [
        (_("费款所属期"), formats.month(notice.month)),
        (_("缴费通知单号"), notice.number),
        (_("人数"), formats.count(sums.persons)),
        (_("单位应缴（元）"), formats.money_of_fen(sums.employer_fen)),
        (_("个人应缴（元）"), formats.money_of_fen(sums.personal_fen)),
        *([(_("其中缓缴（元）"), formats.money_of_fen(sums.deferred_fen))] if sums.deferred_fen else []),
        (_("本次应缴（元）"), formats.money_of_fen(due)),
        (_("缴费截止日"), formats.day(notice.due_on)),
    ]
    carried = ((parked.FOR_EMPLOYER, request.employer.pk), *sums._asdict().items())
    context = {
        "title": _("向税务申报"),
        "question": _("确认按以下金额向税务申报？"),
        "facts": facts,
        "hidden": carried,
        "confirm_label": _("确认申报"),
        "cancel_url": reverse("home"),
    }
    return question(request, context)

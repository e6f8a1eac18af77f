"""Deciding on a case: the form, the question whether it is meant, and on to the next case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, NotAllowed
from shebao.office import case_parts, filters, lists, words
from shebao.office.forms import DecisionForm
from shebao.office.pages import address
from shebao.office.views.cases import case_page, case_url, own_case
from shebao.review import actions, queries
from shebao.review.models import Case, Verdict
from shebao.web.parts import Text

CONFIRMED = "confirmed"
QUESTIONS = {
    Verdict.APPROVE: gettext_lazy("确定通过这笔申报吗？"),
    Verdict.RETURN: gettext_lazy("确定退回这笔申报，由单位补正吗？"),
    Verdict.REJECT: gettext_lazy("确定不予通过这笔申报吗？"),
}
CONSEQUENCES = {
    Verdict.APPROVE: gettext_lazy("通过后立即办理参保登记，并自动同步医疗、生育保险。"),
    Verdict.RETURN: gettext_lazy("原因会告知单位，单位补正后重新提交，再由经办机构审核。"),
    Verdict.REJECT: gettext_lazy("原因会告知单位，这笔申报就此办结。"),
}


@policy.officer(*actions.POSTS)
@require_POST
def decide(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Take a decision: first asks whether it is meant, then writes it and opens the next case."""
    one = own_case(request, case_id)
    form = DecisionForm(request.POST, service=one.service)
    if not form.is_valid():
        return case_page(request, one, purpose=_("审核申报"), form=form, status=400)
    if request.POST.get(CONFIRMED) != "yes":
        return _ask(request, one, form)
    try:
        actions.decide(
            request.actor,
            case_id,
            form.decision,
            reason=form.reason,
            seen_version=form.cleaned_data["seen_version"],
            now=clock.now(),
        )
    except (Conflict, NotAllowed) as problem:
        messages.error(request, f"{problem.message}{problem.remedy}")
        return redirect(case_url(request, case_id))
    messages.success(request, _("%(name)s：%(verdict)s") % {"name": one.person_name, "verdict": form.decision.label})
    return _go_on(request, one)


@policy.officer()
@require_GET
def skip(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Leave the case as it is and open the next one."""
    return _go_on(request, own_case(request, case_id))


def _ask(request: OfficerRequest, one: Case, form: DecisionForm) -> HttpResponse:
    verdict = form.decision
    hidden = [(name, form.cleaned_data.get(name, "")) for name in form.fields]
    facts = [
        (_("业务流水号"), one.declaration.number),
        (_("业务"), words.kind(one.declaration)),
        (_("单位"), one.declaration.employer.name),
        (_("人员"), one.person_name),
        (_("审核意见"), lists.verdict_badge(verdict)),
    ]
    context = {
        "layout": "web/office.html",
        "title": _("确认审核意见"),
        "question": QUESTIONS[verdict],
        "facts": [*facts, (_("原因"), form.reason)] if form.reason else facts,
        "warning": _consequence(one, verdict),
        "action": request.get_full_path(),
        "hidden": [*hidden, (CONFIRMED, "yes")],
        "confirm_label": _("确定"),
        "cancel_url": case_url(request, one.pk),
        "cancel_label": _("返回修改"),
        "danger": verdict is Verdict.REJECT,
    }
    return render(request, "web/confirm.html", context)


def _consequence(one: Case, verdict: Verdict) -> Text:
    words_of_all = CONSEQUENCES[verdict]
    return case_parts.approval(one, words_of_all) if verdict is Verdict.APPROVE else words_of_all


def _go_on(request: OfficerRequest, one: Case) -> HttpResponse:
    """To the next open case within the filters, or back to the list when there is none."""
    wanted = filters.read(request.GET)
    following = queries.next_case(request.districts, wanted, today=clock.today(), after=queries.position(one))
    if following is None or following == one.pk:
        messages.info(request, _("没有其他待审核的申报了。"))
        return redirect(address(reverse("office-cases"), **filters.query(wanted)))
    return redirect(case_url(request, following))

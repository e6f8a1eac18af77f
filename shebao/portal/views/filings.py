"""我的申报: the list, the drafts, and the page of one filing as it stands."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, LineState, State
from shebao.documents import queries as documents
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.portal import lists, presenters, queries, reasons, walk
from shebao.portal.forms import BatchForm, ConfirmForm
from shebao.portal.pages import ELSEWHERE, address, any_filing, cursor, cut, page, question, tells_conflicts
from shebao.portal.pages import filing as own_filing
from shebao.portal.views import endings
from shebao.portal.views.results import result
from shebao.services.enrolment import queries as enrolment
from shebao.services.registration import actions as filing_actions
from shebao.services.registration import queries as registration
from shebao.services.withdrawal import queries as withdrawal

SIZE = 20
LINE = 1
CODES_SHOWN = 12
FINDINGS_SHOWN = 20

GROUPS: Final[Mapping[str, tuple[State, ...]]] = {
    "todo": (State.CHECKED, State.RETURNED, State.UNREADABLE),
    "running": (State.CHECKING, State.APPLYING, State.IN_REVIEW),
    "done": (State.EFFECTIVE, State.PARTLY),
    "failed": (State.FAILED, State.REJECTED),
    "cancelled": (State.CANCELLED,),
}
GROUP_LABELS: Final = (
    ("", gettext_lazy("全部")),
    ("todo", gettext_lazy("待您处理")),
    ("running", gettext_lazy("办理中")),
    ("done", gettext_lazy("已办结")),
    ("failed", gettext_lazy("未成功")),
    ("cancelled", gettext_lazy("已撤销")),
)


@policy.clerk
@require_GET
def filings(request: ClerkRequest) -> HttpResponse:
    """The employer's filings, newest first, by group of states."""
    group = request.GET.get("state", "")
    group = group if group in GROUPS else ""
    states = GROUPS[group] if group else lists.FILED
    context = _list(request, "filings", states, group) | {
        "columns": lists.FILING_COLUMNS,
        "groups": [(key, label, address(reverse("filings"), state=key)) for key, label in GROUP_LABELS],
        "group": group,
        "draft_list": False,
    }
    return page(request, "filings", context)


@policy.clerk
@require_GET
def drafts(request: ClerkRequest) -> HttpResponse:
    """Drafts that were begun and not handed in."""
    context = _list(request, "drafts", (State.DRAFT,), "") | {"columns": lists.DRAFT_COLUMNS, "draft_list": True}
    return page(request, "filings", context)


def _list(request: ClerkRequest, name: str, states: tuple[str, ...], group: str) -> dict[str, object]:
    before = cursor(request, "before")
    found = declarations.page(request.employer.pk, states=states, after=before, size=SIZE + 1)
    shown, more = cut(found, SIZE)
    here = reverse(name)
    rows = lists.draft_rows(shown) if name == "drafts" else lists.filing_rows(shown)
    return {
        "rows": rows,
        "first_url": address(here, state=group) if before else "",
        "next_url": address(here, state=group, before=shown[-1].pk) if more else "",
    }


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    declaration = any_filing(request, number)
    if declaration.service in ELSEWHERE:
        return redirect(ELSEWHERE[declaration.service], number=number)
    return walk.show(request, declaration, _PAGES, result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """确认提交: hand what was shown to the worker; the version makes sure that it is what was shown."""
    declaration = own_filing(request, number)
    changed = _("核对之后日期、身份证明材料或费款有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, declaration, filing_actions.confirm, changed)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def cancel(request: ClerkRequest, number: str) -> HttpResponse:
    """撤销: asks first, then withdraws a filing that has had no effect."""
    declaration = any_filing(request, number)
    if request.method == "POST":
        actions.cancel(request.actor, declaration.pk, now=clock.now())
        messages.success(request, _("申报已撤销。"))
        return redirect("filings")
    context = {
        "title": _("撤销申报"),
        "question": _("确定撤销这笔申报吗？"),
        "facts": [
            (_("业务流水号"), declaration.number),
            (_("业务"), presenters.kind(declaration)),
            (_("人员"), presenters.subject(declaration)),
        ],
        "warning": _("撤销后不能恢复，需要时请重新申报。"),
        "confirm_label": _("确定撤销"),
        "cancel_url": reverse("filing", args=[number]),
        "cancel_label": _("返回"),
        "danger": True,
    }
    return question(request, context)


@policy.clerk
@require_POST
@tells_conflicts
def recheck(request: ClerkRequest, number: str) -> HttpResponse:
    """Have a filing checked again, after proofs were added."""
    declaration = own_filing(request, number)
    actions.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("filing", number=number)


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return redirect("edit", number=declaration.number)
    return page(request, "batch", {"declaration": declaration, "form": BatchForm(), "unreadable": None})


def _unreadable(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    context = {"declaration": declaration, "form": BatchForm(), "unreadable": presenters.unreadable(declaration)}
    return page(request, "batch", context)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if not declaration.single:
        return _checked_batch(request, declaration)
    show = _checked_ending if declaration.service == endings.SERVICE else _checked_single
    return show(request, declaration)


def _checked_ending(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """What will happen when an employee leaves; where only the month's charge is missing, it is offered here."""
    line = withdrawal.line(declaration.pk, LINE)
    waits = withdrawal.only_not_charged(declaration.pk, LINE)
    if line is None or (line.state == LineState.BAD and not waits):
        return redirect("edit", number=declaration.number)
    found = declarations.findings(declaration.pk, line_no=LINE)
    soft = any(finding.severity == "soft" for finding in found)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        **endings.words(line),
        "findings": presenters.finding_views([one for one in found if one.code != withdrawal.NOT_CHARGED], {}),
        "not_charged": 1 if waits else 0,
        "confirm_form": ConfirmForm(initial={"content_version": declaration.content_version}, soft=soft),
    }
    return page(request, "check_ending", context)


def _checked_single(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    line = enrolment.line(declaration.pk, LINE)
    if line is None or line.state == LineState.BAD:
        return redirect("edit", number=declaration.number)
    found = declarations.findings(declaration.pk, line_no=LINE)
    soft = any(finding.severity == "soft" for finding in found)
    context = {
        "declaration": declaration,
        "line": line,
        "names": presenters.line_names(line),
        "number_kind": presenters.number_kind(line.document_type),
        "schemes": presenters.scheme_names(line.schemes.split(",")),
        "findings": presenters.finding_views(found, {}),
        "files": documents.of_lines(declaration.pk, line_nos=[LINE]),
        "confirm_form": ConfirmForm(initial={"content_version": declaration.content_version}, soft=soft),
    }
    return page(request, "check", context)


def _checked_batch(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    counts = queries.finding_counts(declaration.pk)
    found = declarations.findings(declaration.pk, severity="hard", size=FINDINGS_SHOWN)
    lines = registration.by_number(declaration.pk, [finding.line_no for finding in found])
    soft = any(severity == "soft" for severity, _code, _number in counts)
    context = {
        "declaration": declaration,
        "tallies": presenters.tallies(declaration, counts)[:CODES_SHOWN],
        "severities": presenters.by_severity(counts),
        "findings": presenters.finding_views(found, lines),
        "proofs": sum(number for _severity, code, number in counts if code in queries.NEEDS_PROOF),
        "done_before": registration.counts(declaration.pk).get(LineState.DONE_BEFORE, 0),
        **_endings_of_batch(declaration),
        "confirm_form": ConfirmForm(initial={"content_version": declaration.content_version}, soft=soft),
        "batch_form": BatchForm(),
        "timeline": presenters.timeline(declaration, declarations.timeline(declaration.pk)),
    }
    return page(request, "check_batch", context)


def _endings_of_batch(declaration: Declaration) -> dict[str, object]:
    """What the workbook's endings do together, and how many additions there are beside them."""
    money = withdrawal.totals(declaration.pk)
    return {
        "money": money,
        "adding": declaration.good - money["ending"],
        "reasons": [reasons.end_reason(code, number) for code, number in withdrawal.reasons(declaration.pk)],
        "not_charged": withdrawal.not_charged(declaration.pk),
        "this_month": Month.of(clock.today()).chinese,
    }


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _unreadable,
    State.CHECKING: walk.progress("progress"),
    State.APPLYING: walk.progress("progress"),
    State.CHECKED: _checked,
}

"""「待办」: the worklist, the page of one case, and what has been decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.audit import actions as audit
from shebao.kernel import clock
from shebao.law import law
from shebao.office import case_parts, comparison, filters, lists, presenters, queries, refunds, words
from shebao.office.forms import DecisionForm, PurposeForm
from shebao.office.pages import LARGEST_ID, address, cursor, cut, found, page
from shebao.office.queries import Dossier
from shebao.review import actions as review_actions
from shebao.review import queries as review
from shebao.review.models import Case
from shebao.services.enrolment.models import EnrolmentLine
from shebao.web.parts import Text

SIZE = 50


@policy.officer()
@require_GET
def cases(request: OfficerRequest) -> HttpResponse:
    """What waits for a decision in the officer's districts, the most urgent first."""
    today = clock.today()
    wanted = filters.read(request.GET)
    after = filters.place(request.GET.get("after", ""))
    rows = review.worklist(request.districts, wanted, today=today, after=after, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    loads = review.load(request.districts, today)
    query = filters.query(wanted)
    here = reverse("office-cases")
    context = {
        "columns": lists.CASE_COLUMNS,
        "rows": lists.case_rows(shown, today, query),
        "services": _services(loads, here),
        "overdue_url": address(here, age="overdue"),
        "due_today_url": address(here, age="today"),
        "waiting": sum(load.waiting for load in loads),
        "overdue": sum(load.overdue for load in loads),
        "due_today": sum(load.due_today for load in loads),
        "choices": _choices(request, loads, wanted),
        "wanted": wanted,
        "reset_url": here if filters.narrowed(wanted) else "",
        "start_url": address(reverse("office-case", args=[shown[0].pk]), **query) if shown else "",
        "first_url": address(here, **query) if after else "",
        "next_url": address(here, **query, after=filters.written(review.position(shown[-1]))) if more else "",
    }
    return page(request, "cases", context)


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down of the search row."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    value: str


def _services(loads: Sequence[review.Load], here: str) -> list[dict[str, object]]:
    return [
        {"label": label, "waiting": waiting, "url": address(here, service=code)}
        for code, label, waiting in presenters.by_service(loads)
    ]


def _choices(request: OfficerRequest, loads: Sequence[review.Load], wanted: review.Filters) -> list[Choice]:
    """What can be filtered by: only what there is."""
    services = sorted({load.service for load in loads})
    reasons = sorted({load.reason for load in loads})
    choices = [
        Choice(
            "district", _("经办机构"), [(code, words.district(code)) for code in request.districts], wanted.district
        ),
        Choice("service", _("业务"), [(code, words.service(code)) for code in services], wanted.service),
        Choice("reason", _("须审核的原因"), [(code, words.reason(code)) for code in reasons], wanted.reason),
    ]
    age = Choice("age", _("办理期限"), list(filters.AGES.items()), wanted.age)
    useful = [one for one in choices if len(one.options) > 1 or one.value]
    return [*(replace(one, options=[("", _("全部")), *one.options]) for one in useful), age]


@policy.officer()
@require_GET
def decided(request: OfficerRequest) -> HttpResponse:
    """What officers of the districts have decided, newest first."""
    search = request.GET.get("q", "")[: review.MAX_SEARCH]
    before = cursor(request, "before")
    rows = review.decided(request.districts, search=search, before=before, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("office-decided")
    context = {
        "columns": lists.DECIDED_COLUMNS,
        "rows": lists.decided_rows(shown),
        "search": search,
        "reset_url": here if search else "",
        "first_url": address(here, q=search) if before else "",
        "next_url": address(here, q=search, before=shown[-1].pk) if more else "",
    }
    return page(request, "decided", context)


@policy.officer()
@require_GET
def case(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One case; opening it is a look at a person's data, and recorded."""
    one = own_case(request, case_id)
    return case_page(request, one, purpose=_("审核申报"))


@policy.officer()
@require_POST
def reveal(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The same page with the numbers in full, for a stated purpose; the look is recorded."""
    one = own_case(request, case_id)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请先选择查看用途。"))
        return redirect(case_url(request, case_id))
    purpose = dict(form.fields["purpose"].choices)[form.cleaned_data["purpose"]]  # type: ignore[attr-defined]
    return case_page(request, one, purpose=str(purpose), shown=True)


def own_case(request: OfficerRequest, case_id: int) -> Case:
    """The case of that id if it is of the officer's districts, or 404."""
    return found(review.find(case_id, request.districts) if case_id <= LARGEST_ID else None)


def case_url(request: OfficerRequest, case_id: int) -> str:
    """The page of a case, with the filters of the worklist it was opened from."""
    return address(reverse("office-case", args=[case_id]), **filters.query(filters.read(request.GET)))


def case_page(
    request: OfficerRequest,
    one: Case,
    *,
    purpose: str,
    form: DecisionForm | None = None,
    shown: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a case and record the look, with its purpose and whether the numbers were in full."""
    dossier = queries.dossier(one)
    audit.look(
        request.actor,
        "case_numbers" if shown else "case",
        person_id=dossier.person.pk if dossier.person else None,
        purpose=purpose,
        subject=f"case:{one.pk}",
    )
    return page(request, "case", _context(request, dossier, form, shown=shown), status=status)


def _context(request: OfficerRequest, dossier: Dossier, form: DecisionForm | None, *, shown: bool) -> dict[str, Any]:
    one, line = dossier.case, dossier.line
    query = filters.query(filters.read(request.GET))
    objection = review_actions.objection(request.actor, one, clock.now()) if dossier.open else None
    may_decide = dossier.open and line is not None and objection is None
    return {
        "case": one,
        "dossier": dossier,
        "declaration": one.declaration,
        "employer": one.declaration.employer,
        "agency": law().codes("agency").name_of(one.district) or one.district,
        "kind": words.kind(one.declaration),
        "reason": words.reason(one.reason),
        "due_badge": lists.due_badge(one.due_on, clock.today()) if dossier.open else "",
        "comparison": _comparison(dossier, shown=shown),
        "part": case_parts.part(dossier, shown=shown),
        "shown": shown,
        "purpose_form": PurposeForm(),
        "files": presenters.materials(dossier),
        "contract_columns": lists.CONTRACT_COLUMNS,
        "contracts": lists.contract_rows(dossier.contracts),
        "findings": presenters.finding_views(dossier.findings, one.service),
        "timeline": presenters.timeline(dossier),
        "verdicts": [(refunds.stage(past.case), lists.verdict_badge(past.verdict), past) for past in dossier.decisions],
        "objection": objection,
        "form": form
        or (DecisionForm(service=one.service, initial={"seen_version": dossier.version}) if may_decide else None),
        "decide_url": address(reverse("office-decide", args=[one.pk]), **query),
        "reveal_url": address(reverse("office-reveal", args=[one.pk]), **query),
        "next_url": address(reverse("office-next", args=[one.pk]), **query),
        "list_url": address(reverse("office-cases"), **query),
    }


def _comparison(dossier: Dossier, *, shown: bool) -> comparison.Comparison | None:
    """An enrolment beside what others say of the person; lines of other services have parts of their own."""
    if not isinstance(dossier.line, EnrolmentLine):
        return None
    return comparison.compare(dossier.line, dossier.person, dossier.lookup, shown=shown)

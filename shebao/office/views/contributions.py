"""缴费查询 for officers: notices of their districts, who is on them, and how every amount came about; all read only."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.audit import actions as audit
from shebao.contributions import history, watching
from shebao.contributions.models import Notice, NoticeState
from shebao.employment import queries as employment
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month
from shebao.law import law
from shebao.office.pages import LARGEST_ID, address, cursor, cut, found, page
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.web import charges, explained, notice_page

SIZE = 50
YEAR = 12
NUMBER_LENGTH = 24
LARGEST_MONTH = 219912


@policy.officer()
@require_GET
def notices(request: OfficerRequest) -> HttpResponse:
    """Notices of the officer's districts, newest first, by month, state, employer or number."""
    month_text, state = request.GET.get("month", "")[:10], request.GET.get("state", "")
    state = state if state in NoticeState.values else ""
    search = request.GET.get("q", "")[: watching.MAX_SEARCH]
    month, before = _typed(month_text), cursor(request, "before")
    rows = watching.notices(month=month, state=state, search=search, before=before, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("office-notices")
    query = {"month": str(month) if month else "", "state": state, "q": search}
    context = {
        "columns": (charges.NOTICE_COLUMNS[0], charges.EMPLOYER_COLUMN, *charges.NOTICE_COLUMNS[1:]),
        "rows": charges.notice_rows(shown, clock.today(), notice_url, employer=True),
        "month": query["month"],
        "state": state,
        "states": [("", _("全部")), *NoticeState.choices],
        "search": search,
        "reset_url": here if any(query.values()) else "",
        "first_url": address(here, **query) if before else "",
        "next_url": address(here, **query, before=shown[-1].pk) if more else "",
    }
    return page(request, "notices", context)


def _typed(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except Invalid:
        return None


@policy.officer()
@require_GET
def notice(request: OfficerRequest, number: str) -> HttpResponse:
    """One notice with everybody on it."""
    one = found(watching.notice(number) if len(number) <= NUMBER_LENGTH else None)
    search, after = request.GET.get("q", "")[: searching.MAX_SEARCH], cursor(request, "after")
    people, following = notice_page.people(one, search, after, partial(_person_url, one.employer_id))
    if people["rows"]:
        audit.look(request.actor, "notice", subject=f"notice:{one.pk}", persons=len(people["rows"]))
    here = notice_url(one)
    context = {
        **notice_page.facts(one, clock.today(), notice_url),
        **people,
        "here": here,
        "reset_url": here if search else "",
        "first_url": address(here, q=search) if after else "",
        "next_url": address(here, q=search, after=following) if following else "",
    }
    return page(request, "notice", context)


@policy.officer()
@require_GET
def person(request: OfficerRequest, employer_id: int, person_id: int) -> HttpResponse:
    """One person's months with one employer of the officer's districts; the look is recorded."""
    who = _seen(request, employer_id, person_id)
    before = cursor(request, "before")
    edge = _month(before) if before and before <= LARGEST_MONTH else None
    shown, more = cut(history.months(employer_id, who.pk, before=edge, size=YEAR + 1), YEAR)
    here = _person_url(employer_id, who.pk)
    context = {
        "person": who,
        "number": charges.masked_number(who.document_type, who.document_number),
        "scheme_columns": explained.SCHEME_COLUMNS,
        "months": explained.month_views(
            shown, clock.today(), amount_url=partial(_amount_url, employer_id, who.pk), notice_url=notice_url
        ),
        "wage_columns": explained.WAGE_COLUMNS,
        "wages": explained.wage_rows(history.wages(employer_id, who.pk)),
        "first_url": here if edge else "",
        "next_url": address(here, before=int(shown[-1].month)) if more else "",
    }
    return page(request, "person", context)


@policy.officer()
@require_GET
def amount(request: OfficerRequest, employer_id: int, person_id: int, month: int, scheme: str) -> HttpResponse:
    """How every fen of one scheme and month came about; the look is recorded."""
    who, wanted = _seen(request, employer_id, person_id), _month(month)
    known = scheme if scheme in law().codes("scheme") else None
    explanation, standing = found(history.one(employer_id, who.pk, wanted, found(known)))
    context = {
        "person": who,
        "month": wanted,
        "back_url": _person_url(employer_id, who.pk),
        "scheme_name": charges.scheme_name(scheme),
        "total": explanation.total,
        "steps": explained.step_views(explanation),
        "line_columns": explained.LINE_COLUMNS,
        "notices": [(one.number, notice_url(one), charges.notice_badge(one, clock.today())) for one in standing],
    }
    return page(request, "amount", context)


def _seen(request: OfficerRequest, employer_id: int, person_id: int) -> Person:
    """The person, if she has or had a contract there. What she earns is seen here, so it is recorded who looked."""
    known = max(employer_id, person_id) <= LARGEST_ID
    contracts = employment.contracts_of_person(person_id, employer_id) if known else []
    person = found(contracts[0].person if contracts else None)
    audit.look(request.actor, "contributions", person_id=person.pk, subject=f"employer:{employer_id}")
    return person


def _month(value: int) -> Month:
    try:
        known: Month | None = Month.from_int(value)
    except ValueError:
        known = None
    return found(known)


def notice_url(notice: Notice) -> str:
    """The page of a notice."""
    return reverse("office-notice", args=[notice.number])


def _person_url(employer_id: int, person_id: int) -> str:
    return reverse("office-person", args=[employer_id, person_id])


def _amount_url(employer_id: int, person_id: int, month: Month, scheme: str) -> str:
    return reverse("office-amount", args=[employer_id, person_id, int(month), scheme])

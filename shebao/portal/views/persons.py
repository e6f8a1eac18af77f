"""One person's contributions: month by month, each amount explained, and the wages they rest on."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.contributions import history
from shebao.employment import queries as employment
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.law import law
from shebao.persons.models import Person
from shebao.portal.pages import LARGEST_ID, address, cursor, cut, found, page
from shebao.portal.views.months import month_or_404, notice_url
from shebao.web import charges, explained

YEAR = 12
LARGEST_MONTH = 219912


@policy.clerk
@require_GET
def person(request: ClerkRequest, person_id: int) -> HttpResponse:
    """The months with this employer, a year a page, and the declared wages; numbers masked."""
    who, contracts = _own(request, person_id)
    before = cursor(request, "before")
    edge = month_or_404(before) if before and before <= LARGEST_MONTH else None
    months = history.months(request.employer.pk, who.pk, before=edge, size=YEAR + 1)
    shown, more = cut(months, YEAR)
    here = reverse("person-contributions", args=[who.pk])
    context = {
        "person": who,
        "number": charges.masked_number(who.document_type, who.document_number),
        "contracts": contracts,
        "scheme_columns": explained.SCHEME_COLUMNS,
        "months": explained.month_views(
            shown, clock.today(), amount_url=partial(_amount_url, who.pk), notice_url=notice_url
        ),
        "wage_columns": explained.WAGE_COLUMNS,
        "wages": explained.wage_rows(history.wages(request.employer.pk, who.pk)),
        "first_url": here if edge else "",
        "next_url": address(here, before=int(shown[-1].month)) if more else "",
    }
    return page(request, "person", context)


@policy.clerk
@require_GET
def amount(request: ClerkRequest, person_id: int, month: int, scheme: str) -> HttpResponse:
    """How every fen of one scheme and month came about, entry by entry."""
    who, _contracts = _own(request, person_id)
    wanted = month_or_404(month)
    known = scheme if scheme in law().codes("scheme") else None
    explanation, notices = found(history.one(request.employer.pk, who.pk, wanted, found(known)))
    context = {
        "person": who,
        "month": wanted,
        "scheme_name": charges.scheme_name(scheme),
        "total": explanation.total,
        "steps": explained.step_views(explanation),
        "line_columns": explained.LINE_COLUMNS,
        "notices": [(one.number, notice_url(one), charges.notice_badge(one, clock.today())) for one in notices],
    }
    return page(request, "amount", context)


def _own(request: ClerkRequest, person_id: int) -> tuple[Person, list[Contract]]:
    """The person, if she has or had a contract here, and the contracts; or 404."""
    known = person_id <= LARGEST_ID
    contracts = employment.contracts_of_person(person_id, request.employer.pk) if known else []
    return found(contracts[0].person if contracts else None), contracts


def _amount_url(person_id: int, month: Month, scheme: str) -> str:
    return reverse("amount", args=[person_id, int(month), scheme])

"""「缴费明细」: month by month at all employers, each amount explained."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.contributions import history
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.law import law
from shebao.personal import months
from shebao.personal.pages import LARGEST_ID, address, cursor, found, month_at, page
from shebao.web import charges, explained

YEAR = 12


@policy.insured
@require_GET
def contributions(request: InsuredRequest) -> HttpResponse:
    """The months with entries, a year a page, the newest first."""
    before = month_at(cursor(request, "before"))
    known = history.everywhere(request.records, before=before, size=YEAR + 1)
    wanted = sorted({one.month for one in known}, reverse=True)[:YEAR]
    shown = [one for one in known if one.month in wanted]
    here = reverse("my-contributions")
    context = {
        "scheme_columns": explained.SCHEME_COLUMNS,
        "months": months.folded(shown, clock.today(), kept=request.person.pk),
        "first_url": here if before else "",
        "next_url": address(here, before=int(wanted[-1])) if len(shown) < len(known) else "",
    }
    return page(request, "contributions", context)


@policy.insured
@require_GET
def amount(request: InsuredRequest, month: int, employer_id: int, scheme: str) -> HttpResponse:
    """How every fen of one scheme and month came about, entry by entry; `?record=` is another of her records."""
    wanted = found(month_at(month))
    record = cursor(request, "record") or request.person.pk
    if employer_id > LARGEST_ID or scheme not in law().codes("scheme") or record not in request.records:
        raise Http404
    explanation, notices = found(history.one(employer_id, record, wanted, scheme))
    context = {
        "month": wanted,
        "scheme_name": charges.scheme_name(scheme),
        "employer": found(Employer.objects.filter(pk=employer_id).first()),
        "total": explanation.total,
        "steps": explained.step_views(explanation),
        "line_columns": explained.LINE_COLUMNS,
        "paid": months.badges(notices, clock.today()),
    }
    return page(request, "amount", context)

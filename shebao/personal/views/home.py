"""首页: where the person is insured, her latest month, and the entrances."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.contributions import history
from shebao.employment import queries as employment
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.personal import coverages, months
from shebao.personal.pages import page


@policy.insured
@require_GET
def home(request: InsuredRequest) -> HttpResponse:
    """The first page after login; the number of queries is fixed."""
    this = Month.of(clock.today())
    latest = history.everywhere(request.records, size=1)
    context = {
        "person": request.person,
        "running": coverages.by_employer(employment.spells_of_person(request.records, this, this)),
        "latest": months.summaries(latest),
    }
    return page(request, "home", context)

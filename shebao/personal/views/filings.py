"""「单位申报记录」: what employers have filed about the person, and where each filing stands."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.personal import filings as shown
from shebao.personal import queries
from shebao.personal.pages import page

SIZE = 100


@policy.insured
@require_GET
def filings(request: InsuredRequest) -> HttpResponse:
    """The newest filings of all services, in one query."""
    known = queries.filings_about_me(size=SIZE + 1)
    context = {
        "columns": shown.COLUMNS,
        "rows": shown.rows(known[:SIZE]),
        "most": SIZE if len(known) > SIZE else 0,
    }
    return page(request, "filings", context)

"""应缴核定 for operators: what made entries and how far it is, and who could not be assessed, in numbers."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.contributions import watching
from shebao.office import run_lists
from shebao.office.pages import address, cursor, cut, page

SIZE = 50


@policy.operator
@require_GET
def runs(request: SignedInRequest) -> HttpResponse:
    """Runs, newest first, under the open problems of all months."""
    before = cursor(request, "before")
    shown, more = cut(watching.runs(before=before, size=SIZE + 1), SIZE)
    here = reverse("office-runs")
    tallies = watching.tallies()
    context = {
        "columns": run_lists.RUN_COLUMNS,
        "rows": run_lists.run_rows(shown),
        "tally_columns": run_lists.TALLY_COLUMNS,
        "tallies": run_lists.tally_rows(tallies),
        "running": sum(run.finished_at is None for run in shown),
        "problems": sum(tally.number for tally in tallies),
        "first_url": here if before else "",
        "next_url": address(here, before=shown[-1].pk) if more else "",
    }
    return page(request, "runs", context)

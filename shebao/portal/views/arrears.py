"""「欠费情况」: what was not paid by its due day, by 费款所属期, with the late fee as of today."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.collection import queries
from shebao.kernel import clock
from shebao.portal import money
from shebao.portal.pages import page


@policy.clerk
@require_GET
def arrears(request: ClerkRequest) -> HttpResponse:
    """All of the employer's, oldest first: there are as many as months and corrections, so no pages."""
    today = clock.today()
    found = queries.arrears(request.employer.pk, today)
    context = {
        "today": today,
        "columns": money.ARREAR_COLUMNS,
        "rows": money.arrear_rows(found),
        "owed_fen": sum(one.owed_fen for one in found),
        "late_fee_fen": sum(one.late_fee_fen for one in found),
        "total_fen": sum(one.total_fen for one in found),
        "deferred_fen": sum(one.deferred_fen for one in found),
        "months": len({one.month for one in found}),
    }
    return page(request, "arrears", context)

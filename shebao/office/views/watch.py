"""登录锁定 and 安全告警: what was tried and refused."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.kernel import clock
from shebao.office import lists, queries
from shebao.office.pages import address, cursor, cut, page

SIZE = 50


@policy.operator
@require_GET
def logins(request: SignedInRequest) -> HttpResponse:
    """Login names with failed or locked tries in the last quarter of an hour."""
    attempts = queries.login_attempts(clock.now())
    context = {
        "columns": lists.ATTEMPT_COLUMNS,
        "rows": lists.attempt_rows(attempts),
        "locked": sum(bool(one.locked) for one in attempts),
        "failed": sum(one.failed for one in attempts),
    }
    return page(request, "logins", context)


@policy.operator
@require_GET
def alarms(request: SignedInRequest) -> HttpResponse:
    """Actions that were refused, newest first."""
    before = cursor(request, "before")
    shown, more = cut(queries.refusals(before=before, size=SIZE + 1), SIZE)
    here = reverse("office-alarms")
    context = {
        "columns": lists.ALARM_COLUMNS,
        "rows": lists.alarm_rows(shown),
        "first_url": here if before else "",
        "next_url": address(here, before=shown[-1].pk) if more else "",
    }
    return page(request, "alarms", context)

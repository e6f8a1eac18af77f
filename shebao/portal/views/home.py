"""首页: what needs attention, the entrances, what was filed last."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.contributions import overview
from shebao.declarations import queries as declarations
from shebao.declarations.models import State
from shebao.kernel import clock
from shebao.notices import queries as notices
from shebao.portal import lists, queries
from shebao.portal.pages import page

SHOWN = 5


@policy.clerk
@require_GET
def home(request: ClerkRequest) -> HttpResponse:
    """The first page after login; the number of queries is fixed."""
    employer_id = request.employer.pk
    counts = queries.state_counts(employer_id)
    context = {
        "to_confirm": counts.get(State.CHECKED, 0),
        "returned": counts.get(State.RETURNED, 0) + counts.get(State.UNREADABLE, 0),
        "in_review": counts.get(State.IN_REVIEW, 0),
        "drafts": counts.get(State.DRAFT, 0),
        "medical_failures": queries.medical_failure_count(employer_id),
        "money": overview.attention(employer_id, clock.today()),
        "attention": lists.filing_rows(queries.attention(employer_id, SHOWN)),
        "recent": lists.filing_rows(declarations.page(employer_id, states=lists.FILED, size=SHOWN)),
        "filing_columns": lists.FILING_COLUMNS,
        "unread": lists.notice_views(notices.page(employer_id, unread_only=True, size=SHOWN), {}),
    }
    return page(request, "home", context)

"""后台任务: steps that the worker could not do, with a retry."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import SignedInRequest
from shebao.declarations import actions
from shebao.declarations.models import Step
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, NotFound
from shebao.office import lists, queries
from shebao.office.pages import LARGEST_ID, page


@policy.operator
@require_GET
def tasks(request: SignedInRequest) -> HttpResponse:
    """What the worker has to do, and what it has failed to do."""
    failed = queries.failed_steps()
    running = queries.running_steps()
    context = {
        "columns": lists.TASK_COLUMNS,
        "tasks": lists.task_views(failed, queries.last_events([task.id for task in failed])),
        "steps": [(step.label, running.get(step.value, 0)) for step in Step],
        "given_up": sum(task.given_up for task in failed),
        "failed": sum(not task.given_up for task in failed),
    }
    return page(request, "tasks", context)


@policy.operator
@require_POST
def retry(request: SignedInRequest, declaration_id: int) -> HttpResponse:
    """Have the worker try a failed step again at once."""
    try:
        declaration = actions.retry_step(request.actor, min(declaration_id, LARGEST_ID), now=clock.now())
        messages.success(request, _("已安排重试：%(number)s") % {"number": declaration.number})
    except (Conflict, NotFound) as problem:
        messages.warning(request, f"{problem.message}{problem.remedy}")
    return redirect("office-tasks")

"""「社会保险、就业、劳动用工备案统一登记」: which way to go."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.portal.pages import page


@policy.clerk
@require_GET
def registration(request: ClerkRequest) -> HttpResponse:
    """The choice between one employee, a workbook, and the list of contracts."""
    return page(request, "registration")

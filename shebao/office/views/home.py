"""Where everybody who works here begins."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.models import UserKind
from shebao.access.requests import SignedInRequest

FIRST_PAGES = {UserKind.OFFICER: "office-cases", UserKind.OPERATOR: "office-exchange"}


@policy.signed_in
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """To the first page of this kind of user."""
    first = FIRST_PAGES.get(UserKind(request.user.kind))
    if first is None:
        raise PermissionDenied
    return redirect(first)

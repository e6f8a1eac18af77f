"""What all pages of this door do alike: rendering, page cursors, look-ups that end in 404, conflicts."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from shebao.access import parked
from shebao.access.requests import ClerkRequest
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration
from shebao.kernel.errors import Conflict

T = TypeVar("T")
LARGEST_ID = 2**63 - 1
LARGEST_LINE = 2**31 - 1
NUMBER_LENGTH = 20
ELSEWHERE: Final[Mapping[str, str]] = {
    "bases": "bases-filing",
    "supplements": "supplement",
    "arrears": "arrears-filing",
    "refunds": "refund-filing",
    "person_changes": "change-filing",
    "cards": "card-filing",
}
"""Services whose filings have pages of their own, with the name of the one that shows a filing."""


def page(
    request: ClerkRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the portal; never kept by browsers or proxies, because it shows personal data."""
    values = {"for_employer": request.employer.pk, **(context or {})}
    response = render(request, f"portal/{template}.html", values, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def cursor(request: ClerkRequest, name: str) -> int | None:
    """A number from the address that places a page; None if it is absent or no such number."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return min(int(text), LARGEST_ID)


def address(base: str, **query: object) -> str:
    """An address with its query; empty values are left out."""
    kept = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{base}?{urlencode(kept)}" if kept else base


def cut(rows: list[T], size: int) -> tuple[list[T], bool]:
    """A page from ``size + 1`` rows, and whether there are more."""
    return rows[:size], len(rows) > size


def found(value: T | None) -> T:
    """The value, or the page 404 that does not tell an absent thing from another employer's."""
    if value is None:
        raise Http404
    return value


def any_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own declaration of that number, of whatever service, or 404."""
    if len(number) > NUMBER_LENGTH:
        raise Http404
    return found(declarations.find(number, request.employer.pk))


def filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own declaration of that number, or 404; also for one of a service that has pages of its own."""
    declaration = any_filing(request, number)
    if declaration.service in ELSEWHERE:
        raise Http404
    return declaration


def posted_line(request: ClerkRequest) -> int:
    """The number of the line that a form is about; 0, which no line has, if it is none."""
    text = request.POST.get("line", "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_LINE))):
        return 0
    return min(int(text), LARGEST_LINE)


def question(request: ClerkRequest, context: Mapping[str, Any]) -> HttpResponse:
    """A page that asks before something is done, for the employer it was drawn for; like `page` kept by nobody."""
    hidden = ((parked.FOR_EMPLOYER, request.employer.pk),)
    response = render(request, "web/confirm.html", {"hidden": hidden, **context})
    response["Cache-Control"] = "private, no-store"
    return response


View = TypeVar("View", bound=Callable[..., HttpResponse])


def tells_conflicts(view: View) -> View:
    """A view of one filing whose Conflict becomes a message on the filing's page, which shows how it really stands."""

    @wraps(view)
    def wrapped(request: ClerkRequest, number: str) -> HttpResponse:
        try:
            return view(request, number)
        except Conflict as conflict:
            messages.warning(request, f"{conflict.message}{conflict.remedy}")
            return redirect("filing", number=number)

    return cast("View", wrapped)

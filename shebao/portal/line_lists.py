"""Every line of a filing on pages of their own, by state or by finding, alike for all services."""

from collections.abc import Callable, Container
from typing import Final, Generic, NamedTuple, TypeVar

from django.http import HttpResponse
from django.urls import reverse

from shebao.access.requests import ClerkRequest
from shebao.declarations.models import Declaration, Line, LineState
from shebao.portal import presenters
from shebao.portal.pages import ELSEWHERE, LARGEST_LINE, address, cursor, cut, page
from shebao.services.lines import listed
from shebao.web.parts import Text

SIZE: Final = 50
L = TypeVar("L", bound=Line)


class Listing(NamedTuple, Generic[L]):
    """Of a service: its table of lines, codes of findings, url name and title of the page, and what its table shows."""

    model: type[L]
    codes: Container[str]
    url_name: str
    title: Text
    table: Callable[[Declaration, list[L]], dict[str, object]]


def show(request: ClerkRequest, declaration: Declaration, listing: Listing[L]) -> HttpResponse:
    """A page of the lines; unknown states and codes in the address count as none."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    state = state if state in LineState.values else ""
    code = code if code in listing.codes else ""
    after = min(cursor(request, "after") or 0, LARGEST_LINE)
    rows = listed.lines(listing.model, declaration.pk, state=state, code=code, after=after, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse(listing.url_name, args=[declaration.number])
    context = {
        "declaration": declaration,
        "title": listing.title,
        "filing_url": reverse(ELSEWHERE.get(declaration.service, "filing"), args=[declaration.number]),
        **listing.table(declaration, shown),
        "counts": presenters.line_tallies(listed.counts(listing.model, declaration.pk)),
        "state": state,
        "here": here,
        "first_url": address(here, state=state, code=code) if after else "",
        "next_url": address(here, state=state, code=code, after=shown[-1].line_no) if more else "",
    }
    return page(request, "line_list", context)

"""What all pages of this door do alike: rendering, page cursors, look-ups that end in 404, words for codes."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.kernel.months import Month
from shebao.law import law

T = TypeVar("T")
LARGEST_ID = 2**63 - 1


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of this door; never kept by browsers or proxies, because it shows personal data."""
    response = render(request, f"personal/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def cursor(request: HttpRequest, name: str) -> int | None:
    """A number from the address that places a page; None if it is absent or no such number."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return min(int(text), LARGEST_ID)


def month_at(value: int | None) -> Month | None:
    """The month that a number of an address says, if it says one."""
    try:
        return Month.from_int(value) if value is not None else None
    except ValueError:
        return None


def address(base: str, **query: object) -> str:
    """An address with its query."""
    return f"{base}?{urlencode(query)}"


def found(value: T | None) -> T:
    """The value, or the page 404 that does not tell an absent thing from another person's."""
    if value is None:
        raise Http404
    return value


def code_name(table: str, code: str) -> str:
    """The Chinese name of a code; nothing for none."""
    return law().codes(table).name_of(code) if code else ""

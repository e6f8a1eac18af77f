"""What all pages of the office do alike: rendering, page cursors, look-ups that end in 404."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

T = TypeVar("T")
LARGEST_ID = 2**63 - 1


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of the office; never kept by browsers or proxies, because it shows personal data."""
    response = render(request, f"office/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def cursor(request: HttpRequest, name: str) -> int | None:
    """A number from the address that places a page; None if it is absent or no such number."""
    return number(request.GET.get(name, ""))


def number(text: str) -> int | None:
    """The id that a text says, or None if it says none."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return min(int(text), LARGEST_ID)


def address(base: str, **query: object) -> str:
    """An address with its query; empty values are left out."""
    kept = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{base}?{urlencode(kept)}" if kept else base


def cut(rows: list[T], size: int) -> tuple[list[T], bool]:
    """A page from `size + 1` rows, and whether there are more."""
    return rows[:size], len(rows) > size


def found(value: T | None) -> T:
    """The value, or the page 404 that does not tell an absent thing from another district's."""
    if value is None:
        raise Http404
    return value

"""Text that no database column can hold is refused at the door, before any view reads it."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def storable(text: str) -> bool:
    """Whether PostgreSQL can store the text: no NUL, no lone surrogate."""
    return text.isprintable() or not any(_bad(character) for character in text)


def all_storable(request: HttpRequest) -> bool:
    """Whether path, query, cookies, form fields and file names of the request are storable text.

    Bodies that are no form (JSON at the gateway) are left to the view that parses them.
    """
    return all(storable(text) for text in _texts(request))


def _bad(character: str) -> bool:
    return character == "\x00" or "\ud800" <= character <= "\udfff"


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from request.COOKIES.values()
    yield from _pairs(request.GET.lists())
    if request.content_type in FORMS:
        yield from _pairs(request.POST.lists())
        for name, files in request.FILES.lists():
            yield name
            yield from (str(file.name) for file in files)


def _pairs(lists: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for name, values in lists:
        yield name
        yield from values

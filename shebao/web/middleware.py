"""Turns errors raised on purpose, which no view has caught, into their page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shebao.kernel.errors import ShebaoError
from shebao.web.errors import known_error


class KnownErrors:
    """``ShebaoError`` becomes a page with its message, remedy and status; every other exception passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook."""
        return known_error(request, exception) if isinstance(exception, ShebaoError) else None

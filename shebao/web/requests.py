"""The outermost middleware: gives every request the reference number under which its log lines are found."""

import secrets
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

# No letter or digit that is taken for another when it is read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A reference number of 8 characters, ``7K3M-9QXT``: 40 bits, easy to read out."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def reference_of(request: HttpRequest) -> str:
    """The request's reference number; a new one if the request has passed no ``RequestContext``."""
    return str(getattr(request, "reference", "") or new_reference())


class RequestContext:
    """Sets ``request.reference``, binds it to the log lines of the request and sends it back as ``X-Reference``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reference = new_reference()
        request.reference = reference  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(reference=reference):
            response = self.get_response(request)
        response["X-Reference"] = reference
        return response

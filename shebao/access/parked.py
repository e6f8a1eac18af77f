"""A form that arrives after its session has ended is kept, and given back after the login of the same user."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from shebao.access.requests import DoorRequest


def park(request: DoorRequest, response: HttpResponse) -> None:
    """Keep the form."""


def attach(request: DoorRequest) -> None:
    """Put kept files back."""


def forget(request: DoorRequest, response: HttpResponseBase) -> None:
    """Drop what has been handed over."""

"""The two signed cookies of a device: who logged in last, and which submissions are kept for her."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse

from shebao.access.requests import DoorRequest

KNOWN_FOR = timedelta(days=90)
KEPT_FOR = timedelta(hours=24)
KEPT_AT_MOST = 5
KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class Device:
    """A device on which a user has logged in before; `key` is random and tells devices of one user apart."""

    user_id: int
    key: str


def device(request: DoorRequest) -> Device | None:
    """The device the request comes from, if somebody has logged in there within 90 days."""
    user_id, _, key = _read(request, "last", KNOWN_FOR).partition(".")
    return Device(int(user_id), key) if user_id.isdecimal() and key else None


def remember_device(request: DoorRequest, response: HttpResponse, user_id: int) -> None:
    """The user has logged in on this device; it keeps its key while the same user does."""
    known = device(request)
    key = known.key if known and known.user_id == user_id else secrets.token_urlsafe(KEY_BYTES)
    _write(request, response, "last", f"{user_id}.{key}", KNOWN_FOR)


def parked(request: DoorRequest) -> list[uuid.UUID]:
    """Handles of the submissions kept for this device."""
    words = _read(request, "parked", KEPT_FOR).split(",")
    return [uuid.UUID(word) for word in words if word]


def remember_parked(request: DoorRequest, response: HttpResponse, token: uuid.UUID) -> None:
    """Note one more kept submission; of many the newest few."""
    tokens = [*(one for one in parked(request) if one != token), token][-KEPT_AT_MOST:]
    _write(request, response, "parked", ",".join(one.hex for one in tokens), KEPT_FOR)


def _name(request: DoorRequest, what: str) -> str:
    return f"shebao_{request.door}_{what}"


def _read(request: DoorRequest, what: str, max_age: timedelta) -> str:
    """The value, or nothing if the cookie is missing, forged or too old."""
    value = request.get_signed_cookie(_name(request, what), default="", salt=what, max_age=max_age)
    return value or ""


def _write(request: DoorRequest, response: HttpResponse, what: str, value: str, max_age: timedelta) -> None:
    response.set_signed_cookie(
        _name(request, what),
        value,
        salt=what,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )

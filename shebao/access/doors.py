"""The door of a process: one transaction a request, under the door's database role, on behalf of one actor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from psycopg.pq import TransactionStatus

from shebao.access import gate, parked, policy, sessions
from shebao.access.hostile import all_storable
from shebao.access.models import User
from shebao.access.requests import DoorRequest
from shebao.audit.actions import Actor
from shebao.kernel import clock

log = structlog.get_logger("shebao.access")

# A page that needs longer than this is wrong; bulk work belongs to the worker.
STATEMENT_TIMEOUT = "5s"
# Requests that a page makes by itself: they do not show that somebody is there.
UNATTENDED = "X-Poll"

_ENTER = """
select
    set_config('role', %s, true),
    set_config('statement_timeout', %s, true),
    set_config('shebao.door', %s, true),
    set_config('shebao.user', %s, true)
"""
_PRESENT = """
select
    current_setting('role'),
    current_setting('statement_timeout'),
    coalesce(current_setting('shebao.door', true), ''),
    coalesce(current_setting('shebao.user', true), '')
"""


def door_of(path: str) -> str:
    """The door a path belongs to: portal, office or gateway. A process that is one door answers for it alone."""
    if settings.DOOR != "all":
        return str(settings.DOOR)
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in ("office", "gateway") else "portal"


def address_of(request: HttpRequest) -> str | None:
    """Network address of the caller; behind a proxy the one that our proxy saw."""
    address = request.META.get("REMOTE_ADDR") or None
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    return gate.valid_address(address)


@contextmanager
def entered(door: str, user_id: int | None = None) -> Iterator[None]:
    """Open a transaction under the database role of `door`, on behalf of a user (None: nobody is logged in).

    Row-level security reads the user; inside of another transaction the settings are put back at the end.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _settings() if nested else None
        _enter(_role(door), STATEMENT_TIMEOUT, door, str(user_id or ""))
        yield
        if before is not None and not connection.needs_rollback:
            _enter(*before)


def act_for(user_id: int | None) -> None:
    """Tell row-level security for whom the rest of the transaction runs."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('shebao.user', %s, true)", [str(user_id or "")])


class DoorMiddleware:
    """Innermost middleware: lets a request in, runs it in one transaction, and checks the policy of its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, django_request: HttpRequest) -> HttpResponseBase:
        request = cast("DoorRequest", django_request)
        request.door = door_of(request.path_info)
        request.session_ended = ""
        request.actor = _nobody(request)
        if not all_storable(request):
            raise BadRequest("text that cannot be stored")
        if not _transactional(request):
            return self.get_response(request)
        with entered(request.door, sessions.user_id_in(request.session)):
            _recognise(request)
            response = self.get_response(request)
            _conclude(response)
        parked.forget(request, response)
        return response

    def process_view(
        self, request: DoorRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Apply the view's policy; CSRF has been checked by now."""
        refused = gate.admit(request, view)
        if refused is None:
            parked.attach(request)
        return refused


def _transactional(request: HttpRequest) -> bool:
    try:
        declared = policy.of(resolve(request.path_info).func)
    except Resolver404:
        return True
    return declared is None or declared.transaction


def _recognise(request: DoorRequest) -> None:
    """Find the user of the session, or end it; the session decides, not the cookie."""
    user_id = sessions.user_id_in(request.session)
    if user_id is None:
        return
    now = clock.now()
    session = request.session
    user = request.user if isinstance(request.user, User) else None
    request.session_ended = sessions.why_ended(session, user, now)
    if user is None or request.session_ended:
        session.flush()
        request.user = AnonymousUser()
        act_for(None)
        return
    if UNATTENDED not in request.headers:
        sessions.note_use(session, now)
    request.actor = Actor(
        kind="user",
        name=user.name,
        door=request.door,
        user_id=user.pk,
        request_id=request.actor.request_id,
        address=request.actor.address,
    )
    structlog.contextvars.bind_contextvars(user=user.pk)


def _nobody(request: HttpRequest) -> Actor:
    return Actor(
        kind="anonymous",
        name="",
        door=door_of(request.path_info),
        request_id=str(getattr(request, "reference", ""))[:64],
        address=address_of(request),
    )


def _conclude(response: HttpResponseBase) -> None:
    """Nothing half-done stays: an error page undoes the request, and a broken transaction never reports success."""
    if response.status_code >= 500:  # noqa: PLR2004
        transaction.set_rollback(True)
    elif connection.connection.info.transaction_status == TransactionStatus.INERROR:
        raise DatabaseError("a database error was swallowed; nothing of the request has been stored")


def _role(door: str) -> str:
    if not settings.DOOR_ROLES:
        return "none"
    role = f"shebao_{door}"
    if settings.DEBUG and not _role_exists(role):
        log.warning("database role is missing, going on without row-level security", role=role)
        return "none"
    return role


def _role_exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        return cursor.fetchone() is not None


def _settings() -> tuple[str, str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT)
        role, timeout, door, user = cursor.fetchone() or ("none", "0", "", "")
    return role, timeout, door, user


def _enter(role: str, timeout: str, door: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [role, timeout, door, user])

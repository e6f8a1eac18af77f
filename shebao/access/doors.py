"""The door of a process: one transaction a request, under the door's database role, on behalf of one actor."""

from collections.abc import Callable
from typing import cast

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from psycopg.pq import TransactionStatus

from shebao.access import gate, parked, policy, sessions
from shebao.access.hostile import all_storable
from shebao.access.models import User
from shebao.access.requests import DoorRequest
from shebao.access.transactions import act_for, entered
from shebao.audit.actions import Actor
from shebao.kernel import clock
from shebao.kernel.errors import ShebaoError, Unavailable

log = structlog.get_logger("shebao.access")

# Requests that a page makes by itself: they do not show that somebody is there.
UNATTENDED = "X-Poll"


def door_of(path: str) -> str:
    """The door a path belongs to, portal unless it says another. A process that is one door answers for it alone."""
    if settings.DOOR != "all":
        return str(settings.DOOR)
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in ("office", "personal", "gateway") else "portal"


def address_of(request: HttpRequest) -> str | None:
    """Network address of the caller; behind a proxy the one that our proxy saw."""
    address = request.META.get("REMOTE_ADDR") or None
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    return gate.valid_address(address)


class DoorMiddleware:
    """Innermost middleware: lets a request in, runs it in one transaction, and checks the policy of its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, django_request: HttpRequest) -> HttpResponseBase:
        request = cast("DoorRequest", django_request)
        request.door = door_of(request.path_info)
        request.session_ended = ""
        request.ended_for = request.handed_in = None
        request.actor = _nobody(request)
        if request.door == "gateway":
            request.user = AnonymousUser()
        if not all_storable(request):
            raise BadRequest("text that cannot be stored")
        if not _transactional(request):
            return self.get_response(request)
        try:
            response = self._run(request)
        except OperationalError:
            log.exception("the database does not answer")
            return _unavailable()
        if request.actor.user_id is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _run(self, request: DoorRequest) -> HttpResponseBase:
        with entered(request.door, _user_named(request)):
            _recognise(request)
            with structlog.contextvars.bound_contextvars(user=request.actor.user_id):
                response = self.get_response(request)
            parked.settle(request, response)
            _conclude(response)
        return response

    def process_view(
        self, request: DoorRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Apply the view's policy; CSRF has been checked by now."""
        try:
            refused = gate.admit(request, view)
            if refused is None:
                parked.attach(request)
        except ShebaoError as problem:
            return _page(problem)
        return refused


def _transactional(request: HttpRequest) -> bool:
    try:
        declared = policy.of(resolve(request.path_info).func)
    except Resolver404:
        return True
    return declared is None or declared.transaction


def _user_named(request: DoorRequest) -> int | None:
    """The user whom the session names. Nobody logs in at the gateway, and its database role reads no sessions."""
    return None if request.door == "gateway" else sessions.user_id_in(request.session)


def _recognise(request: DoorRequest) -> None:
    """Find the user of the session, or end it; the session decides, not the cookie."""
    user_id = _user_named(request)
    if user_id is None:
        return
    now = clock.now()
    session = request.session
    employer_id = session.get(sessions.EMPLOYER)
    user = request.user if isinstance(request.user, User) else None
    request.session_ended = sessions.why_ended(session, user, now)
    if user is None or request.session_ended:
        request.ended_for = employer_id
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


def _nobody(request: HttpRequest) -> Actor:
    return Actor(
        kind="anonymous",
        name="",
        door=door_of(request.path_info),
        request_id=str(getattr(request, "reference", ""))[:64],
        address=address_of(request),
    )


def _page(problem: ShebaoError) -> HttpResponse:
    """A page that needs neither session nor database."""
    return HttpResponse(render_to_string("access/refused.html", {"problem": problem}), status=problem.status)


def _unavailable() -> HttpResponse:
    response = _page(
        Unavailable(
            "系统暂时不能办理。",
            remedy="请稍后刷新本页。如果刚才提交了申报，请先到“我的申报”查看是否已经受理，不必重复提交。",
        )
    )
    response["Retry-After"] = "10"
    return response


def _conclude(response: HttpResponseBase) -> None:
    """Nothing half-done stays: an error page undoes the request, and a broken transaction never reports success."""
    if response.status_code >= 500:  # noqa: PLR2004
        transaction.set_rollback(True)
    elif connection.connection.info.transaction_status == TransactionStatus.INERROR:
        raise DatabaseError("a database error was swallowed; nothing of the request has been stored")

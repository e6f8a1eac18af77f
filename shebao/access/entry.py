"""What happens when somebody has proved who she is: the session begins, and she comes back to where she was."""

from typing import cast

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from shebao.access import cookies, parked, queries, sessions
from shebao.access.models import User, UserKind
from shebao.access.names import place
from shebao.access.requests import DoorRequest, SignedInRequest
from shebao.access.transactions import entered
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.kernel import clock
from shebao.kernel.errors import NotAllowed

BACKEND = "shebao.access.login.PasswordBackend"
HOMES = {"portal": "/", "office": "/office/", "personal": "/personal/"}
DOOR_OF_KIND = {
    UserKind.CLERK: "portal",
    UserKind.OFFICER: "office",
    UserKind.OPERATOR: "office",
    UserKind.PERSON: "personal",
}


class WrongDoor(NotAllowed):
    """The account belongs to another door. Said only to who has proved that it is hers."""

    code = "wrong_door"
    message = "此账号不能在这里登录。"
    remedy = "单位经办人请从网上服务平台登录，参保人请从个人服务登录，经办机构工作人员请从经办工作台登录。"


def let_in(request: DoorRequest, user: User, method: str, back: str) -> HttpResponse:
    """Begin the session of `user` and send her on: to what is kept for her, to `back` if that is ours, or home.

    Raises WrongDoor. The session gets a new id.
    """
    if DOOR_OF_KIND[UserKind(user.kind)] != request.door:
        audit.refuse(_actor(request, user), "log_in", "wrong door")
        raise WrongDoor
    with entered(request.door, user.pk):
        _begin(request, user, method)
        response = HttpResponseRedirect(_where_to(cast("SignedInRequest", request), user, back))
    cookies.remember_device(request, response, user.pk)
    return response


def own_path(request: HttpRequest, path: str) -> str:
    """The path if it leads to this site and door, else nothing."""
    ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if ours and path.startswith("/") else ""


def log_out(request: DoorRequest) -> None:
    """End the session."""
    if request.actor.user_id is not None:
        with audit.action(request.actor, "log_out"):
            auth.logout(request)


def on_login(request: HttpRequest, user: User, **_signal: object) -> None:
    """Django's signal: give the new session its limits, and the employer if the clerk serves only one."""
    now = clock.now()
    sessions.begin(request.session, user, DOOR_OF_KIND[UserKind(user.kind)], now)
    if user.kind == UserKind.CLERK:
        employers = queries.employers_of(user.pk, clock.day_of(now))
        if len(employers) == 1:
            request.session[sessions.EMPLOYER] = employers[0].pk


def _begin(request: DoorRequest, user: User, method: str) -> None:
    actor = _actor(request, user)
    with audit.action(actor, "log_in", details={"method": method}):
        secret = request.META.get("CSRF_COOKIE") if _same_user_again(request, user) else None
        auth.login(request, user, backend=BACKEND)
        user.last_login = clock.now()
        user.save(update_fields=["last_login"])
    if secret:
        # Forms open in other windows of the same user stay valid over a new login; for anybody else the token changes.
        request.META["CSRF_COOKIE"] = secret
    request.actor = actor


def _same_user_again(request: DoorRequest, user: User) -> bool:
    device = cookies.device(request)
    return device is not None and device.user_id == user.pk


def _where_to(request: SignedInRequest, user: User, back: str) -> str:
    waiting = parked.waiting(request, user)
    if waiting:
        _act_again_for(request, user, parked.employer_of(waiting[-1]))
        return place(request.door, "kept")
    return own_path(request, back) or HOMES[request.door]


def _act_again_for(request: SignedInRequest, user: User, employer_id: int | None) -> None:
    """Choose the employer that the kept submission was meant for, if the clerk may still act for it."""
    if employer_id and queries.employer_for(user.pk, employer_id, clock.today()):
        request.session[sessions.EMPLOYER] = employer_id


def _actor(request: DoorRequest, user: User) -> Actor:
    return Actor(
        kind="user",
        name=user.name,
        door=request.door,
        user_id=user.pk,
        request_id=request.actor.request_id,
        address=request.actor.address,
    )

"""Whether a request may reach its view: the policy is applied here, and refusals leave a trace."""

import ipaddress
from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from shebao.access import parked, policy, queries, sessions
from shebao.access.models import User, UserKind
from shebao.access.names import place
from shebao.access.requests import ClerkRequest, DoorRequest, InsuredRequest, OfficerRequest, SignedInRequest
from shebao.audit import actions as audit
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, NotAllowed

log = structlog.get_logger("shebao.access")

ENDED = {
    "idle": _lazy("您较长时间没有操作，为保护个人信息已自动退出，请重新登录。"),
    "absolute": _lazy("本次登录时间已到上限，请重新登录。"),
    "changed": _lazy("您的账号信息有变动，请重新登录。"),
}
KINDS: dict[policy.Who, frozenset[str]] = {
    "clerk": frozenset({UserKind.CLERK}),
    "clerk_any": frozenset({UserKind.CLERK}),
    "officer": frozenset({UserKind.OFFICER}),
    "operator": frozenset({UserKind.OPERATOR}),
    "insured": frozenset({UserKind.PERSON}),
    "signed_in": frozenset(UserKind),
}


class NotInRegister(NotAllowed):
    """The account's number is nobody's in the register of insured persons."""

    code = "not_in_register"
    message = "没有查到与您的社会保障号码一致的参保信息。"
    remedy = "请先由用人单位办理参保登记；已参保的，请到区社保经办机构核对账号登记的号码。"


def admit(request: DoorRequest, view: Callable[..., HttpResponseBase]) -> HttpResponse | None:
    """None lets the request in; else the answer instead of the view's.

    Raises PermissionDenied (audited) for the wrong kind of user, Http404 for a door the view does not belong to.
    """
    declared = policy.of(view)
    if declared is None:
        log.error("view without a policy", view=getattr(view, "__qualname__", repr(view)))
        raise _refused(request, "view declares no policy")
    if request.door not in declared.doors:
        raise Http404
    if not declared.needs_login:
        return None
    if not isinstance(request.user, User):
        return _ask_to_log_in(request, declared)
    if request.user.kind not in KINDS[declared.who]:
        raise _refused(request, f"not for {request.user.kind}")
    if declared.who == "clerk":
        return _admit_clerk(cast("ClerkRequest", request))
    if declared.who == "officer":
        _admit_officer(cast("OfficerRequest", request), declared)
    if declared.who == "insured":
        _admit_insured(cast("InsuredRequest", request))
    return None


def login_url(door: str, path: str = "") -> str:
    """Address of the door's login page that comes back to `path`."""
    address = place(door, "login")
    return f"{address}?{urlencode({'next': path})}" if path else address


def valid_address(text: str | None) -> str | None:
    """The network address, or None if it is not one."""
    try:
        return str(ipaddress.ip_address(text or ""))
    except ValueError:
        return None


def _admit_clerk(request: ClerkRequest) -> HttpResponse | None:
    today = clock.today()
    chosen = request.session.get(sessions.EMPLOYER)
    employer = queries.employer_for(request.user.pk, chosen, today) if chosen else None
    if employer is None:
        return _choose_employer(request, lost=bool(chosen))
    request.employer = employer
    request.actor = request.actor.acting_for(employer.pk)
    _same_employer(request)
    return None


def _choose_employer(request: SignedInRequest, *, lost: bool) -> HttpResponse:
    if lost:
        audit.refuse(request.actor, _verb(request), "mandate has ended")
        request.session.pop(sessions.EMPLOYER, None)
    back = request.get_full_path() if request.method == "GET" else ""
    if parked.TOKEN in request.POST:
        back = place(request.door, "kept")
    return _go(request, f"{reverse('employers')}?{urlencode({'next': back})}")


def _same_employer(request: ClerkRequest) -> None:
    """A form drawn for one employer must not be filed for another, chosen meanwhile in a second window."""
    drawn_for = request.POST.get(parked.FOR_EMPLOYER)
    if drawn_for and drawn_for != str(request.employer.pk):
        raise Conflict(
            "您打开此页面后已切换到其他单位，本次提交没有办理。",
            code="other_employer",
            remedy="请切换回原单位后重新提交。",
        )


def _admit_officer(request: OfficerRequest, declared: policy.Policy) -> None:
    posts = queries.posts_of(request.user.pk, clock.today(), declared.posts)
    if not posts:
        raise _refused(request, "holds no such post")
    request.posts = posts
    request.districts = sorted({post.district for post in posts})


def _admit_insured(request: InsuredRequest) -> None:
    known = queries.insured(request.user.pk)
    if known is None:
        audit.refuse(request.actor, _verb(request), "not in the register")
        raise NotInRegister
    request.person, request.records = known


def _ask_to_log_in(request: DoorRequest, declared: policy.Policy) -> HttpResponse:
    """Keep what was sent, then ask for a login; background calls of a page are told so in their own way."""
    if request.session_ended:
        messages.info(request, ENDED[request.session_ended])
    if "X-Autosave" in request.headers or "X-Poll" in request.headers:
        return JsonResponse({"login": login_url(request.door)}, status=401)
    if request.method in ("GET", "HEAD"):
        path = "" if "HX-Request" in request.headers else request.get_full_path()
        return _go(request, login_url(request.door, path))
    response = _go(request, login_url(request.door))
    # Pages about the account itself take passwords and nothing worth keeping.
    if declared.who != "signed_in" and parked.park(request, response):
        messages.info(request, _("登录已超时。您刚才提交的内容已经保留，登录后可以继续提交。"))
    return response


def _go(request: DoorRequest, address: str) -> HttpResponse:
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def _refused(request: DoorRequest, reason: str) -> PermissionDenied:
    audit.refuse(request.actor, _verb(request), reason)
    return PermissionDenied(reason)


def _verb(request: DoorRequest) -> str:
    match = request.resolver_match
    return f"open {match.view_name if match else ''}"[:64]

"""The frame of a door's pages: its menu, the user, the employer acted for, the bell, the end of the session."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shebao.access import queries, sessions
from shebao.access.gate import login_url
from shebao.access.models import User, UserKind
from shebao.access.names import place
from shebao.access.requests import SignedInRequest
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.notices.queries import unread_count
from shebao.web import context
from shebao.web.parts import EmployerChoice, Frame, Link, NavigationItem

# More employers than this are chosen on a page of their own.
SWITCHER_SIZE = 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a door puts around its pages: its menu for a request, and the url names of its home and notices page."""

    navigation: Callable[[SignedInRequest], Sequence[NavigationItem]]
    home: str
    notices: str = ""
    help_links: Sequence[Link] = ()


def surround(door: str, surroundings: Surroundings) -> None:
    """Say what stands around the pages of `door`; the door's app calls this once, when it is ready."""
    context.register(door, lambda request: _frame(request, surroundings))


def _frame(request: HttpRequest, around: Surroundings) -> Frame:
    """The frame of a page; a bare one when nobody is logged in."""
    known = cast("SignedInRequest", request)
    if known.actor.user_id is None or not isinstance(known.user, User):
        return Frame(home_url=reverse(around.home), login_url=login_url(known.door), help_links=around.help_links)
    return _full(known, around, getattr(request, "employer", None))


def _full(request: SignedInRequest, around: Surroundings, employer: Employer | None) -> Frame:
    clerk = request.user.kind == UserKind.CLERK
    return Frame(
        navigation=around.navigation(request),
        home_url=reverse(around.home),
        login_url=login_url(request.door),
        user_name=request.user.name,
        user_note=request.user.get_kind_display(),
        employer_name=employer.name if employer else "",
        employer_number=employer.credit_code if employer else "",
        employers=_choices(request, employer) if clerk else (),
        switch_url=reverse("switch-employer") if clerk else "",
        employers_url=reverse("employers") if clerk else "",
        notices_url=reverse(around.notices) if around.notices else "",
        notice_count=unread_count(employer.pk) if employer else 0,
        account_links=(Link(_("修改密码"), place(request.door, "change-password")),),
        logout_url=place(request.door, "logout"),
        session_seconds=max(0, int(sessions.left(request.session, clock.now()).total_seconds())),
        keepalive_url=place(request.door, "keep-alive"),
        help_links=around.help_links,
    )


def _choices(request: SignedInRequest, current: Employer | None) -> Sequence[EmployerChoice]:
    employers = queries.employers_of(request.user.pk, clock.today())[:SWITCHER_SIZE]
    return [EmployerChoice(str(one.pk), one.name, one.credit_code, one == current) for one in employers]

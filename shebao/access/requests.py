"""Requests as views receive them once the door has let them in."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from shebao.access.models import Post, User
from shebao.audit.actions import Actor
from shebao.employers.models import Employer


class DoorRequest(HttpRequest):
    """Any request behind `DoorMiddleware`: which door it came through and who acts."""

    door: str
    actor: Actor
    session_ended: str
    user: User | AnonymousUser


class SignedInRequest(DoorRequest):
    """A request of a logged-in user."""

    user: User


class ClerkRequest(SignedInRequest):
    """A request of a clerk for the employer chosen in her session; her mandate has been checked for this request."""

    employer: Employer


class OfficerRequest(SignedInRequest):
    """A request of an officer with the posts that let her in; `districts` are the agency codes of those posts."""

    posts: Sequence[Post]
    districts: Sequence[str]

"""Requests as views receive them once the door has let them in."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from shebao.access.models import ParkedSubmission, Post, User
from shebao.audit.actions import Actor
from shebao.employers.models import Employer
from shebao.persons.models import Person


class DoorRequest(HttpRequest):
    """Any request behind `DoorMiddleware`: which door it came through and who acts.

    `session_ended` says why the session it came with no longer holds, `ended_for` which employer that acted for;
    `handed_in` is the kept submission that this request hands in again.
    """

    door: str
    actor: Actor
    session_ended: str
    ended_for: int | None
    handed_in: ParkedSubmission | None
    user: User | AnonymousUser


class SignedInRequest(DoorRequest):
    """A request of a logged-in user."""

    user: User


class ClerkRequest(SignedInRequest):
    """A request of a clerk for the employer chosen in her session; her mandate has been checked for this request."""

    employer: Employer


class InsuredRequest(SignedInRequest):
    """A request of an insured person; `person` is herself, and row-level security shows the door nobody else.

    `records` are the ids of all her records: of nearly everybody that of `person` alone (docs/decisions/0022).
    """

    person: Person
    records: Sequence[int]


class OfficerRequest(SignedInRequest):
    """A request of an officer with the posts that let her in; `districts` are the agency codes of those posts."""

    posts: Sequence[Post]
    districts: Sequence[str]

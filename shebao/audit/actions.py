"""Writing the audit trail: every business write runs under an action."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from django.db import connection, transaction

from shebao.audit.models import Action, Look


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user through a door, a counterparty, or the system itself (then `user_id` is None)."""

    kind: str
    name: str
    door: str
    user_id: int | None = None
    employer_id: int | None = None
    request_id: str = ""
    address: str | None = None

    @classmethod
    def system(cls, name: str, door: str = "worker") -> Self:
        """The platform itself acting in a process called `name`."""
        return cls(kind="system", name=name, door=door)

    def acting_for(self, employer_id: int | None) -> "Actor":
        """The same actor, on behalf of another employer."""
        return replace(self, employer_id=employer_id)


@contextmanager
def action(actor: Actor, verb: str, *, subject: str = "", details: Mapping[str, object] | None = None) -> Iterator[int]:
    """Open a transaction (or savepoint) under a new action and yield its id.

    Statement triggers put the id on every row inserted inside and log every update and delete under it;
    outside of an action they refuse to write business tables at all. Nested actions restore the outer one.
    """
    with transaction.atomic():
        row = Action.objects.create(
            actor_kind=actor.kind,
            user_id=actor.user_id,
            actor_name=actor.name,
            employer_id=actor.employer_id,
            door=actor.door,
            verb=verb,
            subject=subject,
            details=dict(details or {}),
            request_id=actor.request_id,
            address=actor.address,
        )
        outer = _enter(row.pk)
        yield row.pk
        _leave(outer)


def refuse(actor: Actor, verb: str, reason: str, *, subject: str = "") -> None:
    """Record that `actor` was refused `verb` (login, authorisation, limit): failures are part of the trail."""
    Action.objects.create(
        actor_kind=actor.kind,
        user_id=actor.user_id,
        actor_name=actor.name,
        employer_id=actor.employer_id,
        door=actor.door,
        verb=verb,
        subject=subject,
        refused=reason,
        request_id=actor.request_id,
        address=actor.address,
    )


def look(
    actor: Actor, what: str, *, person_id: int | None = None, purpose: str = "", subject: str = "", persons: int = 1
) -> None:
    """Record that `actor` saw unmasked data: of one person (`person_id`) or of `persons` in a set (`subject`)."""
    Look.objects.create(
        user_id=actor.user_id,
        actor_name=actor.name,
        employer_id=actor.employer_id,
        door=actor.door,
        what=what,
        purpose=purpose,
        person_id=person_id,
        subject=subject,
        persons=persons,
        request_id=actor.request_id,
        address=actor.address,
    )


def look_each(actor: Actor, what: str, person_ids: Collection[int], *, purpose: str = "") -> None:
    """Record, for each of several persons, that `actor` saw unmasked data of them: each can be told who has looked."""
    Look.objects.bulk_create(
        Look(
            user_id=actor.user_id,
            actor_name=actor.name,
            employer_id=actor.employer_id,
            door=actor.door,
            what=what,
            purpose=purpose,
            person_id=person_id,
            persons=1,
            request_id=actor.request_id,
            address=actor.address,
        )
        for person_id in person_ids
    )


def _enter(action_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting('shebao.action', true), ''), set_config('shebao.action', %s, true)",
            [str(action_id)],
        )
        row = cursor.fetchone()
    return str(row[0])


def _leave(outer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('shebao.action', %s, true)", [outer])

"""Reading the trail: what happened to a row, what an action did, who looked at a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from shebao.audit.models import Action, Change, Look


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one row: who did it under which verb, and the changed columns before and after.

    The first entry of a row is its insert, which has neither: its columns were written then.
    """

    at: datetime
    action_id: int
    verb: str
    actor_name: str
    user_id: int | None
    door: str
    operation: str
    before: dict[str, Any]
    after: dict[str, Any]


def history(table: str, row_id: int, *, inserted_by: int | None = None) -> list[Entry]:
    """What happened to a row tracked by row, oldest first; `inserted_by` is the row's own `action_id`."""
    entries = [] if inserted_by is None else [_insert(action) for action in Action.objects.filter(pk=inserted_by)]
    action = Action.objects.filter(pk=OuterRef("action_id"))
    changes = Change.objects.filter(table_name=table, row_id=row_id).annotate(
        verb=Subquery(action.values("verb")),
        actor_name=Subquery(action.values("actor_name")),
        user_id=Subquery(action.values("user_id")),
        door=Subquery(action.values("door")),
    )
    return entries + [_entry(change) for change in changes.order_by("pk").values()]


def changes_of(action_id: int, *, after: int = 0, size: int = 200) -> list[Change]:
    """What an action changed, in the order of its statements; from the change after `after`, `size` at most."""
    return list(Change.objects.filter(action_id=action_id, pk__gt=after).order_by("pk")[:size])


def actions_on(subject: str, *, before: int | None = None, size: int = 50) -> list[Action]:
    """Actions done to `subject` (kind:id), refused ones too, newest first; those older than `before`."""
    actions = Action.objects.filter(subject=subject)
    return list((actions if before is None else actions.filter(pk__lt=before)).order_by("-pk")[:size])


def looks_at(person_id: int, *, before: int | None = None, size: int = 50) -> list[Look]:
    """Who looked at a person's data, newest first; those older than `before`. Looks at sets are not among them."""
    looks = Look.objects.filter(person_id=person_id)
    return list((looks if before is None else looks.filter(pk__lt=before)).order_by("-pk")[:size])


def persons_seen(user_id: int, since: datetime) -> int:
    """How many different persons a user has looked at one by one since a moment."""
    seen = Look.objects.filter(user_id=user_id, at__gte=since, person_id__isnull=False)
    return seen.values("person_id").distinct().count()


def _entry(change: Mapping[str, Any]) -> Entry:
    return Entry(
        at=change["at"],
        action_id=change["action_id"],
        verb=change["verb"] or "",
        actor_name=change["actor_name"] or "",
        user_id=change["user_id"],
        door=change["door"] or "",
        operation=change["operation"],
        before=change["before"] or {},
        after=change["after"] or {},
    )


def _insert(action: Action) -> Entry:
    return Entry(
        at=action.at,
        action_id=action.pk,
        verb=action.verb,
        actor_name=action.actor_name,
        user_id=action.user_id,
        door=action.door,
        operation="insert",
        before={},
        after={},
    )

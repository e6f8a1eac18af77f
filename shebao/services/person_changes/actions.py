"""What a clerk does in the course of a change: choose items, type values, confirm what the check showed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.persons.models import Person
from shebao.services.person_changes.basis import GROUND
from shebao.services.person_changes.fields import BY_KEY, CHOSEN, NEW, PERSON, REASON
from shebao.services.person_changes.shape import MOST_REASON

SERVICE: Final = "person_changes"
LINE: Final = 1
MOST_TYPED: Final = 500
"""Characters kept of one value as it was typed."""


def choose(actor: Actor, person: Person, items: Iterable[str], *, client_key: str, now: datetime) -> Declaration:
    """Begin a filing about a person, or go on with the one begun under the key, with the ticked items."""
    filing = declarations.begin(
        actor, service=SERVICE, employer_id=actor.employer_id or 0, single=True, client_key=client_key, now=now
    )
    return keep(actor, filing, person, items, filing.payload, now=now)


def keep(
    actor: Actor,
    filing: Declaration,
    person: Person,
    items: Iterable[str],
    typed: Mapping[str, str],
    *,
    now: datetime,
) -> Declaration:
    """Keep what was ticked and typed in a filing; what was typed for items no longer ticked is kept too.

    `typed` has values under `NEW` + item, and the reason. Raises Conflict when the filing is past that.
    """
    ticked = set(items)
    kept = {name: text for name, text in {**filing.payload, **typed}.items() if _is_typed(name)}
    payload = {name: text[:MOST_TYPED] for name, text in kept.items()}
    payload[REASON] = payload.get(REASON, "")[:MOST_REASON]
    payload |= {
        PERSON: str(person.pk),
        "name": person.name,
        "document_type": person.document_type,
        "document_number": person.document_number,
        CHOSEN: ",".join(key for key in BY_KEY if key in ticked),
    }
    return declarations.save(actor, filing.pk, payload, now=now)


def _is_typed(name: str) -> bool:
    return name == REASON or (name.startswith(NEW) and name.removeprefix(NEW) in BY_KEY)


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when the values on record or the papers are no longer those of the check.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)

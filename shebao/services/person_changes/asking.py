"""Asking shared government data about the person of a filing by page, under the name and number that will stand."""

from typing import Final, Protocol

import structlog

from shebao.counterparties.failures import Failure
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.services.person_changes.rules.given import Answer, Facts, Setting, Shared, after
from shebao.services.person_changes.shape import ShapedLine

CITIZEN: Final = "01"
IDENTITY: Final = frozenset({"name", "document_number", "document_type"})

log = structlog.get_logger(__name__)


class SharedData(Protocol):
    """What we ask of shared government data."""

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        """The person's basic data, or None when name and number do not both match."""


class Authorities(Protocol):
    """The authority that a check asks."""

    @property
    def shared_data(self) -> SharedData:
        """It."""


def ask(line: ShapedLine, facts: Facts, given: Setting, authorities: Authorities) -> Shared:
    """What shared data say of the person, asked only where they could confirm something of what is chosen."""
    values = after(line, facts, given)
    useful = IDENTITY & set(line.wanted) or any(given.item(item).text("shared") for item in line.wanted)
    if facts.person_id is None or not useful or values.get("document_type") != CITIZEN or not line.well_formed:
        return Shared()
    try:
        person = authorities.shared_data.look_up(values["name"], values["document_number"])
    except Failure as failure:
        log.warning("shared_data_silent", code=failure.code)
        return Shared(Answer.SILENT)
    return Shared(Answer.ABSENT) if person is None else Shared(Answer.FOUND, _data(person))


def _data(person: SharedPerson) -> dict[str, str]:
    """The answer as texts under the names that the law data use."""
    return {
        "sex": person.sex,
        "birth": person.birth.isoformat(),
        "ethnic": person.ethnic,
        "nationality": person.nationality,
        "address": person.address,
    }

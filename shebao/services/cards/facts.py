"""What is known of persons who want a card: when first insured, what is under way, which card they have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from shebao.database import bulk
from shebao.kernel.months import Month


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person. `under_way` is the 申请编号 of an application under way, `card` the state of the last card.

    `district` is the agency's of the latest employer; texts are empty where there is nothing.
    """

    person_id: int
    first_insured: Month | None
    died_on: date | None
    under_way: str
    card: str
    district: str


NOBODY: Final = PersonFacts(0, None, None, "", "", "")
"""Of somebody we do not know."""


def of_persons(person_ids: Collection[int], *, but: int = 0) -> dict[int, PersonFacts]:
    """By person; one statement, however many. The application `but` does not count as under way.

    Under the role of a door only what that door may see is known; the worker sees all of it.
    """
    rows = bulk.rows(__file__, "facts", {"persons": sorted(set(person_ids)), "but": but})
    return {
        person: PersonFacts(person, Month.from_int(month) if month else None, died, under_way, card, district)
        for person, month, died, under_way, card, district in rows
    }

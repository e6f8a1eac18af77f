"""What is on record of a person: facts, contracts, coverage and contributions, in the form kept with a decision."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from shebao.database import bulk


class Employment(NamedTuple):
    """A contract; days as ISO texts, `ended_on` None while it runs."""

    employer_id: int
    employer: str
    starts_on: str
    ended_on: str | None


class Spell(NamedTuple):
    """Months covered by a scheme, YYYYMM; `to_month` None while it runs."""

    employer_id: int
    employer: str
    scheme: str
    from_month: int
    to_month: int | None


class Amount(NamedTuple):
    """What was charged for a month and scheme, in fen, and what of it is not paid."""

    employer_id: int
    employer: str
    scheme: str
    month: int
    employer_fen: int
    personal_fen: int
    unpaid_fen: int

    @property
    def total_fen(self) -> int:
        """Both shares."""
        return self.employer_fen + self.personal_fen


@dataclass(frozen=True, slots=True)
class History:
    """One record, or all records that were found to be one person. `facts` are columns of the person as texts."""

    facts: Mapping[str, str | None]
    contracts: Sequence[Employment]
    spells: Sequence[Spell]
    amounts: Sequence[Amount]


def read(kept: Mapping[str, Any]) -> History:
    """A history from the form in which it is kept."""
    return History(
        facts=kept["facts"],
        contracts=[Employment(*row) for row in kept["contracts"]],
        spells=[Spell(*row) for row in kept["spells"]],
        amounts=[Amount(*row) for row in kept["amounts"]],
    )


def kept(person_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """What is on record of some persons now, by id, in the form in which it is kept; one query."""
    found = bulk.rows(__file__, "histories", {"persons": list(person_ids)})
    return {int(person): json.loads(history) for person, history in found}

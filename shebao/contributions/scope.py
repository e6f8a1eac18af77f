"""Whom a making of entries is about, as conditions of the SQL files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shebao.database import bulk

_PAIR: Final = (
    "({table}.employer_id, {table}.person_id) in (select * from unnest(%(employers)s::bigint[], %(persons)s::bigint[]))"
)

# Which employers they are exactly says `payer_now`; the span lets neighbours in an index be read together.
_EXACTLY: Final = "charge.employer_id in (select payer.employer_id from payer_now as payer)"
_SPAN: Final = "{table}.employer_id between %(lowest)s and %(highest)s"


@dataclass(frozen=True, slots=True)
class Employers:
    """Everybody at these employers."""

    employers: Sequence[int]

    def conditions(self) -> Mapping[str, str]:
        """Condition by placeholder."""
        return {
            "coverage": _SPAN.format(table="coverage"),
            "wages": _SPAN.format(table="wage"),
            "charges": f"{_SPAN.format(table='charge')} and {_EXACTLY}",
            "problems": "problem.employer_id = any (%(employers)s::bigint[])",
            "notices": "notice.employer_id = any (%(employers)s::bigint[])",
        }

    def parameters(self) -> Mapping[str, Any]:
        """Values of the conditions."""
        return {"employers": list(self.employers), "lowest": min(self.employers), "highest": max(self.employers)}


@dataclass(frozen=True, slots=True)
class People:
    """Certain persons at certain employers: two aligned sequences."""

    employers: Sequence[int]
    persons: Sequence[int]

    def conditions(self) -> Mapping[str, str]:
        """Condition by placeholder."""
        return {
            "coverage": _PAIR.format(table="coverage"),
            "wages": _SPAN.format(table="wage"),
            "charges": _PAIR.format(table="charge"),
            "problems": _PAIR.format(table="problem"),
            "notices": "notice.employer_id = any (%(employers)s::bigint[])",
        }

    def parameters(self) -> Mapping[str, Any]:
        """Values of the conditions."""
        return {
            "employers": list(self.employers),
            "persons": list(self.persons),
            "lowest": min(self.employers),
            "highest": max(self.employers),
        }


Scope = Employers | People


class Everybody:
    """All people of the employers in `payer_now`: to look at a whole city in one statement, never to enter."""

    def conditions(self) -> Mapping[str, str]:
        """Condition by placeholder."""
        return {"coverage": "true", "wages": "true"}


def people_of(contracts: Collection[int]) -> People:
    """The persons of these contracts; unknown ones are passed over."""
    rows = bulk.rows(__file__, "people_of", {"contracts": sorted(contracts)})
    return People([int(employer) for employer, _ in rows], [int(person) for _, person in rows])

"""Whom a making of entries is about, as conditions of the SQL files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shebao.database import bulk

_PAIR: Final = (
    "({table}.employer_id, {table}.person_id) in (select * from unnest(%(employers)s::bigint[], %(persons)s::bigint[]))"
)

# Which employers they are exactly says `payer_now`. Neighbours in an index are read together by their span; a few far
# apart, between which the whole city lies, are looked up one by one.
_SPAN: Final = "{table}.employer_id between %(lowest)s and %(highest)s"
_LISTED: Final = "{table}.employer_id = any (%(employers)s::bigint[])"
_EXACTLY: Final = "charge.employer_id in (select payer.employer_id from payer_now as payer)"
_SPARSE: Final = 4
"""Keys in a span for each employer meant, from which on they are far apart."""


@dataclass(frozen=True, slots=True)
class Employers:
    """Everybody at these employers."""

    employers: Sequence[int]

    @property
    def dense(self) -> bool:
        """Whether the employers are neighbours."""
        return _are_neighbours(self.employers)

    def conditions(self) -> Mapping[str, str]:
        """Condition by placeholder."""
        near = _SPAN if self.dense else _LISTED
        return {
            "coverage": near.format(table="coverage"),
            "wages": near.format(table="wage"),
            "charges": f"{near.format(table='charge')} and {_EXACTLY}",
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
        near = _SPAN if _are_neighbours(self.employers) else _LISTED
        return {
            "coverage": _PAIR.format(table="coverage"),
            "wages": near.format(table="wage"),
            "charges": f"{_PAIR.format(table='charge')} and {_EXACTLY}",
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


def _are_neighbours(employers: Sequence[int]) -> bool:
    return max(employers) - min(employers) < _SPARSE * len(set(employers))


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

"""Questions to shared government data and its answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shebao.counterparties import wire

MOST_QUERIES = 5_000


@dataclass(frozen=True, slots=True)
class Query:
    """A person as the clerk names her: both must fit."""

    name: str
    number: str

    def to_json(self) -> dict[str, str]:
        """The question as JSON values."""
        return {"name": self.name, "number": self.number}


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Basic data of a citizen.

    Codes: sex GB/T 2261.1, ethnic GB/T 3304, household 户口性质, region GB/T 2260, education GB/T 4658.

    address is that of the household registration.
    """

    number: str
    name: str
    sex: str
    birth: date
    ethnic: str
    nationality: str
    household: str
    region: str
    address: str
    education: str


_NAMES = frozenset(SharedPerson.__slots__)


def parse_match(value: Any) -> bool:
    """One answer to whether name and number fit. Raises Malformed."""
    if not isinstance(value, bool):
        raise wire.Malformed("match: true or false")
    return value


def parse_person(value: Any) -> SharedPerson | None:
    """One answer; None where the authority has nothing to say. Raises Malformed."""
    if value is None:
        return None
    told = wire.record(value, _NAMES, "person")
    return SharedPerson(
        wire.text(told["number"], "number", 18),
        wire.text(told["name"], "name", 100),
        wire.text(told["sex"], "sex", 1),
        wire.day(told["birth"], "birth"),
        wire.text(told["ethnic"], "ethnic", 2),
        wire.text(told["nationality"], "nationality", 3),
        wire.text(told["household"], "household", 2),
        wire.text(told["region"], "region", 6),
        wire.text(told["address"], "address", 200),
        wire.text(told["education"], "education", 2),
    )

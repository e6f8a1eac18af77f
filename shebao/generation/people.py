"""Who stands at which place of the generated city: every place can be asked alone, so many processes can work at it."""

from collections.abc import Iterator
from datetime import date

from city.numbers import CAPACITY, numbers, residents
from city.people import Person, ordinary
from city.persons import person_of

MOST = 1 << 25
"""How many places a city has. The numbers behind them stand in for those whose owners may not be employed."""

CITIZEN = "01"
DOCUMENTS_VALID_UNTIL = "2031-12-31"
"""Of those from outside; citizens' documents are recorded and filed without it."""

_STAND_INS = CAPACITY // MOST - 1


def people_at(seed: int, first: int, count: int, today: date) -> Iterator[Person]:
    """The persons at the places first..first+count-1, all of whom may be employed on `today`, all different.

    Where the first number drawn belongs to somebody dead, retired, in prison or insured elsewhere, another stands in.
    Raises ValueError for places outside of 0..MOST-1.
    """
    if first < 0 or first + count > MOST:
        raise ValueError(f"places must lie in 0..{MOST}")
    for place, identity in enumerate(residents(seed, first, count), first):
        person = person_of(identity.number, seed)
        yield person if ordinary(person, today) else _stand_in(seed, place, today)


def _stand_in(seed: int, place: int, today: date) -> Person:
    for number in numbers(seed, MOST + place * _STAND_INS, _STAND_INS):
        person = person_of(number, seed)
        if ordinary(person, today):
            return person
    raise LookupError(f"nobody at place {place} may be employed")

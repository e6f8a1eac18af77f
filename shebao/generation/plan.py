"""What a generated city consists of: its employers with their staff, and whoever stands at a place by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from city import cast
from city.employers import Employer, employer_of, sizes
from city.people import Person

BLOCK = 20_000

Parts = list[tuple[int, int, int]]


@dataclass(frozen=True)
class Plan:
    """Employers and how many people each has; they fill the places of the city from 0 on, one after the other.

    `named` are persons who take the place of whoever was drawn for it.
    """

    seed: int
    today: date
    employers: Sequence[Employer]
    headcounts: Sequence[int]
    named: Mapping[int, Person] = field(default_factory=dict)

    @property
    def persons(self) -> int:
        """How many persons in all."""
        return sum(self.headcounts)

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[int, Parts]]:
        """The places in blocks of at most `size`: first place, and parts (employer's index, its line before, count)."""
        first, room = 0, size
        parts: Parts = []
        for index, headcount in enumerate(self.headcounts):
            done = 0
            while done < headcount:
                count = min(room, headcount - done)
                parts.append((index, done, count))
                done, room = done + count, room - count
                if room == 0:
                    yield first, parts
                    first, room, parts = first + size, size, []
        if parts:
            yield first, parts


def city_plan(seed: int, employers: int, persons: int, today: date) -> Plan:
    """A city of that size in the proportions of the synthetic city.

    Raises ValueError unless 1 <= employers <= persons <= 50,000 * employers.
    """
    headcounts = sizes(seed, employers, persons)
    return Plan(seed, today, [employer_of(index, seed) for index in range(employers)], headcounts)


_CAST = {cast.CAREFUL: 38, cast.LATE: 120, cast.HUGE: 3_000, cast.OUTSIDER: 6}
_NEIGHBOURS = (820, 410, 260, 150, 90, 60, 30, 16)
_INSURED = {
    cast.CAREFUL: (cast.RARE, cast.DOTTED, cast.YOUNG),
    cast.LATE: (cast.LATE_WORKER,),
    cast.HUGE: (cast.HUGE_WORKER,),
}


def demo_plan(seed: int, today: date) -> Plan:
    """Twelve employers with 5,000 people: the cast's four and eight drawn ones.

    Of the cast's persons some are insured; 张卫国 and those with a difficulty are free, for stories and for trying out.
    """
    drawn = [employer_of(index, seed) for index in range(len(_NEIGHBOURS))]
    headcounts = [*_CAST.values(), *_NEIGHBOURS]
    return Plan(seed, today, [*_CAST, *drawn], headcounts, _places_of_named())


def _places_of_named() -> dict[int, Person]:
    named: dict[int, Person] = {}
    first = 0
    for employer, headcount in _CAST.items():
        named |= dict(enumerate(_INSURED.get(employer, ()), first))
        first += headcount
    return named

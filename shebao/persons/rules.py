"""What speaks against two records being one human being, or has to be put right if they are: pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

from shebao.kernel.months import Month
from shebao.persons.histories import History, Spell

INJURY: Final = "410"
"""Several employers are lawful there at a time (人社部令第13号 art. 9)."""
COMPARED: Final = ("name", "birth_date", "sex", "died_on", "retired_on")
FOREVER: Final = 999912


class Conflict(NamedTuple):
    """One finding: its code, what it is about, and from when to when (YYYYMM), 0 where months do not matter.

    `differs`: a fact (`about`) is not the same. `covered_twice`, `charged_twice`: months of a scheme under both
    records, `fen` what was charged for them under the first. `employed_twice`: both have a running contract with an
    employer. `after_death`: one record goes on behind the death on the other.
    """

    code: str
    about: str
    first: int = 0
    last: int = 0
    fen: int = 0

    @property
    def kind(self) -> tuple[str, str]:
        """What it is, whatever the months."""
        return self.code, self.about


def conflicts(one: History, two: History) -> list[Conflict]:
    """All conflicts between the record to be linked and the record to be kept, in a fixed order."""
    return [
        *_differing(one, two),
        *_employed(one, two),
        *_covered(one, two),
        *_charged(one, two),
        *_after_death(one, two),
        *_after_death(two, one),
    ]


def read(kept: Iterable[Sequence[Any]]) -> list[Conflict]:
    """Conflicts from the form in which they are kept."""
    return [Conflict(*row) for row in kept]


def _differing(one: History, two: History) -> Iterator[Conflict]:
    for fact in COMPARED:
        if (one.facts[fact] or "") != (two.facts[fact] or ""):
            yield Conflict("differs", fact)


def _employed(one: History, two: History) -> Iterator[Conflict]:
    running = [
        {held.employer: held.ended_on for held in history.contracts if not held.ended_on} for history in (one, two)
    ]
    for employer in sorted(running[0].keys() & running[1].keys()):
        yield Conflict("employed_twice", employer)


def _covered(one: History, two: History) -> Iterator[Conflict]:
    found = set()
    for a, b in product(one.spells, two.spells):
        first, last = max(a.from_month, b.from_month), min(a.to_month or FOREVER, b.to_month or FOREVER)
        if _exclude_each_other(a, b) and first <= last:
            found.add((a.scheme, first, 0 if last == FOREVER else last))
    for scheme, first, last in sorted(found):
        yield Conflict("covered_twice", scheme, first, last)


def _exclude_each_other(a: Spell, b: Spell) -> bool:
    """Schemes of one first digit do, 110 and 120 being both pension."""
    return a.scheme[0] == b.scheme[0] and (a.scheme != INJURY or a.employer_id == b.employer_id)


def _charged(one: History, two: History) -> Iterator[Conflict]:
    there = {(a.scheme[0], a.month, a.employer_id if a.scheme == INJURY else 0) for a in two.amounts if a.total_fen > 0}
    twice: dict[str, dict[int, int]] = {}
    for a in one.amounts:
        if a.total_fen > 0 and (a.scheme[0], a.month, a.employer_id if a.scheme == INJURY else 0) in there:
            months = twice.setdefault(a.scheme, {})
            months[a.month] = months.get(a.month, 0) + a.total_fen
    for scheme, months in sorted(twice.items()):
        for run in _runs(sorted(months)):
            yield Conflict("charged_twice", scheme, run[0], run[-1], sum(months[month] for month in run))


def _runs(months: Iterable[int]) -> Iterator[list[int]]:
    """Months that follow each other, together."""
    run: list[int] = []
    for month in months:
        if run and Month.from_int(month) != Month.from_int(run[-1]) + 1:
            yield run
            run = []
        run.append(month)
    if run:
        yield run


def _after_death(dead: History, other: History) -> Iterator[Conflict]:
    died = dead.facts["died_on"]
    if died and not other.facts["died_on"]:
        last = int(died[:4] + died[5:7])
        later = [spell for spell in other.spells if (spell.to_month or FOREVER) > last]
        if later:
            yield Conflict("after_death", died)

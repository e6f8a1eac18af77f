"""What is owed, booked and paid, kept a second time in memory: what the tables have to agree with after every step.

One sentence of law and one of bookkeeping: what is owed is what the oracle says for whoever is covered; assessed anew,
a month comes to what is owed, but never to less than what was paid.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from shebao.contributions.tests.oracle import Case, owed
from shebao.employers.models import Employer
from shebao.employment.models import Contract


class Key(NamedTuple):
    """A person in a scheme at an employer, and the month (YYYYMM)."""

    employer: int
    person: int
    scheme: str
    month: int


class Sums(NamedTuple):
    """The employer's share and the person's, in fen."""

    employer: int = 0
    person: int = 0


NONE = Sums()


@dataclass
class Spell:
    """A contract as the story knows it; `wages` in yuan by the month they count from."""

    contract: Contract
    employer: Employer
    schemes: tuple[str, ...]
    category: str
    first: int
    wages: dict[int, str]
    last: int = 999999
    void: bool = False
    made_up: dict[int, str] = field(default_factory=dict)  # months before the first, with their wage
    given_back: set[int] = field(default_factory=set)

    def covers(self, month: int) -> bool:
        """Whether the month is insured."""
        if self.void or month in self.given_back:
            return False
        return self.first <= month <= self.last or month in self.made_up

    def wage(self, month: int) -> Decimal:
        """The wage that counts in the month."""
        if month in self.made_up:
            return Decimal(self.made_up[month])
        return Decimal(self.wages[max(since for since in self.wages if since <= month)])

    def keys(self, month: int) -> Iterator[Key]:
        """What the contract is charged under in a month."""
        for scheme in self.schemes:
            yield Key(self.employer.pk, self.contract.person_id, scheme, month)


@dataclass
class Ledger:
    """All contracts, and by key what is booked, what of it is paid, and in which series the rest is asked for."""

    spells: list[Spell] = field(default_factory=list)
    booked: defaultdict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    paid: defaultdict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    series: defaultdict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def assess(self, employer: int, month: int, person: int | None = None, series: int = 0) -> None:
        """Somebody's month, or that of everybody at the employer, is assessed."""
        keys = {key for spell in self.spells for key in spell.keys(month) if key.employer == employer}
        for key in keys:
            if person in (None, key.person) and (due := self._owed(key)) is not None:
                if self.booked[key] == self.paid[key]:
                    self.series[key] = series
                self.booked[key] = Sums(*map(max, due, self.paid[key]))

    def refund(self, key: Key) -> Sums:
        """All that was paid is given back; how much that is."""
        back = self.paid[key]
        self.booked[key] = Sums(self.booked[key].employer - back.employer, self.booked[key].person - back.person)
        self.paid[key] = NONE
        return back

    def pay(self, employer: int, month: int, series: int = 0) -> None:
        """What is asked for in a series for the employer's month is paid."""
        for key, sums in self.booked.items():
            if (key.employer, key.month, self.series[key]) == (employer, month, series):
                self.paid[key] = Sums(0 if self.deferred(key) else sums.employer, sums.person)

    def deferred(self, key: Key) -> bool:
        """Whether the employer's share is not asked for yet: of restaurants, pension to June 2022, else to October."""
        firms = {spell.employer.pk: spell.employer for spell in self.spells}
        last = 202206 if key.scheme == "110" else 202210
        restaurant = key.employer in firms and firms[key.employer].industry == "catering"
        return restaurant and key.scheme != "120" and 202204 <= key.month <= last

    def _owed(self, key: Key) -> Sums | None:
        """What the month comes to by law; None where the law does not say."""
        covering = [spell for spell in self.spells if key in spell.keys(key.month) and spell.covers(key.month)]
        if not covering:
            return NONE
        (spell,) = covering
        firm = spell.employer
        month = f"{key.month // 100}-{key.month % 100:02d}"
        band = Decimal(str(firm.injury_band))
        case = Case(key.scheme, month, spell.wage(key.month), spell.category, firm.injury_class, band,
                    firm.size_class, firm.industry)  # fmt: skip
        found = owed(case)
        return None if found is None else Sums(int(found.employer * 100), int(found.person * 100))

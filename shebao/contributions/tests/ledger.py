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

    def covers(self, month: int) -> bool:
        """Whether the month is insured."""
        return not self.void and self.first <= month <= self.last

    def wage(self, month: int) -> Decimal:
        """The wage that counts in the month."""
        return Decimal(self.wages[max(since for since in self.wages if since <= month)])

    def keys(self, month: int) -> Iterator[Key]:
        """What the contract is charged under in a month."""
        for scheme in self.schemes:
            yield Key(self.employer.pk, self.contract.person_id, scheme, month)


@dataclass
class Ledger:
    """All contracts, and by key what is booked and what of it is paid."""

    spells: list[Spell] = field(default_factory=list)
    booked: defaultdict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    paid: defaultdict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))

    def assess(self, employer: int, month: int, person: int | None = None) -> None:
        """Somebody's month, or that of everybody at the employer, is assessed."""
        keys = {key for spell in self.spells for key in spell.keys(month) if key.employer == employer}
        for key in keys:
            if person in (None, key.person) and (due := self._owed(key)) is not None:
                self.booked[key] = Sums(*map(max, due, self.paid[key]))

    def pay(self, employer: int, month: int) -> None:
        """What is booked for the employer's month is paid."""
        for key, sums in self.booked.items():
            if (key.employer, key.month) == (employer, month):
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

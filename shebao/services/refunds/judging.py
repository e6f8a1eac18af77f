"""The chosen months under the rules: which can be given back and for how much, which cannot and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from shebao.kernel.findings import Finding, hard
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.persons.models import Person
from shebao.services.refunds import facts as known
from shebao.services.refunds import rules
from shebao.services.refunds.facts import MonthFacts, PersonFacts, Wanted
from shebao.services.refunds.request import Key

LENGTH: Final = 32
"""Characters kept of a digest."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A month and scheme with what is known of it, and why it cannot be given back, if so."""

    facts: MonthFacts
    refusal: Finding | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Months of a person; sums are those of the months that can be given back."""

    months: tuple[Judged, ...]

    @property
    def good(self) -> list[MonthFacts]:
        """Those that can be given back."""
        return [one.facts for one in self.months if one.refusal is None]

    @property
    def refused(self) -> list[tuple[MonthFacts, Finding]]:
        """Those that cannot, each with its reason."""
        return [(one.facts, one.refusal) for one in self.months if one.refusal is not None]

    @property
    def employer_fen(self) -> int:
        """The employer's share of what can be given back."""
        return sum(one.employer_fen for one in self.good)

    @property
    def personal_fen(self) -> int:
        """The person's share of it."""
        return sum(one.personal_fen for one in self.good)

    @property
    def amount_fen(self) -> int:
        """Both."""
        return self.employer_fen + self.personal_fen

    @property
    def covered(self) -> set[Month]:
        """Months that stand as insured and no longer would."""
        return {one.month for one in self.good if one.covered}

    def digest(self) -> str:
        """A digest of what the outcome rests on: the same as long as nothing of it changed."""
        text = repr([(one.facts, one.refusal.code if one.refusal else "") for one in self.months])
        return sha256(text.encode()).hexdigest()[:LENGTH]


def all_months(wanted: Wanted, person: Person, law: Law, today: date) -> Outcome:
    """Everything known of a person at an employer."""
    return Outcome(tuple(_judged(known.of_months(wanted, law), _setting(wanted, person, law, today))))


def chosen(
    wanted: Wanted, person: Person, months: Sequence[Key], law: Law, today: date, *, confirmed: bool = True
) -> Outcome:
    """The months that were ticked, in their order; one of which nothing is known was not charged."""
    if not months:
        return Outcome(())
    span = wanted._replace(first=min(month for month, _ in months), last=max(month for month, _ in months))
    found = {(int(one.month), one.scheme): one for one in known.of_months(span, law, confirmed=confirmed)}
    picked = [found.get(key) or _unknown(key) for key in months if _is_month(key)]
    return Outcome(tuple(_judged(picked, _setting(wanted, person, law, today))))


def _setting(wanted: Wanted, person: Person, law: Law, today: date) -> rules.Setting:
    return rules.Setting(law, PersonFacts.of(person), known.months_in_arrears(wanted.employer_id, today))


def _judged(months: Iterable[MonthFacts], given: rules.Setting) -> list[Judged]:
    here = known.here(given.law)
    return [Judged(one, rules.refusal(one, given) if one.scheme in here else hard("medical")) for one in months]


def _unknown(key: Key) -> MonthFacts:
    month, scheme = key
    return MonthFacts(Month.from_int(month), scheme, None, False, 0, 0, 0, 0, False, "", "")


def _is_month(key: Key) -> bool:
    try:
        Month.from_int(key[0])
    except ValueError:
        return False
    return True

"""The arithmetic behind entries, done again from the numbers that are shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from shebao.contributions.explaining.applied import HUNDRED, Applied, Rate, read
from shebao.contributions.models import Charge, Kind, Tariff
from shebao.kernel.money import from_fen, half_up, half_up_yuan

Payer = Literal["employer", "personal"]
Bound = Literal["", "lower", "upper"]
What = Literal["wage", "bounds", "base", "employer_rate", "personal_rate", "deferred", "withdrawn"]
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Share:
    """What one payer owes on a base: ``exact`` is base times rate in yuan, ``amount`` the same in whole fen."""

    payer: Payer
    rate: Rate
    exact: Decimal
    amount: Decimal

    @property
    def rounded(self) -> bool:
        """Whether there was anything to round."""
        return self.exact != self.amount


@dataclass(frozen=True, slots=True)
class Calculation:
    """From wage to amounts, in yuan; ``bound`` tells which bound the wage was brought to."""

    wage: Decimal
    base: Decimal
    bound: Bound
    law: Applied
    employer: Share
    personal: Share

    @property
    def base_is_right(self) -> bool:
        """Whether the base that was entered follows from wage and bounds."""
        bounded = min(max(self.wage, Decimal(self.law.lower)), Decimal(self.law.upper))
        return self.base == half_up_yuan(bounded)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Employer's and person's share, in yuan."""

    employer: Decimal = NOTHING
    personal: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.employer + self.personal

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.employer + other.employer, self.personal + other.personal)

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.employer - other.employer, self.personal - other.personal)


@dataclass(frozen=True, slots=True)
class Cause:
    """What was different from the entry before: texts of the value then and now."""

    what: What
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: what was entered before, what is right from now on, and the difference that was entered.

    ``calculation`` is None where nothing is owed any more. ``overpaid`` is what stays entered beyond what is right: it
    was paid already, and is given back on application, never by an entry here. ``agrees`` says that the numbers shown
    give the amounts entered; where it is False the entry has to be looked into, and every form says so.
    """

    entry: int
    kind: Kind
    notice_id: int
    before: Amounts
    right: Amounts
    entered: Amounts
    overpaid: Amounts
    calculation: Calculation | None
    causes: tuple[Cause, ...]
    agrees: bool

    @property
    def verified(self) -> bool:
        """Whether every number of the law that was used stands in a text that we cite."""
        return self.calculation is None or self.calculation.law.verified


@dataclass(frozen=True, slots=True)
class Explanation:
    """All entries of one person, scheme, employer and month, in order."""

    month: int
    scheme: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        """How it stands now."""
        return self.steps[-1]

    @property
    def total(self) -> Amounts:
        """What is entered in all."""
        return self.last.before + self.last.entered


def explain(charges: Sequence[Charge], tariffs: Mapping[int, Tariff]) -> Explanation:
    """Explain the entries of one person, scheme, employer and month; ``tariffs`` by id. ValueError without any."""
    if not charges:
        raise ValueError("no entry to be explained")
    ordered = sorted(charges, key=lambda one: one.entry)
    return Explanation(ordered[0].month, ordered[0].scheme, tuple(_steps(ordered, tariffs)))


def calculate(wage_fen: int, base: int, law: Applied) -> Calculation:
    """Base and amounts from a wage, shown one by one."""
    wage, whole = from_fen(wage_fen), Decimal(base)
    bound: Bound = "lower" if wage < law.lower else "upper" if wage > law.upper else ""
    shares = (_share("employer", whole, law.employer), _share("personal", whole, law.personal))
    return Calculation(wage, whole, bound, law, *shares)


def _share(payer: Payer, base: Decimal, rate: Rate) -> Share:
    exact = base * rate.applied / HUNDRED
    return Share(payer, rate, exact, half_up(exact))


def _steps(charges: Iterable[Charge], tariffs: Mapping[int, Tariff]) -> Iterable[Step]:
    before, previous = Amounts(), None
    for charge in charges:
        step = _step(charge, tariffs[charge.tariff_id], before, previous)
        yield step
        before, previous = before + step.entered, step


def _step(charge: Charge, tariff: Tariff, before: Amounts, previous: Step | None) -> Step:
    owed = charge.kind != Kind.WITHDRAWN
    calculation = calculate(charge.wage_fen, charge.base, read(tariff)) if owed else None
    right = Amounts(calculation.employer.amount, calculation.personal.amount) if calculation else Amounts()
    entered = Amounts(from_fen(charge.employer_fen), from_fen(charge.personal_fen))
    overpaid = before + entered - right
    return Step(
        entry=charge.entry,
        kind=Kind(charge.kind),
        notice_id=charge.notice_id,
        before=before,
        right=right,
        entered=entered,
        overpaid=overpaid,
        calculation=calculation,
        causes=_causes(previous, calculation) if previous else (),
        agrees=_follows(overpaid.employer, entered.employer)
        and _follows(overpaid.personal, entered.personal)
        and (calculation is None or calculation.base_is_right),
    )


def _follows(overpaid: Decimal, entered: Decimal) -> bool:
    """Whether the entry brings the sum to what is right, or as near to it as what was paid allows."""
    return overpaid == NOTHING or (overpaid > NOTHING and entered <= NOTHING)


def _causes(previous: Step, now: Calculation | None) -> tuple[Cause, ...]:
    """What changed between two entries, in the order in which it is computed."""
    then = previous.calculation
    if now is None or then is None:
        return (Cause("withdrawn", str(then is None), str(now is None)),)
    pairs: tuple[tuple[What, str, str], ...] = (
        ("wage", f"{then.wage:.2f}", f"{now.wage:.2f}"),
        ("bounds", f"{then.law.lower}-{then.law.upper}", f"{now.law.lower}-{now.law.upper}"),
        ("base", f"{then.base}", f"{now.base}"),
        ("employer_rate", f"{then.employer.rate.applied}", f"{now.employer.rate.applied}"),
        ("personal_rate", f"{then.personal.rate.applied}", f"{now.personal.rate.applied}"),
        ("deferred", str(then.law.deferred), str(now.law.deferred)),
    )
    return tuple(Cause(what, was, becomes) for what, was, becomes in pairs if was != becomes)

"""What ending a contract does to the money owed for it. Pure: charges and previews in, consequences out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shebao.contributions.queries import Assessed, Charged
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month


@dataclass(frozen=True, slots=True)
class MonthCharge:
    """What is charged for a contract and month, both shares, in fen: what is paid of it and what is not."""

    month: int
    paid: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class Shares:
    """The two shares of a charge, in fen."""

    employer: int
    personal: int


@dataclass(frozen=True, slots=True)
class Consequence:
    """What ending a contract does: a charge made first, charges cancelled, charges that may be refunded; all in fen."""

    employer_fen: int = 0
    personal_fen: int = 0
    cancelled_fen: int = 0
    refundable_fen: int = 0


def by_contract(charged: Iterable[Charged]) -> dict[int, tuple[MonthCharge, ...]]:
    """Charges by contract, months in order."""
    sums: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for one in charged:
        sums[one.contract_id, int(one.month)][0 if one.paid else 1] += one.employer_fen + one.personal_fen
    found: defaultdict[int, list[MonthCharge]] = defaultdict(list)
    for (contract_id, month), (paid, unpaid) in sorted(sums.items()):
        found[contract_id].append(MonthCharge(month, paid, unpaid))
    return {contract_id: tuple(months) for contract_id, months in found.items()}


def shares_by_contract(assessed: Iterable[Assessed]) -> dict[int, Shares]:
    """What a month's charge would be, by contract; contracts of which nothing can be assessed are left out.

    A scheme for which the law has no value waits by itself, as in the monthly run; it keeps nobody from leaving.
    """
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in assessed:
        if one.employer_fen is not None and one.personal_fen is not None:
            sums[one.contract_id][0] += one.employer_fen
            sums[one.contract_id][1] += one.personal_fen
    return {contract_id: Shares(*both) for contract_id, both in sums.items()}


def needs_charge(last_month: Month | None, charges: Iterable[MonthCharge], month: Month) -> bool:
    """Whether a contract that ends in the current month lacks the charge that has to exist first."""
    return last_month == month and all(one.month != int(month) for one in charges)


def later(charges: Iterable[MonthCharge], last_month: Month | None) -> list[MonthCharge]:
    """Charges for months after the last insured one; all of them where none was to be insured."""
    return [one for one in charges if last_month is None or one.month > int(last_month)]


def consequence(last_month: Month | None, charges: Iterable[MonthCharge], generated: Shares | None) -> Consequence:
    """What ending a contract after `last_month` does; `generated` is the charge that is made first."""
    gone = later(charges, last_month)
    return Consequence(
        generated.employer if generated else 0,
        generated.personal if generated else 0,
        sum(one.unpaid for one in gone),
        sum(one.paid for one in gone),
    )


def words(one: Consequence) -> str:
    """Amounts in one breath, for somebody who has to compare them."""
    generated = yuan(one.employer_fen + one.personal_fen)
    return f"生成{generated}元、冲减{yuan(one.cancelled_fen)}元、已缴{yuan(one.refundable_fen)}元"


def yuan(fen: int) -> str:
    """As pages show it."""
    return show(from_fen(fen))

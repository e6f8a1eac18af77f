"""What is late, what it costs, and what a payment means: pure decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Final, NamedTuple

from shebao.collection.models import BillState, MismatchKind
from shebao.contributions.models import NoticeState
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.collection_calendar import due_on, late_from
from shebao.law.errors import NoLawError

MILLION: Final = 1_000_000
_DAY: Final = timedelta(days=1)
_RULES: Final = (("late_fee_end_rule", ("day_before_declaration",)), ("late_fee_rounding", ("per_line",)))
_CAPS: Final = {"none": False, "principal": True}


class LateTerms(NamedTuple):
    """Under which terms a notice is late: its first day of arrears, the rate a day in millionths, and what bears none.

    `exempt` are kinds of entries (应缴类型) without late fee; `capped`: no line bears more than itself.
    """

    first: date
    rate_ppm: int
    exempt: tuple[str, ...]
    capped: bool


def terms_of_month(law: Law, month: Month) -> LateTerms:
    """The terms of `month` for a notice that was due with it; rate, exemptions and cap hold for all of the month."""
    return late_terms(law, month, due_on(law, month))


def late_terms(law: Law, month: Month, due: date) -> LateTerms:
    """The terms of `month` for a notice due on `due`; NoLawError where the law data hold a rule nobody has built."""
    first = late_from(law, month, due)
    rate = law.amount("late_fee_daily", month)
    if not rate:
        return LateTerms(first, 0, (), capped=False)
    for series, known in _RULES:
        if law.text(series, month) not in known:
            raise NoLawError(series, law.series[series].title, month.chinese)
    cap = law.text("late_fee_cap", month)
    if cap not in _CAPS:
        raise NoLawError("late_fee_cap", law.series["late_fee_cap"].title, month.chinese)
    return LateTerms(first, _millionths(rate), _exempt(law, month), capped=_CAPS[cap])


def days_late(first: date, until: date) -> int:
    """Days from the first day of arrears to the day before `until`, the day of successful declaration or payment."""
    return max(0, (until - first).days)


def last_day(until: date) -> date:
    """The last day that is counted for something declared or paid on `until`."""
    return until - _DAY


def late_fee(lines: Iterable[int], rate_ppm: int, days: int, *, capped: bool = False) -> int:
    """The late fee in fen on lines of so many fen, each rounded half-up to the fen by itself; a credit bears none."""
    fees = ((line, (line * rate_ppm * days + MILLION // 2) // MILLION) for line in lines if line > 0)
    return sum(min(line, fee) if capped else fee for line, fee in fees)


def _exempt(law: Law, month: Month) -> tuple[str, ...]:
    codes = law.codes("late_fee_exemption").valid_on(month.first_day).values()
    chosen = [code for code in codes if str(month.month) in code.texts("months")]
    return tuple(sorted({kind for code in chosen for kind in code.texts("kinds")}))


def _millionths(rate: Decimal) -> int:
    scaled = rate * MILLION
    if scaled != int(scaled):
        raise ValueError(f"a rate of {rate} is finer than a millionth")
    return int(scaled)


# Payments ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrival:
    """A payment as tax told it; `notice` is the number of a notice or bill, `feedback_id` the row it came in with."""

    receipt: str
    notice: str
    employer_code: str
    paid_on: date
    principal_fen: int
    late_fee_fen: int
    amount_fen: int
    feedback_id: int | None = None

    @property
    def digest(self) -> str:
        """The same for the same content."""
        told = (self.receipt, self.notice, self.employer_code, self.paid_on.isoformat())
        money = (self.principal_fen, self.late_fee_fen, self.amount_fen)
        return sha256("\n".join((*told, *map(str, money))).encode()).hexdigest()


@dataclass(slots=True)
class Asked:
    """A notice as it stands while payments are judged."""

    id: int
    employer_id: int
    employer_code: str
    month: int
    state: str
    due_fen: int
    due_on: date | None

    @property
    def payable(self) -> bool:
        """Whether it waits to be paid."""
        return self.state == NoticeState.ISSUED

    @property
    def earliest(self) -> date:
        """The first day on which it can have been paid."""
        return Month.from_int(self.month).first_day


@dataclass(slots=True)
class AskedBill:
    """A bill as it stands while payments are judged; `month` is the first of its notices."""

    id: int
    employer_id: int
    employer_code: str
    month: int
    state: str
    due_fen: int
    asked_on: date

    @property
    def payable(self) -> bool:
        """Whether it waits to be paid."""
        return self.state == BillState.ASKED

    @property
    def earliest(self) -> date:
        """The first day on which it can have been paid."""
        return self.asked_on


REPEATED: Final = "repeated"


def can_be_paid(asked: Asked | AskedBill, day: date, today: date) -> bool:
    """Whether something waits to be paid and can have been paid on this day."""
    return asked.payable and asked.earliest <= day <= today


def judge(
    arrival: Arrival, asked: Asked | AskedBill | None, late_fee_fen: int, known: frozenset[str], today: date
) -> MismatchKind | str:
    """What a payment means: "" it settles what was asked for, REPEATED, or what does not fit.

    `known` are digests of what came under the same receipt before. A late fee that differs is no reason to leave the
    principal unsettled when it is right: then MismatchKind.LATE_FEE is answered, and both happen.
    """
    if known:
        return REPEATED if arrival.digest in known else MismatchKind.RECEIPT_REUSED
    if asked is None:
        return MismatchKind.UNKNOWN_NOTICE
    wrong = _wrong(arrival, asked, today)
    if wrong is None and arrival.late_fee_fen != late_fee_fen:
        return MismatchKind.LATE_FEE
    return wrong or ""


def settles(verdict: str) -> bool:
    """Whether a payment with this verdict settles its notice or bill."""
    return verdict in ("", MismatchKind.LATE_FEE)


def split_late_fee(told: int, fees: Sequence[int]) -> list[int]:
    """What tax took as late fee of a bill, laid on its notices in their order: each its own, the last what is left."""
    shares = []
    for fee in fees[:-1]:
        shares.append(min(fee, told))
        told -= shares[-1]
    return [*shares, told]


def _wrong(arrival: Arrival, asked: Asked | AskedBill, today: date) -> MismatchKind | None:
    """Why the payment cannot settle this."""
    if arrival.employer_code != asked.employer_code:
        return MismatchKind.WRONG_EMPLOYER
    if not asked.payable:
        return _OF_STATE.get(asked.state, MismatchKind.NOT_ASKED)
    if not can_be_paid(asked, arrival.paid_on, today):
        return MismatchKind.WRONG_DAY
    total = arrival.principal_fen + arrival.late_fee_fen
    if arrival.principal_fen != asked.due_fen or arrival.amount_fen != total:
        return MismatchKind.WRONG_AMOUNT
    return None


_OF_STATE: Final[Mapping[str, MismatchKind]] = {
    NoticeState.PAID: MismatchKind.PAID_TWICE,
    NoticeState.REPLACED: MismatchKind.REPLACED,
    BillState.PAID: MismatchKind.PAID_TWICE,
    BillState.RECALLED: MismatchKind.RECALLED,
}
"""What it means to have paid something that does not wait to be paid, by its state; else it was never asked for."""

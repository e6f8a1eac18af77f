"""Late fees to the fen, and what a payment means."""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from shebao.collection import rules
from shebao.collection.models import MismatchKind
from shebao.collection.rules import Arrival, Asked, late_terms
from shebao.contributions.models import NoticeState
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on


def test_the_official_example() -> None:
    month = Month(2011, 7)
    terms = late_terms(law(), month, due_on(law(), month))
    days = rules.days_late(terms.first, date(2011, 10, 10))
    assert (terms.first, rules.last_day(date(2011, 10, 10)), days) == (date(2011, 9, 1), date(2011, 10, 9), 39)
    assert rules.late_fee([10_000], terms.rate_ppm, days) == 195


def test_months_up_to_june_2011_bear_none() -> None:
    month = Month(2011, 6)
    terms = late_terms(law(), month, due_on(law(), month))
    assert terms.rate_ppm == 0
    assert rules.late_fee([10_000], terms.rate_ppm, 10_000) == 0


def test_each_line_is_rounded_by_itself() -> None:
    # 1 day of 10.00 yuan is 0.5 fen, rounded up to 1, a hundred times; of their sum it would be 50
    assert rules.late_fee([1_000] * 100, 500, 1) == 100
    assert rules.late_fee([100_000], 500, 1) == 50
    assert rules.late_fee([999], 500, 1) == 0
    assert rules.late_fee([-100_000], 500, 30) == 0


def test_late_fees_agree_with_exact_decimals() -> None:
    draw = random.Random(3)
    for _ in range(20_000):
        line, days = draw.randrange(1, 6_000_000), draw.randrange(0, 5_000)
        exact = (Decimal(line) * Decimal("0.0005") * days).quantize(Decimal(1), ROUND_HALF_UP)
        assert rules.late_fee([line], 500, days) == exact
        assert rules.late_fee([line], 500, days, capped=True) == min(exact, line)


def test_nothing_is_late_on_the_first_day_of_arrears() -> None:
    assert rules.days_late(date(2024, 5, 1), date(2024, 5, 1)) == 0
    assert rules.days_late(date(2024, 5, 1), date(2024, 4, 1)) == 0
    assert rules.days_late(date(2024, 5, 1), date(2024, 5, 2)) == 1


def test_differences_of_bases_in_july_and_august_bear_none() -> None:
    due = due_on(law(), Month(2024, 7))
    assert late_terms(law(), Month(2024, 7), due).exempt == ("34",)
    assert late_terms(law(), Month(2024, 9), due_on(law(), Month(2024, 9))).exempt == ()


ARRIVAL = Arrival("R1", "N1", "E", date(2024, 4, 20), 100, 0, 100)


def asked(**changed: object) -> Asked:
    values: dict[str, object] = {
        "id": 1, "employer_id": 1, "employer_code": "E", "month": 202403, "state": NoticeState.ISSUED, "due_fen": 100,
        "due_on": date(2024, 4, 30),
    }  # fmt: skip
    return Asked(**{**values, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arrival", "notice", "verdict"),
    [
        (ARRIVAL, asked(), ""),
        (ARRIVAL, None, MismatchKind.UNKNOWN_NOTICE),
        (ARRIVAL, asked(employer_code="F"), MismatchKind.WRONG_EMPLOYER),
        (ARRIVAL, asked(state=NoticeState.PAID), MismatchKind.PAID_TWICE),
        (ARRIVAL, asked(state=NoticeState.REPLACED), MismatchKind.REPLACED),
        (ARRIVAL, asked(state=NoticeState.VOID), MismatchKind.NOT_ASKED),
        (ARRIVAL, asked(state=NoticeState.TO_DECLARE), MismatchKind.NOT_ASKED),
        (ARRIVAL, asked(due_fen=101), MismatchKind.WRONG_AMOUNT),
        (Arrival("R1", "N1", "E", date(2024, 4, 20), 100, 0, 99), asked(), MismatchKind.WRONG_AMOUNT),
        (Arrival("R1", "N1", "E", date(2024, 4, 20), 100, 7, 107), asked(), MismatchKind.LATE_FEE),
        (Arrival("R1", "N1", "E", date(2024, 6, 2), 100, 0, 100), asked(), MismatchKind.WRONG_DAY),
    ],
)
def test_what_a_payment_means(arrival: Arrival, notice: Asked | None, verdict: str) -> None:
    assert rules.judge(arrival, notice, 0, frozenset(), date(2024, 6, 1)) == verdict


def test_the_same_content_under_a_receipt_is_a_repetition_other_content_is_not() -> None:
    known = frozenset({ARRIVAL.digest})
    other = Arrival("R1", "N1", "E", date(2024, 4, 20), 101, 0, 101)
    paid = asked(state=NoticeState.PAID)
    assert rules.judge(ARRIVAL, paid, 0, known, date(2024, 6, 1)) == rules.REPEATED
    assert rules.judge(other, paid, 0, known, date(2024, 6, 1)) == MismatchKind.RECEIPT_REUSED

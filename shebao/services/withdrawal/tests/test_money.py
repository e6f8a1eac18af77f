"""What ending a contract does to charges, for any charges there may be."""

from hypothesis import given
from hypothesis import strategies as st

from shebao.contributions.queries import Assessed
from shebao.kernel.months import Month
from shebao.services.withdrawal.money import (
    MonthCharge,
    Shares,
    consequence,
    later,
    needs_charge,
    shares_by_contract,
)

MONTHS = st.builds(Month, st.integers(2020, 2027), st.integers(1, 12))
FEN = st.integers(0, 10**7)
CHARGES = st.lists(
    st.builds(lambda month, paid, unpaid: MonthCharge(int(month), paid, unpaid), MONTHS, FEN, FEN),
    unique_by=lambda one: one.month,
    max_size=12,
)


@given(CHARGES, MONTHS)
def test_what_is_owed_through_the_last_month_is_never_touched(charges: list[MonthCharge], last: Month) -> None:
    kept = sum(one.paid + one.unpaid for one in charges if one.month <= int(last))
    touched = consequence(last, charges, None)
    everything = sum(one.paid + one.unpaid for one in charges)
    assert kept + touched.cancelled_fen + touched.refundable_fen == everything


@given(CHARGES)
def test_of_a_mistake_nothing_is_owed(charges: list[MonthCharge]) -> None:
    touched = consequence(None, charges, None)
    assert touched.cancelled_fen == sum(one.unpaid for one in charges)
    assert touched.refundable_fen == sum(one.paid for one in charges)


@given(CHARGES, MONTHS, MONTHS)
def test_the_later_the_end_the_less_is_gone(charges: list[MonthCharge], one: Month, other: Month) -> None:
    early, late = sorted((one, other))
    assert set(later(charges, late)) <= set(later(charges, early))


@given(CHARGES, MONTHS, MONTHS)
def test_only_the_current_month_wants_a_charge_first(charges: list[MonthCharge], last: Month, now: Month) -> None:
    wanted = needs_charge(last, charges, now)
    assert wanted == (last == now and int(now) not in {one.month for one in charges})
    assert not needs_charge(None, charges, now)


def test_the_shares_of_the_charge_made_first() -> None:
    assert consequence(Month(2026, 11), [], Shares(2000, 1000)).employer_fen == 2000
    assert consequence(Month(2026, 11), [], Shares(2000, 1000)).personal_fen == 1000


def assessed(contract: int, scheme: str, fen: int | None) -> Assessed:
    return Assessed(
        person_id=1,
        employer_id=1,
        contract_id=contract,
        scheme=scheme,
        month=Month(2026, 11),
        wage_fen=900_000,
        payer_category="local_rural",
        notice_id=None,
        base=9_000,
        employer_fen=fen,
        personal_fen=fen,
        tariff_id=None,
        deferred=False,
        missing=None if fen else "no_law",
        missing_law="",
    )


def test_a_scheme_without_law_keeps_nobody_from_leaving() -> None:
    found = shares_by_contract([assessed(1, "110", 1440), assessed(1, "210", None), assessed(2, "210", None)])
    assert found == {1: Shares(1440, 1440)}

"""Rules about endings at their edges. `test_catalogue` has an example of every finding."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.enrolment.tests.people import TODAY
from shebao.services.withdrawal import rules
from shebao.services.withdrawal.money import MonthCharge
from shebao.services.withdrawal.reasons import benefit, fitting_stops, is_void
from shebao.services.withdrawal.tests.examples import (
    EMPLOYED,
    JOINED_NOW,
    MISTAKE,
    employed,
    setting,
    shaped,
    typed_line,
)

END_REASONS = list(law().codes("contract_end_reason"))
STOP_REASONS = list(law().codes("stop_reason"))


def codes(facts: rules.Facts = EMPLOYED, **typed: object) -> set[str]:
    """Codes of what reading and rules say of a line."""
    line = shaped(typed_line(**typed))
    return {one.code for one in (*line.findings, *rules.check(line, facts, setting()))}


def test_nothing_is_said_of_a_right_line() -> None:
    assert codes() == set()


@pytest.mark.parametrize("code", END_REASONS)
def test_every_reason_has_a_usual_reason_for_stopping(code: str) -> None:
    stops = fitting_stops(law(), code)
    assert stops
    assert set(stops) <= set(STOP_REASONS)
    assert not is_void(law(), stops[0])
    assert benefit(law(), code) in {"yes", "no", "case"}


@pytest.mark.parametrize("code", END_REASONS)
def test_the_usual_reason_for_stopping_fits(code: str) -> None:
    found = codes(end_reason=code, stop_reason=None)
    assert not found & {"reasons_contradict", "reasons_unusual"}


@pytest.mark.parametrize(
    ("end", "stop", "expected"),
    [
        ("T37", "211", "reasons_contradict"),
        ("T37", "251", "reasons_contradict"),
        ("T44-3", "222", "reasons_contradict"),
        ("T44-2", "221", "reasons_contradict"),
        ("T37", "223", "reasons_unusual"),
        ("T39", "222", "reasons_unusual"),
    ],
)
def test_reasons_that_do_not_fit(end: str, stop: str, expected: str) -> None:
    assert expected in codes(end_reason=end, stop_reason=stop)


def test_the_mistake_is_the_only_void_reason_and_has_its_official_name() -> None:
    (code,) = [one for one in STOP_REASONS if is_void(law(), one)]
    assert law().codes("stop_reason").name_of(code) == "法律、法规规定的其他情形"


def test_a_mistake_wants_no_charge_of_the_month() -> None:
    assert codes(employed(**JOINED_NOW, charges=()), **MISTAKE) == {"enrolled_by_mistake"}


def test_today_is_not_the_future() -> None:
    assert codes(ended_on=TODAY.isoformat()) == set()
    assert codes(ended_on=(TODAY + timedelta(days=1)).isoformat()) == {"ended_in_future"}


def test_the_first_day_of_the_contract_may_be_its_last() -> None:
    assert "ended_before_start" not in codes(ended_on="2025-08-04")


def test_expiry_on_the_last_day_is_expiry() -> None:
    facts = employed(ends_on=date(2026, 11, 20))
    assert codes(facts, end_reason="T44-1", stop_reason="221") == set()


def test_retirement_in_its_month_is_not_early() -> None:
    due = law().retirement_month(date(1963, 6, 15), "1", cadre=False)
    facts = employed(birth_date=date(1963, 6, 15), charges=(), insured_from=200001, starts_on=date(2000, 1, 3))
    typed = {"end_reason": "T44-2", "stop_reason": "251"}
    assert codes(facts, ended_on=due.first_day.isoformat(), **typed) == set()
    assert codes(facts, ended_on=(due - 1).last_day.isoformat(), **typed) == {"retires_early"}


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(DAYS, st.sampled_from(END_REASONS), st.sampled_from([*STOP_REASONS, None]), st.booleans(), st.booleans())
def test_whatever_is_filed_the_last_month_is_that_of_the_day(
    day: date, end: str, stop: str | None, charged: bool, chosen: bool
) -> None:
    line = shaped(typed_line(ended_on=day.isoformat(), end_reason=end, stop_reason=stop))
    facts = employed(charges=(MonthCharge(202611, 0, 100),) if charged else ())
    found = {one.code for one in rules.check(line, facts, setting(generate=chosen))}
    assert line.last_month == (None if line.void else Month.of(day))
    wants = not line.void and Month.of(day) == Month.of(TODAY) and not charged
    assert bool(found & {"month_not_charged", "month_not_assessable"}) == wants
    assert ("ended_in_future" in found) == (day > TODAY)
    if line.void:
        assert "mistake_too_late" in found

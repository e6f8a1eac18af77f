"""The rules at their edges."""

from dataclasses import replace
from datetime import date

import pytest

from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.bases import rules
from shebao.services.bases.bounds import Limits, base_of
from shebao.services.bases.tests.examples import KNOWN, knowing, setting, shaped


def codes(wage: str, facts: rules.Facts = KNOWN, **given: object) -> set[str]:
    line = shaped(wage=wage)
    assert line.well_formed
    return {finding.code for finding in rules.check(line, facts, setting(**given))}  # type: ignore[arg-type]


def test_an_ordinary_wage_gives_no_remark() -> None:
    assert codes("8500") == set()


@pytest.mark.parametrize(
    ("wage", "found"),
    [
        ("4000", {"base_at_lower"}),
        ("3999.99", {"wage_far_off", "base_at_lower"}),
        ("12000", set()),
        ("12000.01", {"wage_far_off"}),
        ("47999.99", {"wage_far_off", "base_at_upper"}),
        ("48000", {"wage_yearly", "base_at_upper"}),
        ("99.99", {"wage_in_thousands", "base_at_lower"}),
        ("100", {"wage_far_off", "base_at_lower"}),
        ("6821", set()),
        ("6820.99", {"base_at_lower"}),
        ("35283", {"wage_far_off"}),
        ("35283.01", {"wage_far_off", "base_at_upper"}),
    ],
)
def test_edges_of_what_is_asked_about(wage: str, found: set[str]) -> None:
    assert codes(wage) == found


def test_without_a_wage_before_nothing_is_compared() -> None:
    assert codes("30000", knowing(wage=None, replaces=None)) == set()


def test_part_timers_may_earn_less_than_the_minimum_wage() -> None:
    low = knowing(wage=220_000)
    assert "wage_below_minimum" in codes("2400", low, minimum_wage=2420)
    assert "wage_below_minimum" not in codes("2400", replace(low, full_time=False), minimum_wage=2420)


def test_schemes_with_different_bounds_are_told_apart() -> None:
    year_2019 = knowing(from_month=201907, wage=400_000)
    line = shaped(wage="4000", year="2019")
    found = rules.check(line, year_2019, setting(date(2019, 7, 10)))
    told = [(one.params["schemes"], one.params["base"]) for one in found if one.code == "base_at_lower"]
    assert told == [("工伤", "4,713")]


def test_the_window_is_open_until_the_end_of_its_last_day() -> None:
    assert [setting(date(2024, 7, day)).late for day in (1, 25, 26)] == [False, False, True]


@pytest.mark.parametrize(
    ("fen", "base"), [(682_149, 6821), (682_150, 6822), (1, 6821), (3_528_300, 35283), (9_900_000, 35283)]
)
def test_the_base_is_in_whole_yuan_half_up_and_within_the_bounds(fen: int, base: int) -> None:
    limits = Limits(law()).of("110", int(Month(2024, 7)), "local_urban")
    assert limits == (6821, 35283)
    assert base_of(fen, limits) == base


def test_where_no_bounds_are_on_record_there_are_none() -> None:
    assert Limits(law()).of("110", 198001, "") is None

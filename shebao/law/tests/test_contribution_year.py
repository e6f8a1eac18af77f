"""When bases change and until when they are declared."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import year_numbered, year_of

MONTHS = st.integers(Month(1993, 4).index, Month(2040, 12).index).map(Month.from_index)


@pytest.mark.parametrize(
    ("month", "first"),
    [
        ("2009-04", "2009-04"),
        ("2010-03", "2009-04"),
        ("2012-12", "2012-04"),
        ("2013-06", "2012-04"),
        ("2013-07", "2013-07"),
        ("2024-06", "2023-07"),
        ("2024-07", "2024-07"),
        ("2025-01", "2024-07"),
    ],
)
def test_the_year_began_in_april_and_begins_in_july(month: str, first: str) -> None:
    assert year_of(law(), Month.parse(month)).first == Month.parse(first)


def test_the_window_of_2021_closes_on_25_july_and_the_undeclared_pay_110_percent() -> None:
    year = year_numbered(law(), 2021)
    assert (year.opens_on, year.closes_on) == (date(2021, 7, 1), date(2021, 7, 25))
    assert year.undeclared == Decimal("1.1")
    assert (year.number, year.chinese) == (2021, "2021年度")


def test_only_the_window_of_2021_is_verified() -> None:
    verified = [year for year in range(2015, 2027) if _window_verified(year)]
    assert verified == [2021]


def _window_verified(number: int) -> bool:
    return law().at("base_declaration/last_day", year_numbered(law(), number).first).verified


@given(MONTHS)
def test_years_follow_each_other_without_gap(month: Month) -> None:
    year = year_of(law(), month)
    assert year.first <= month
    assert month - year.first < 15
    assert year_of(law(), year.first - 1).first < year.first
    assert year_numbered(law(), year.number) == year


def test_every_pair_of_pension_bounds_begins_with_a_year() -> None:
    starts = [Month.of(value.first) for value in law().series["bounds/110"].values if value.first]
    assert starts
    assert [start for start in starts if year_of(law(), start).first != start] == []

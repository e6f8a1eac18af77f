"""What is found between two records that may be one person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.persons.histories import Amount, Employment, History, Spell
from shebao.persons.rules import Conflict, conflicts

FACTS = {"name": "王芳", "birth_date": "1990-03-07", "sex": "2", "died_on": None, "retired_on": None}
EMPTY = History(FACTS, (), (), ())
MONTHS = st.integers(2015, 2024).flatmap(lambda year: st.integers(1, 12).map(lambda month: year * 100 + month))


def spell(employer: int, scheme: str, first: int, last: int | None = None) -> Spell:
    return Spell(employer, f"第{employer}公司", scheme, first, last)


def paid(employer: int, scheme: str, month: int, fen: int = 100) -> Amount:
    return Amount(employer, f"第{employer}公司", scheme, month, fen, fen, 0)


def test_two_histories_that_fit_have_no_conflict() -> None:
    one = replace(EMPTY, spells=[spell(1, "110", 202301, 202306)], amounts=[paid(1, "110", 202301)])
    two = replace(EMPTY, spells=[spell(2, "110", 202307)], amounts=[paid(2, "110", 202307), paid(1, "210", 202301)])
    assert conflicts(one, two) == []


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("name", "王方"),
        ("birth_date", "1990-03-08"),
        ("sex", "1"),
        ("died_on", "2023-01-01"),
        ("retired_on", "2023-01-01"),
    ],
)
def test_facts_that_differ_are_named(fact: str, value: str) -> None:
    assert conflicts(EMPTY, replace(EMPTY, facts=FACTS | {fact: value})) == [Conflict("differs", fact)]


def test_months_covered_under_both_records_are_named_by_scheme() -> None:
    one = replace(EMPTY, spells=[spell(1, "110", 202301, 202306), spell(1, "210", 202301), spell(1, "410", 202301)])
    two = replace(EMPTY, spells=[spell(2, "120", 202305, 202309), spell(2, "210", 202303), spell(2, "410", 202301)])
    assert conflicts(one, two) == [
        Conflict("covered_twice", "110", 202305, 202306),
        Conflict("covered_twice", "210", 202303),
    ]


def test_work_injury_is_twice_only_at_one_employer() -> None:
    one, two = (replace(EMPTY, spells=[spell(1, "410", first, 202312)]) for first in (202301, 202306))
    assert conflicts(one, two) == [Conflict("covered_twice", "410", 202306, 202312)]


def test_months_charged_under_both_are_summed_in_runs() -> None:
    one = replace(EMPTY, amounts=[paid(1, "110", month) for month in (202211, 202212, 202301, 202305)])
    two = replace(EMPTY, amounts=[paid(2, "110", month) for month in (202212, 202301, 202305, 202306)])
    assert conflicts(one, two) == [
        Conflict("charged_twice", "110", 202212, 202301, 400),
        Conflict("charged_twice", "110", 202305, 202305, 200),
    ]


def test_what_was_given_back_is_not_charged_twice() -> None:
    one = replace(EMPTY, amounts=[paid(1, "110", 202301)])
    assert conflicts(one, replace(EMPTY, amounts=[paid(2, "110", 202301, -100)])) == []


def test_two_running_contracts_with_one_employer_are_named() -> None:
    held = [Employment(1, "第1公司", "2023-01-01", None), Employment(2, "第2公司", "2022-01-01", "2022-12-31")]
    assert conflicts(*(replace(EMPTY, contracts=held),) * 2) == [Conflict("employed_twice", "第1公司")]


def test_a_life_behind_a_death_is_named() -> None:
    dead = replace(EMPTY, facts=FACTS | {"died_on": "2023-05-04"}, spells=[spell(1, "110", 202301, 202305)])
    alive = replace(EMPTY, spells=[spell(2, "110", 202306)])
    found = [Conflict("differs", "died_on"), Conflict("after_death", "2023-05-04")]
    assert conflicts(dead, alive) == found
    assert conflicts(alive, dead) == found
    before = replace(EMPTY, spells=[spell(2, "210", 202301, 202305)])
    assert conflicts(dead, before) == [Conflict("differs", "died_on")]


@given(MONTHS, MONTHS, MONTHS, MONTHS)
def test_spells_conflict_exactly_when_they_share_a_month(a: int, b: int, c: int, d: int) -> None:
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    found = conflicts(replace(EMPTY, spells=[spell(1, "110", a, b)]), replace(EMPTY, spells=[spell(2, "110", c, d)]))
    assert bool(found) == (max(a, c) <= min(b, d))
    assert found in ([], [Conflict("covered_twice", "110", max(a, c), min(b, d))])

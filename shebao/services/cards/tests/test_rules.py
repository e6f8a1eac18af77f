"""Who may apply for which card on which day, and when it should be there."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.cards import catalogue, rules
from shebao.services.cards.facts import PersonFacts

SWITCHING: Final = date(2023, 10, 26)
LATER: Final = date(2024, 3, 1)
NEW: Final = PersonFacts(1, Month.from_int(202310), None, "", "", "110105")
OLD: Final = replace(NEW, first_insured=Month.from_int(201503))


def code(kind: str, facts: PersonFacts, day: date) -> str:
    found = rules.refusal(kind, facts, rules.Setting.on(law(), day))
    return found.code if found else ""


@pytest.mark.parametrize(
    ("kind", "facts", "day", "why"),
    [
        ("first", NEW, date(2023, 10, 24), "kind_closed"),  # the page opened on 25 October
        ("first", NEW, date(2023, 10, 25), ""),
        ("first", replace(NEW, first_insured=Month.from_int(202309)), SWITCHING, ""),
        ("first", replace(NEW, first_insured=Month.from_int(202308)), SWITCHING, "insured_before"),
        ("first", replace(NEW, first_insured=Month.from_int(202311)), date(2023, 11, 30), "insured_after"),
        ("first", replace(NEW, first_insured=Month.from_int(202311)), date(2024, 1, 1), ""),
        ("first", OLD, LATER, "insured_before"),
        ("first", replace(NEW, first_insured=None), LATER, "never_insured"),
        ("first", replace(NEW, card="normal"), LATER, "has_card"),
        ("first", replace(NEW, card="cancelled"), LATER, ""),
        ("first", replace(NEW, under_way="2024"), LATER, "under_way"),
        ("first", replace(NEW, died_on=date(2024, 2, 1)), LATER, "deceased"),
        ("lost", OLD, date(2023, 12, 31), "kind_closed"),
        ("lost", OLD, LATER, ""),  # has a card of the old system
        ("damaged", OLD, LATER, ""),
        ("lost", NEW, LATER, "no_card"),
        ("lost", replace(NEW, card="normal"), LATER, ""),
        ("damaged", replace(NEW, card="cancelled"), LATER, "no_card"),
        ("golden", NEW, LATER, "kind_unknown"),
    ],
)
def test_who_may_apply(kind: str, facts: PersonFacts, day: date, why: str) -> None:
    assert code(kind, facts, day) == why


@pytest.mark.parametrize(
    ("kind", "day", "due"),
    [
        ("first", date(2026, 11, 30), date(2026, 12, 30)),
        ("lost", date(2026, 11, 27), date(2026, 12, 3)),  # a Friday: four working days
        ("damaged", date(2026, 11, 30), date(2026, 12, 4)),
        ("lost", date(2024, 9, 29), date(2024, 10, 10)),  # a Sunday that is worked on, then seven days of holiday
    ],
)
def test_terms(kind: str, day: date, due: date) -> None:
    assert rules.due_on(kind, rules.Setting.on(law(), day)) == due


def test_the_term_of_a_review() -> None:
    assert rules.review_due_on(rules.Setting.on(law(), date(2026, 11, 27))) == date(2026, 12, 1)  # a Friday


def test_every_reason_has_words() -> None:
    setting = rules.Setting.on(law(), SWITCHING)
    reasons = {
        one.code: one
        for kind in ("first", "lost", "golden")
        for facts in (NEW, OLD, replace(NEW, first_insured=Month.from_int(202401)), replace(NEW, card="normal"))
        if (one := rules.refusal(kind, facts, setting)) is not None
    }
    assert len(reasons) == 5
    for one in reasons.values():
        told = catalogue.explain(one.code, one.field, one.params)
        assert "—" not in told.message
        assert told.what_to_do

"""Which months can be paid, and in which order."""

from datetime import date

import pytest

from shebao.collection.queries import Arrear
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.arrears import chosen, rules
from shebao.services.arrears.catalogue import CATALOGUE, explain

JULY, AUGUST, SEPTEMBER = Month(2023, 7), Month(2023, 8), Month(2023, 9)


def owed(month: Month, *, bill: str = "", to_declare: bool = False) -> Arrear:
    day = date(2023, 11, 1)
    return Arrear(1, "N", month, 2, 100, 0, day, day, 1, 1, to_declare, bill)


ALL = [owed(JULY), owed(AUGUST), owed(SEPTEMBER)]


def test_chosen_months_are_lines_oldest_first() -> None:
    assert [(line.month, line.good) for line in rules.choose([SEPTEMBER, JULY, JULY], ALL)] == [
        (JULY, True),
        (SEPTEMBER, True),
    ]


@pytest.mark.parametrize(
    ("arrears", "code"),
    [([], "not_owed"), ([owed(JULY, bill="J1")], "on_bill"), ([owed(JULY, to_declare=True)], "to_declare")],
)
def test_what_cannot_be_paid_says_why(arrears: list[Arrear], code: str) -> None:
    (line,) = rules.choose([JULY], arrears)
    assert (line.good, [finding.code for finding in line.findings]) == (False, [code])


@pytest.mark.parametrize(
    ("rule", "months", "states", "whole"),
    [
        ("warn", [JULY, AUGUST], [True, True], []),
        ("warn", [AUGUST], [True], ["earlier_left_out"]),
        ("free", [AUGUST], [True], []),
        ("refuse", [JULY, AUGUST], [True, True], []),
        ("refuse", [JULY, SEPTEMBER], [True, False], []),
        ("refuse", [SEPTEMBER], [False], []),
    ],
)
def test_the_law_says_whether_earlier_months_go_first(
    rule: str, months: list[Month], states: list[bool], whole: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "order_rule", lambda _law, _month: rule)
    lines, found = rules.in_order(law(), rules.choose(months, ALL), ALL)
    assert ([line.good for line in lines], [finding.code for finding in found]) == (states, whole)


def test_what_stands_on_a_bill_is_not_left_out() -> None:
    arrears = [owed(JULY, bill="J1"), owed(AUGUST)]
    assert rules.in_order(law(), rules.choose([AUGUST], arrears), arrears)[1] == []


def test_the_order_is_a_parameter_of_the_law() -> None:
    assert rules.order_rule(law(), JULY) == "warn"
    assert rules.order_rule(law(), Month(2005, 1)) == "free"


def test_months_are_kept_as_numbers_and_nonsense_is_passed_over() -> None:
    payload = chosen.written([AUGUST, JULY, AUGUST])
    assert payload == {"months": "202307,202308"}
    assert chosen.read({"months": "202308,x,202313,２０２３０７,202307,"}) == [JULY, AUGUST]
    assert chosen.read({}) == []


def test_every_finding_has_words() -> None:
    for code in CATALOGUE:
        told = explain(code, None, {})
        assert told.message.endswith("。")
        assert told.what_to_do.endswith("。")

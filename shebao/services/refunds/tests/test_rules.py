"""Which months can be given back, and what a request must say, rule by rule."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.refunds import rules
from shebao.services.refunds.catalogue import CATALOGUE, MONTHS, explain
from shebao.services.refunds.facts import MonthFacts, PersonFacts
from shebao.services.refunds.request import keys, read, written
from shebao.services.refunds.rules import Asked, Setting

OCTOBER = Month(2023, 10)
PAID = MonthFacts(OCTOBER, "110", 1, True, 144_000, 72_000, 0, 9_000, True, "", "")
ALIVE = Setting(law(), PersonFacts(None, None))
ASKED = Asked("RR2", "", "工商银行", "谨慎商贸有限公司", "0200000109200012345", "谨慎商贸有限公司", 1)


def code(found: Finding | None) -> str | None:
    return found.code if found else None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"employer_fen": 0, "personal_fen": 0, "refunded": "N1"}, "refunded"),
        ({"refunded": "N1"}, None),  # paid again since
        ({"under_way": "N2"}, "under_way"),
        ({"charged": False, "employer_fen": 0, "personal_fen": 0}, "not_charged"),
        ({"employer_fen": 0, "personal_fen": 0, "unpaid_fen": 1}, "not_paid"),
        ({"employer_fen": 0, "personal_fen": 0}, "nothing_owed"),
        ({"month": Month(2023, 12)}, None),
        ({"month": Month(2024, 1)}, "self_declared"),
        ({"employer_fen": 0}, None),  # the employer's share is deferred: what the person paid
    ],
)
def test_a_month_by_what_is_known_of_it(changed: dict[str, Any], expected: str | None) -> None:
    assert code(rules.refusal(replace(PAID, **changed), ALIVE)) == expected


@pytest.mark.parametrize(
    ("person", "scheme", "expected"),
    [
        (PersonFacts(date(2023, 10, 1), None), "110", "deceased"),
        (PersonFacts(date(2023, 11, 30), None), "410", "deceased"),
        (PersonFacts(date(2023, 9, 30), None), "110", None),  # was not withdrawn in time
        (PersonFacts(None, date(2023, 10, 15)), "110", "pension_drawn"),
        (PersonFacts(None, date(2023, 10, 15)), "210", None),
        (PersonFacts(None, date(2023, 9, 30)), "110", None),  # paid on although retired
    ],
)
def test_death_and_retirement_keep_the_months_before(person: PersonFacts, scheme: str, expected: str | None) -> None:
    assert code(rules.refusal(replace(PAID, scheme=scheme), Setting(law(), person))) == expected


def test_arrears_of_the_employer_come_first() -> None:
    found = rules.refusal(PAID, replace(ALIVE, arrears=(Month(2023, 8), Month(2023, 9))))
    assert code(found) == "in_arrears"
    assert found is not None
    assert explain(found.code, None, found.params).message == "本单位有欠费（2023年8月、2023年9月）。"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, set()),
        ({"reason": ""}, {("required_missing", "reason")}),
        ({"reason": "XX"}, {("code_unknown", "reason")}),
        ({"reason": "RR9"}, {("words_missing", "words")}),
        ({"reason": "RR9", "words": "重复参保"}, set()),
        ({"bank_name": ""}, {("required_missing", "bank_name")}),
        ({"account_name": "张三"}, {("account_name_differs", "account_name")}),
        ({"account_name": " 谨慎商贸有限公司 "}, set()),
        ({"account_number": "1234567"}, {("account_malformed", "account_number")}),
        ({"account_number": "１２３４５６７８"}, {("account_malformed", "account_number")}),
        ({"materials": 0}, {("no_materials", None)}),
    ],
)
def test_what_a_request_must_say(changed: dict[str, Any], expected: set[tuple[str, str | None]]) -> None:
    found = rules.of_request(replace(ASKED, **changed), law())
    assert {(one.code, one.field) for one in found} == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲（北京）公司", "甲(北京)公司", True),
        ("ABC Ltd", "abc ltd", True),
        ("甲公司", "甲公司分公司", False),
    ],
)
def test_names_of_accounts(one: str, other: str, same: bool) -> None:
    assert rules.same_name(one, other) is same


def test_what_is_no_month_is_passed_over_and_each_counts_once() -> None:
    texts = ["202310:110", "202310:110", "2023-10:110", "202310", "x", "202309:410", "202310:1100", "99999999999:1"]
    assert keys(texts) == ((202310, "110"), (202309, "410"))
    assert keys(written(keys(texts)).split(",")) == keys(texts)


@pytest.mark.parametrize(
    "payload", [{}, {"person": "x", "months": "x" * 10_000}, {"person": "9" * 40, "words": "\x00"}]
)
def test_any_payload_is_read(payload: dict[str, str]) -> None:
    asked = read(payload)
    assert (asked.person_id, asked.months, asked.words) == (0, (), "")


def test_an_account_number_is_tidied() -> None:
    assert rules.tidy_number(" 0200-0001 ０９２０ 0012 345 ") == "0200000109200012345"


@pytest.mark.parametrize("entry", CATALOGUE)
def test_every_entry_says_what_is_wrong_and_what_to_do(entry: str) -> None:
    told = explain(entry, None, dict.fromkeys(("number", "months", "name", "shown", "now", "refused", "good"), "1"))
    assert told.message
    assert told.what_to_do
    assert MONTHS.keys() <= CATALOGUE.keys()

"""What does not have the agreed form is refused, whatever it is, and never crashes the reader."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.counterparties import wire
from shebao.counterparties.bank.pushes import parse_results
from shebao.counterparties.national_pension.messages import parse_elsewhere
from shebao.counterparties.person_messages import parse_feedback, parse_receipts
from shebao.counterparties.shared_data.messages import parse_person

ITEM: dict[str, Any] = {
    "feedback_id": "6f2b1f6e-6a52-4f0e-9a52-0d6c1b8d4a11",
    "in_reply_to": "6f2b1f6e-6a52-4f0e-9a52-0d6c1b8d4a12",
    "person_key": "P1",
    "outcome": "failure",
    "reason_code": "M102",
    "reason_text": "该人员已在其他统筹区参加职工基本医疗保险",
    "at": "2026-11-23T06:40:05Z",
}
BATCH = {"batch_id": "6f2b1f6e-6a52-4f0e-9a52-0d6c1b8d4a13", "items": [ITEM]}
PERSON = {
    "number": "110108199106239021",
    "name": "𠮷㛃",
    "sex": "2",
    "birth": "1991-06-23",
    "ethnic": "01",
    "nationality": "CHN",
    "household": "11",
    "region": "110108",
    "address": "北京市海淀区",
    "education": "21",
}


def body(**changed: Any) -> bytes:
    return json.dumps({**BATCH, "items": [{**ITEM, **changed}]}).encode()


def test_a_batch_is_read_as_it_was_meant() -> None:
    batch = parse_feedback(body())
    (item,) = batch.items
    assert item.feedback_id == UUID(ITEM["feedback_id"])
    assert item.at == datetime(2026, 11, 23, 6, 40, 5, tzinfo=UTC)
    assert (item.outcome, item.reason_code) == ("failure", "M102")


RAW = {
    "empty": b"",
    "not JSON": b"{",
    "a bare number": b"1",
    "a list": b"[]",
    "NUL": b"\x00",
    "GBK": json.dumps(BATCH, ensure_ascii=False).encode("gb18030"),
    "UTF-16": json.dumps(BATCH).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(BATCH).encode(),
    "NaN": b'{"batch_id": NaN, "items": []}',
    "infinity": b'{"batch_id": -Infinity, "items": []}',
    "a huge exponent": b'{"batch_id": 1e1000000, "items": []}',
    "a fraction": b'{"batch_id": 1.0, "items": []}',
    "an endless integer": b'{"batch_id": ' + b"9" * 100_000 + b', "items": []}',
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a name twice": b'{"batch_id": "x", "batch_id": "y", "items": []}',
    "items missing": b'{"batch_id": "6f2b1f6e-6a52-4f0e-9a52-0d6c1b8d4a13"}',
    "an unknown name": json.dumps({**BATCH, "schema_version": 2}).encode(),
    "items are an object": json.dumps({**BATCH, "items": {}}).encode(),
    "too many items": json.dumps({**BATCH, "items": [ITEM] * 1_001}).encode(),
    "text after the end": json.dumps(BATCH).encode() + b"x",
}


@pytest.mark.parametrize("case", RAW)
def test_bodies_out_of_form_are_refused(case: str) -> None:
    with pytest.raises(wire.Malformed):
        parse_feedback(RAW[case])


ITEM_CHANGES: list[dict[str, Any]] = [
    {"feedback_id": "1"},
    {"feedback_id": ITEM["feedback_id"].upper()},
    {"feedback_id": None},
    {"feedback_id": 7},
    {"in_reply_to": "{" + ITEM["in_reply_to"] + "}"},
    {"person_key": ""},
    {"person_key": "x" * 65},
    {"person_key": 1},
    {"person_key": "\ud800"},
    {"person_key": "a\x00b"},
    {"outcome": "SUCCESS"},
    {"outcome": "success"},
    {"outcome": ["failure"]},
    {"reason_code": None},
    {"reason_code": "x" * 33},
    {"reason_text": "x" * 301},
    {"reason_text": "\udfff"},
    {"reason_text": "line\nline"},
    {"at": "2026-11-23"},
    {"at": "2026-02-30T00:00:00Z"},
    {"at": "2026-11-23T06:40:05+08:00"},
    {"at": 1},
    {"extra": 1},
]


@pytest.mark.parametrize("changed", ITEM_CHANGES, ids=repr)
def test_items_out_of_form_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(wire.Malformed):
        parse_feedback(body(**changed))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=200))
def test_noise_never_crashes_the_reader(noise: bytes) -> None:
    with pytest.raises(wire.Malformed):
        parse_feedback(noise)


@given(st.sampled_from(list(ITEM)), anything)
def test_any_value_at_any_place_is_read_or_refused(name: str, value: Any) -> None:
    try:
        batch = parse_feedback(body(**{name: value}))
    except wire.Malformed:
        return
    assert len(batch.items) == 1


@given(st.sampled_from(list(PERSON)), anything)
def test_any_answer_of_shared_data_is_read_or_refused(name: str, value: Any) -> None:
    try:
        person = parse_person({**PERSON, name: value})
    except wire.Malformed:
        return
    assert person is not None
    assert str(getattr(person, name)) == value


@given(anything)
def test_other_parsers_refuse_noise(value: Any) -> None:
    for parse in (parse_receipts, parse_elsewhere, parse_person):
        if value is not None:
            with pytest.raises(wire.Malformed):
                parse(value)


def test_rare_characters_pass_unaltered() -> None:
    person = parse_person(wire.read(wire.write(PERSON)))
    assert person is not None
    assert person.name == "𠮷㛃"


def test_what_cannot_be_written_is_not_sent() -> None:
    for value in (float("nan"), float("inf"), "\ud800"):
        with pytest.raises(ValueError, match=r"nan|JSON|surrogates"):
            wire.write({"a": value})


# The bank ---------------------------------------------------------------------------------------------

PAID = {
    "feedback_id": "11111111-1111-4111-8111-111111111111",
    "in_reply_to": "22222222-2222-4222-8222-222222222222",
    "employer_key": "E1",
    "order": "202402050000000001-01",
    "outcome": "success",
    "reason_code": None,
    "reason_text": None,
    "receipt": "1234567890123456",
    "paid_on": "2024-02-06",
    "amount_fen": 226_800,
    "at": "2024-02-06T02:00:00Z",
}
REJECTED = {
    **PAID,
    "outcome": "failure",
    "reason_code": "B102",
    "reason_text": "已销户",
    "receipt": None,
    "paid_on": None,
}


def results(*items: object) -> bytes:
    return wire.write({"batch_id": "33333333-3333-4333-8333-333333333333", "items": list(items)})


def test_what_became_of_orders_is_read() -> None:
    paid, rejected = parse_results(results(PAID, REJECTED)).items
    assert (paid.outcome, paid.receipt, paid.paid_on, paid.amount_fen) == (
        "success", "1234567890123456", date(2024, 2, 6), 226_800,
    )  # fmt: skip
    assert (rejected.outcome, rejected.reason_code, rejected.receipt) == ("failure", "B102", None)


@pytest.mark.parametrize(
    "changed",
    [
        {"receipt": None},
        {"paid_on": None},
        {"reason_code": "B102"},
        {"outcome": "maybe"},
        {"amount_fen": -1},
        {"amount_fen": True},
        {"order": ""},
        {"more": 1},
    ],
)
def test_results_that_do_not_add_up_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(wire.Malformed):
        parse_results(results({**PAID, **changed}))


@pytest.mark.parametrize("changed", [{"receipt": "1"}, {"paid_on": "2024-02-06"}, {"reason_code": None}])
def test_a_failure_has_a_reason_and_no_receipt(changed: dict[str, object]) -> None:
    with pytest.raises(wire.Malformed):
        parse_results(results({**REJECTED, **changed}))

"""What the card maker pushes is read exactly as agreed, or not at all."""

import json
from typing import Any

import pytest

from shebao.counterparties.card_maker.pushes import CardStep, OrderAnswer, parse_pushed
from shebao.counterparties.wire import Malformed

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
ANSWER: dict[str, Any] = {
    "feedback_id": ID, "in_reply_to": ID, "person_key": "P1", "outcome": "success", "reason_code": None,
    "reason_text": None, "at": "2026-11-30T02:00:00Z",
}  # fmt: skip
STEP: dict[str, Any] = {
    "feedback_id": ID, "order": "20261130-1", "person_key": "P1", "step": "produced", "at": "2026-11-30T02:00:00Z",
    "card": "A1", "issued_on": "2026-11-30", "valid_until": "2036-11-30", "bank": "北京银行", "place": None,
}  # fmt: skip
LATER: dict[str, Any] = {**STEP, "step": "shipped", "card": None, "issued_on": None, "valid_until": None, "bank": None}


def read(*items: dict[str, Any]) -> tuple[OrderAnswer | CardStep, ...]:
    return parse_pushed(json.dumps({"batch_id": ID, "items": items}).encode()).items


def test_answers_and_steps_come_in_one_batch() -> None:
    answer, made, later = read(ANSWER, STEP, LATER)
    assert isinstance(answer, OrderAnswer)
    assert isinstance(made, CardStep)
    assert (made.card, made.in_reply_to) == ("A1", None)
    assert isinstance(later, CardStep)
    assert later.card is None


@pytest.mark.parametrize(
    "item",
    [
        {**ANSWER, "outcome": "failure"},
        {**ANSWER, "reason_code": "K101"},
        {**ANSWER, "more": 1},
        {**STEP, "card": None},
        {**STEP, "step": "shipped"},
        {**STEP, "step": "stolen"},
        {**STEP, "issued_on": "2026-13-01"},
        {**LATER, "step": "ready"},
        {**LATER, "order": "x" * 29},
        {**LATER, "person_key": ""},
        {name: value for name, value in LATER.items() if name != "place"},
    ],
)
def test_what_is_not_as_agreed_is_refused(item: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read(ANSWER, item)

"""What tax pushes: stored once as it came, or refused whole; never a 500."""

import random
from typing import Any
from uuid import uuid4

import pytest

from shebao.exchange import payments
from shebao.gateway.tests.conftest import Caller, batch
from shebao.kernel import clock
from shebao.outbox.models import Feedback

PATH = "/gateway/tax"


def payment(**changed: Any) -> dict[str, Any]:
    told = {
        "type": "payment", "feedback_id": str(uuid4()), "receipt": "311000000000000001", "notice": "N1",
        "employer_code": "91110105MA00000011", "paid_on": "2024-04-20", "principal_fen": 100, "late_fee_fen": 0,
        "amount_fen": 100, "at": "2026-11-23T06:40:05Z",
    }  # fmt: skip
    return {**told, **changed}


def answer(**changed: Any) -> dict[str, Any]:
    told = {
        "type": "answer", "feedback_id": str(uuid4()), "in_reply_to": str(uuid4()), "employer_key": "E1",
        "outcome": "success", "reason_code": None, "reason_text": None, "at": "2026-11-23T06:40:05Z",
    }  # fmt: skip
    return {**told, **changed}


def push(caller: Caller, *items: dict[str, Any]) -> int:
    body = batch(*items)
    return int(caller.post(body, caller.headers(body, PATH, "tax"), PATH).status_code)


def test_answers_and_payments_of_one_push_are_stored_once_each(caller: Caller) -> None:
    one, other = payment(), answer()
    assert push(caller, one, other) == 200
    assert push(caller, one, other) == 200
    assert sorted(Feedback.objects.values_list("system", "in_reply_to"), key=str) == sorted(
        [("tax", None), ("tax", Feedback.objects.exclude(in_reply_to=None).get().in_reply_to)], key=str
    )


ODD: dict[str, dict[str, Any]] = {
    "no type": {"type": None},
    "another type": {"type": "refund"},
    "an unknown name": {"note": "x"},
    "a negative amount": {"amount_fen": -1},
    "an amount beyond all money": {"amount_fen": 10**15 + 1},
    "an amount as text": {"amount_fen": "100"},
    "an amount that is true": {"amount_fen": True},
    "a day that is none": {"paid_on": "2024-02-30"},
    "a day in another form": {"paid_on": "20240420"},
    "no receipt": {"receipt": ""},
    "a receipt that is too long": {"receipt": "1" * 41},
    "a NUL in the number": {"notice": "N\x00"},
    "an id in another form": {"feedback_id": "1"},
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_out_of_form_is_refused_whole(caller: Caller, odd: str) -> None:
    assert push(caller, payment(), payment(**ODD[odd])) == 422
    assert Feedback.objects.count() == 0


def test_strange_but_well_formed_payments_end_on_the_list(caller: Caller) -> None:
    strange = [
        payment(receipt="〇" * 40, notice="'; drop table x; --", employer_code="x"),
        payment(receipt="2", paid_on="0001-01-01"),
        payment(receipt="3", paid_on="9999-12-31", principal_fen=10**15, late_fee_fen=10**15, amount_fen=10**15),
        payment(receipt="4", principal_fen=0, amount_fen=0),
    ]
    assert push(caller, *strange) == 200
    assert payments.take_in(clock.now()) == 4
    assert set(Feedback.objects.values_list("effect", flat=True)) == {"mismatch"}


def test_random_changes_of_a_push_never_break_the_door(caller: Caller) -> None:
    draw = random.Random(5)
    for _ in range(150):
        body = bytearray(batch(payment(), answer()))
        for _change in range(draw.randint(1, 4)):
            body[draw.randrange(len(body))] = draw.randrange(256)
        sent = bytes(body)
        assert caller.post(sent, caller.headers(sent, PATH, "tax"), PATH).status_code in (200, 422)
    payments.take_in(clock.now())
    assert not Feedback.objects.filter(applied_at=None, in_reply_to=None).exists()


def test_others_do_not_speak_for_tax(caller: Caller) -> None:
    body = batch(payment())
    assert caller.post(body, caller.headers(body, PATH, "medical"), PATH).status_code == 401
    assert caller.post(body, caller.headers(body)).status_code == 422

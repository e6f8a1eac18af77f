"""Each authority takes note of a person whose data were changed, and answers; tax enters nothing to be paid."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sandbox.faults import Faults
from sandbox.inbox import take_messages
from sandbox.ledger import Ledger
from sandbox.store import Store
from sandbox.tax import take_notices

PERSON = {"name": "单雄信", "document_type": "01", "document_number": "110101199003077635"}
CHANGED = [{"item": "name", "before": "单信", "after": "单雄信"}]


def message(whom: str, **payload: object) -> dict[str, Any]:
    body = {"employer_code": "91110105MACARE011X", "changed": CHANGED, **PERSON, **payload}
    return {
        "id": str(uuid4()), "kind": "person_changed", whom: "1", "sequence": 1, "previous": None, "month": 202402,
        "payload": body,
    }  # fmt: skip


def answers(store: Store) -> list[dict[str, Any]]:
    return [json.loads(body) for (body,) in store.execute("select body from feedback")]


@pytest.mark.parametrize("counterparty", ["medical", "national_pension"])
def test_those_who_know_persons_take_it_and_answer(tmp_path: Path, counterparty: str) -> None:
    store = Store(tmp_path / "store")
    sent = {"messages": [message("person_key", filing="1-1")]}
    (result,) = take_messages(store, counterparty, sent, 1, Faults())
    assert result["status"] == "accepted"
    assert [answer["outcome"] for answer in answers(store)] == ["success"]


def test_tax_takes_it_answers_and_asks_nobody_to_pay(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    good, nameless = message("employer_key", notice="1-1"), message("employer_key", notice="1-2", name="")
    taken, refused = take_notices(store, {"messages": [good, nameless]}, 1, Faults())
    assert (taken["status"], refused["status"], refused["reason_code"]) == ("accepted", "refused", "malformed")
    assert [answer["outcome"] for answer in answers(store)] == ["success"]
    assert list(Ledger(store).everything()) == []

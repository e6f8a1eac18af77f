"""The bank that pays refunds: pays each order once, or rejects the account, and answers with what it did.

An account whose number ends with 0000 was closed; everything else the faults decide.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.faults import Faults
from sandbox.inbox import Answer, Batch, derived_id, filled, is_uuid, whole
from sandbox.store import Store

NAME = "bank"
KINDS = ("pay",)
CLOSED = "0000"
_BEIJING = ZoneInfo("Asia/Shanghai")
_REJECTED = ("B102", "收款账户不存在或已销户")
_TEXTS = ("order", "refund", "employer_code", "bank_name", "account_name", "account_number", "purpose")


class BankBatch(Batch):
    """One call's orders on their way in."""

    key_name = "employer_key"

    def __init__(self, store: Store, seed: int, faults: Faults, now: datetime) -> None:
        super().__init__(store, NAME, seed, faults, now)
        self._day = now.astimezone(_BEIJING).date()

    def _judge(self, message: dict[str, Any]) -> Answer:
        if message.get("kind") not in KINDS:
            return Answer("refused", "kind_unknown", "业务类型不受理")
        wrong = next(iter(_wrong(message)), None)
        if wrong is not None:
            return Answer("refused", "malformed", f"报文项有误: {wrong}")
        if self._store.execute("select 1 from payout where number = ?", message["payload"]["order"]):
            return Answer("refused", "order_reused", "指令编号已使用")
        return Answer("accepted")

    def _reactions(self, message: dict[str, Any]) -> list[tuple[str, str, str, float]]:
        key, payload = message["id"], message["payload"]
        rejected = self._faults.hits("failure", key) or payload["account_number"].endswith(CLOSED)
        item = self._result(message, "", paid=not rejected)
        self._enter(payload, item)
        if self._faults.hits("never", key):
            self._counts["silent"] += 1
            return []
        due = self._at + (self._faults.late_seconds if self._faults.hits("late", key) else self._faults.delay_seconds)
        rows = [self._row(item, due)]
        if self._faults.hits("twice", key):
            rows.append(self._row(item, due + 0.3))
        if self._faults.hits("contradict", key):
            rows.append(self._row(self._result(message, "other", paid=rejected), due + 0.3))
        return rows

    def _enter(self, payload: dict[str, Any], item: dict[str, Any]) -> None:
        self._store.execute(
            "insert into payout (number, refund, employer_code, account_number, amount_fen, receipt)"
            " values (?, ?, ?, ?, ?, ?)",
            *(payload["order"], payload["refund"], payload["employer_code"], payload["account_number"]),
            *(payload["amount_fen"], item["receipt"]),
        )

    def _result(self, message: dict[str, Any], which: str, *, paid: bool) -> dict[str, Any]:
        payload = message["payload"]
        code, text = (None, None) if paid else _REJECTED
        short = 100 if self._faults.hits("wrong_amount", message["id"]) else 0
        return {
            **self._item(message, which, success=paid, code=code, text=text),
            "feedback_id": derived_id(f"{NAME} {message['id']} {which}"),
            "order": payload["order"],
            "receipt": _receipt(payload["order"]) if paid else None,
            "paid_on": self._day.isoformat() if paid else None,
            "amount_fen": payload["amount_fen"] - short,
        }


def take_orders(store: Store, document: Any, seed: int, faults: Faults) -> list[dict[str, Any]]:
    """Take in a call's orders, committed when this returns. Raises Malformed, then nothing was taken."""
    with store.transaction():
        return BankBatch(store, seed, faults, datetime.now(UTC)).take(document)


def payouts(store: Store) -> list[dict[str, Any]]:
    """Every order with what became of it, for the control; one that was paid has a receipt."""
    names = ("number", "refund", "employer_code", "account_number", "amount_fen", "receipt")
    rows = store.execute(f"select {', '.join(names)} from payout order by rowid")  # noqa: S608 the names stand above
    return [dict(zip(names, row, strict=True)) for row in rows]


def _receipt(order: str) -> str:
    """回单号: 16 digits that follow from the order."""
    return f"{int(sha256(json.dumps(order).encode()).hexdigest(), 16) % 10**16:016d}"


def _wrong(message: dict[str, Any]) -> list[str]:
    """Names of what is not in the agreed form."""
    payload = message.get("payload")
    if not isinstance(payload, dict):
        return ["payload"]
    wrong = [name for name in _TEXTS if not filled(payload.get(name))]
    wrong += [] if whole(payload.get("amount_fen")) else ["amount_fen"]
    wrong += [] if filled(message.get("employer_key")) else ["employer_key"]
    wrong += [] if whole(message.get("sequence")) else ["sequence"]
    previous = message.get("previous")
    return wrong + ([] if previous is None or is_uuid(previous) else ["previous"])

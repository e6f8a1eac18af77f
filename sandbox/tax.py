"""The tax authority: takes notices and bills, answers each message, lets employers pay as they would, or as told.

Time here is a day that can be set, so that a story of months passes in minutes. A late payer's late fee is computed by
this side's own code, from what it was told when the notice became overdue.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from city import cast
from sandbox.faults import Faults, share
from sandbox.inbox import Answer, Batch, derived_id, filled, is_uuid, whole
from sandbox.late_fees import Running
from sandbox.ledger import Bill, Entry, Ledger
from sandbox.signing import stamp
from sandbox.store import Store

NAME = "tax"
ASKING = ("issued", "replaced", "declared")
OF_BILLS = ("bill", "bill_void")
TOLD = ("refunded", "person_changed")
"""Kinds that are only taken note of."""
KINDS = (*ASKING, "void", "overdue", *TOLD, *OF_BILLS)
_BEIJING = ZoneInfo("Asia/Shanghai")
_REFUSAL = ("T301", "单位税务登记状态异常，暂不能受理")

HABITS = ("on_time", "late", "twice", "wrong_amount", "unknown_notice", "never", "failure", "pay_replaced")
_SHARES = (0.80, 0.88, 0.90, 0.92, 0.93, 0.97, 0.98, 0.99)
_CAST = {cast.CAREFUL.credit_code: "on_time", cast.HUGE.credit_code: "on_time", cast.LATE.credit_code: "late"}


def habit_of(employer_code: str, notice: str, seed: int, faults: Faults) -> str:
    """How this notice is going to be paid: by the faults in force, else by the cast, else by the employer's number."""
    forced = [name for name in HABITS[1:] if getattr(faults, name) is not None]
    for name in forced:
        if faults.hits(name, notice):
            return name
    drawn = _CAST.get(employer_code) or _drawn(share(f"{seed} pays {employer_code}"))
    return "on_time" if drawn in forced else drawn


def _drawn(value: float) -> str:
    return next((habit for habit, upto in zip(HABITS, _SHARES, strict=True) if value < upto), "on_time")


def today_of(ledger: Ledger, now: datetime) -> date:
    """The day here: the one that was set, else that of the clock in Beijing."""
    return ledger.day() or now.astimezone(_BEIJING).date()


def habit_of_bill(bill: str, faults: Faults) -> str:
    """How a bill is going to be paid: by the faults in force, else soon, for whoever asks for a bill means to pay."""
    return next((name for name in HABITS[1:] if faults.hits(name, bill)), "on_time")


class TaxBatch(Batch):
    """One call's messages on their way in."""

    key_name = "employer_key"

    def __init__(self, store: Store, seed: int, faults: Faults, now: datetime) -> None:
        super().__init__(store, NAME, seed, faults, now)
        self._ledger = Ledger(store)
        self._day = today_of(self._ledger, now)

    def _judge(self, message: dict[str, Any]) -> Answer:
        if message.get("kind") not in KINDS:
            return Answer("refused", "kind_unknown", "业务类型不受理")
        wrong = next(iter(_wrong(message)), None)
        return Answer("accepted") if wrong is None else Answer("refused", "malformed", f"报文项有误: {wrong}")

    def _reactions(self, message: dict[str, Any]) -> list[tuple[str, str, str, float]]:
        payload = message["payload"]
        refused = self._refuses(message["kind"], payload)
        if not refused and message["kind"] not in TOLD:
            self._enter(message["kind"], payload)
        code, text = _REFUSAL if refused else (None, None)
        item = {"type": "answer", **self._item(message, "", success=not refused, code=code, text=text)}
        return [self._row(item, self._at + self._faults.delay_seconds)]

    def _refuses(self, kind: str, payload: dict[str, Any]) -> bool:
        if kind == "bill":
            return habit_of_bill(payload["bill"], self._faults) == "failure"
        asking = kind in ASKING
        return asking and habit_of(payload["employer_code"], payload["notice"], self._seed, self._faults) == "failure"

    def _enter(self, kind: str, payload: dict[str, Any]) -> None:
        if kind in OF_BILLS:
            self._enter_bill(kind, payload)
        elif kind == "void":
            self._ledger.withdraw(payload["notice"])
        elif kind == "overdue":
            basis = (payload["late_from"], payload["daily_ppm"], int(payload["capped"]), json.dumps(payload["lines"]))
            self._ledger.note_overdue(payload["notice"], *basis)
        else:
            if payload["replaces"] is not None:
                self._ledger.withdraw(payload["replaces"])
            self._ledger.enter(self._planned(payload))

    def _enter_bill(self, kind: str, payload: dict[str, Any]) -> None:
        if kind == "bill_void":
            self._ledger.withdraw_bill(payload["bill"])
            return
        if payload["replaces"] is not None:
            self._ledger.withdraw_bill(payload["replaces"])
        number = payload["bill"]
        habit, spread = habit_of_bill(number, self._faults), share(f"{self._seed} when {number}")
        days = 1 + int(spread * 60) if habit == "late" else int(spread * 3)
        items = tuple((item["notice"], Running.told(item)) for item in payload["items"])
        day = self._day + timedelta(days)
        bill = Bill(number, payload["employer_code"], payload["due_fen"], habit, day, items)
        self._ledger.enter_bill(bill, json.dumps(payload["items"]))

    def _planned(self, payload: dict[str, Any]) -> Entry:
        code, notice = payload["employer_code"], payload["notice"]
        habit = habit_of(code, notice, self._seed, self._faults)
        due_on, spread = date.fromisoformat(payload["due_on"]), share(f"{self._seed} when {notice}")
        days = {"late": 1 + int(spread * 60), "pay_replaced": 0}.get(habit, -int(spread * 10))
        return Entry(notice, code, due_on, payload["due_fen"], habit, max(self._day, due_on + timedelta(days)))


def take_notices(store: Store, document: Any, seed: int, faults: Faults) -> list[dict[str, Any]]:
    """Take in a call's messages, committed when this returns. Raises Malformed, then nothing was taken."""
    now = datetime.now(UTC)
    with store.transaction():
        results = TaxBatch(store, seed, faults, now).take(document)
        pay_due(store, faults, now)
    return results


def pay_due(store: Store, faults: Faults, now: datetime) -> int:
    """Let everybody pay whose day has come; how many notices and bills. In the caller's transaction."""
    ledger = Ledger(store)
    day = today_of(ledger, now)
    # Somebody pays a notice by itself although it stands on a bill, and then the bill as well.
    alone = [replace(one, pay_on=day) for one in ledger.on_bills() if faults.hits("pay_item", one.notice)]
    entries = [*alone, *ledger.payable(day)]
    for entry in entries:
        _push(store, _payments(entry, faults), now)
        ledger.mark_paid(entry.notice)
    bills = ledger.payable_bills(day)
    for bill in bills:
        _push(store, _payments(bill, faults), now)
        ledger.mark_bill_paid(bill.notice)
    return len(entries) + len(bills)


def _push(store: Store, payments: Iterable["_Payment"], now: datetime) -> None:
    items = [_payment(payment, now) for payment in payments]
    store.push(NAME, [(item["feedback_id"], json.dumps(item, ensure_ascii=False)) for item in items])


@dataclass(frozen=True, slots=True)
class _Payment:
    """One payment as it will be told; `copy` sets apart what tells the same once more."""

    entry: Entry | Bill
    receipt: str
    principal: int
    late_fee: int
    copy: str = ""


def _payments(entry: Entry | Bill, faults: Faults) -> Iterable[_Payment]:
    fee = entry.late_fee(entry.pay_on) + (7 if faults.hits("wrong_late_fee", entry.notice) else 0)
    right = _Payment(entry, _receipt(entry.notice, 1), entry.due_fen, fee)
    if entry.habit == "wrong_amount":
        right = replace(right, principal=entry.due_fen - 100)
    if entry.habit == "unknown_notice":
        right = replace(right, entry=replace(entry, notice=f"{entry.notice}9"))
    yield right
    if entry.habit == "twice":
        yield replace(right, receipt=_receipt(entry.notice, 2))
    if faults.hits("payment_repeated", entry.notice):
        yield replace(right, copy="again")


def _payment(payment: _Payment, now: datetime) -> dict[str, Any]:
    entry = payment.entry
    return {
        "type": "payment",
        "feedback_id": derived_id(f"payment {payment.receipt} {payment.copy}"),
        "receipt": payment.receipt,
        "notice": entry.notice,
        "employer_code": entry.employer_code,
        "paid_on": entry.pay_on.isoformat(),
        "principal_fen": payment.principal,
        "late_fee_fen": payment.late_fee,
        "amount_fen": payment.principal + payment.late_fee,
        "at": stamp(now),
    }


def _receipt(notice: str, number: int) -> str:
    """税票号码: 18 digits that follow from the notice."""
    return f"311{int(sha256(f'{notice} {number}'.encode()).hexdigest(), 16) % 10**15:015d}"


def _wrong(message: dict[str, Any]) -> Iterable[str]:
    """Names of what is not in the agreed form."""
    payload = message.get("payload")
    if not isinstance(payload, dict):
        yield "payload"
        return
    if not filled(message.get("employer_key")):
        yield "employer_key"
    if not whole(message.get("sequence")):
        yield "sequence"
    if message.get("previous") is not None and not is_uuid(message["previous"]):
        yield "previous"
    number = "bill" if message["kind"] in OF_BILLS else "notice"
    yield from (name for name in (number, "employer_code") if not filled(payload.get(name)))
    if message["kind"] in ASKING and not (whole(payload.get("due_fen")) and filled(payload.get("due_on"))):
        yield "due_fen, due_on"
    if message["kind"] == "person_changed":
        yield from (name for name in ("name", "document_number") if not filled(payload.get(name)))
    if message["kind"] == "bill" and not _is_sum(payload):
        yield "due_fen, items"


def _is_sum(payload: dict[str, Any]) -> bool:
    """Whether the notices on a bill come to what it asks for, each with what its late fee runs on."""
    try:
        items = [(item["principal_fen"], item["notice"], Running.told(item)) for item in payload["items"]]
    except (KeyError, TypeError, ValueError):
        return False
    right = bool(items) and all(whole(fen) and filled(notice) for fen, notice, _running in items)
    return right and sum(fen for fen, _notice, _running in items) == payload.get("due_fen")

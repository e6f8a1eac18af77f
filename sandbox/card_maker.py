"""The card maker: takes orders with photos, makes each card once, and tells how far it is until it is collected.

A photo that is no JPEG, or not the one its digest says, is rejected; so is that of somebody whose number ends with 000.
The card of somebody whose number ends with 013 is lost on its way. Everything else the faults decide.
"""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.faults import Faults
from sandbox.inbox import Answer, Batch, derived_id, filled, is_uuid, whole
from sandbox.signing import stamp
from sandbox.store import Store

NAME = "card_maker"
KINDS = ("make",)
CARDS = ("first", "lost", "damaged")
STEPS = ("produced", "shipped", "ready", "collected")
REJECTED, GOES_ASTRAY = "000", "013"
"""Ends of numbers of persons whose photo is rejected, and whose card is lost on its way."""
MOST_PHOTO = 64 * 1024
VALID_YEARS = 10
_BEIJING = ZoneInfo("Asia/Shanghai")
_JPEG = b"\xff\xd8\xff"
_REASONS = (
    ("K101", "照片面部不清晰"),
    ("K102", "照片背景不符合制卡要求"),
    ("K040", "社会保障号码不唯一"),
    ("K064", "已制卡或者制卡信息已录入"),
)
_BANKS = ("北京银行", "中国工商银行", "中国建设银行", "中国农业银行")
_TEXTS = (
    *("order", "card", "name", "document_type", "document_number", "social_security_number", "sex", "birth"),
    *("district", "photo", "photo_sha256"),
)


class CardBatch(Batch):
    """One call's orders on their way in."""

    def __init__(self, store: Store, seed: int, faults: Faults, now: datetime) -> None:
        super().__init__(store, NAME, seed, faults, now)
        self._now = now

    def _judge(self, message: dict[str, Any]) -> Answer:
        if message.get("kind") not in KINDS:
            return Answer("refused", "kind_unknown", "业务类型不受理")
        wrong = next(iter(_wrong(message)), None)
        if wrong is not None:
            return Answer("refused", "malformed", f"报文项有误: {wrong}")
        if self._store.execute("select 1 from card_order where number = ?", message["payload"]["order"]):
            return Answer("refused", "order_reused", "制卡单号已使用")
        return Answer("accepted")

    def _note(self, message: dict[str, Any], text: str, digest: bytes, answer: Answer) -> None:
        """Photos are not kept with the messages."""
        payload = message.get("payload")
        if isinstance(payload, dict):
            text = json.dumps({**message, "payload": {**payload, "photo": ""}}, ensure_ascii=True, sort_keys=True)
        super()._note(message, text, digest, answer)

    def _reactions(self, message: dict[str, Any]) -> list[tuple[str, str, str, float]]:
        key, payload = message["id"], message["payload"]
        reason = self._reason(message)
        self._store.execute(
            "insert into card_order (number, document_number, photo_sha256, card) values (?, ?, ?, ?)",
            *(payload["order"], payload["document_number"], payload["photo_sha256"]),
            None if reason else _number(payload["order"]),
        )
        if self._faults.hits("never", key):
            self._counts["silent"] += 1
            return []
        due = self._at + (self._faults.late_seconds if self._faults.hits("late", key) else self._faults.delay_seconds)
        code, text = reason or (None, None)
        said = [self._row(self._item(message, "", success=reason is None, code=code, text=text), due)]
        if reason is None:
            said += self._steps(message, due)
        if self._faults.hits("twice", key):
            said += [(*row[:3], row[3] + 0.3) for row in said]
        return said

    def _reason(self, message: dict[str, Any]) -> tuple[str, str] | None:
        """Why no card is made of an order; None where one is."""
        payload = message["payload"]
        if not _is_photo(payload):
            return "K103", "照片文件无法读取"
        if payload["document_number"].endswith(REJECTED):
            return _REASONS[0]
        if self._faults.hits("failure", message["id"]):
            drawn = int(sha256(message["id"].encode()).hexdigest(), 16)
            return _REASONS[drawn % len(_REASONS)]
        return None

    def _steps(self, message: dict[str, Any], due: float) -> list[tuple[str, str, str, float]]:
        """Each step some time after the one before; the person comes for the card after `late_seconds`."""
        astray = self._faults.hits("lose_card", message["id"]) or (
            self._faults.lose_card is None and message["payload"]["document_number"].endswith(GOES_ASTRAY)
        )
        steps = ("produced", "shipped", "lost") if astray else STEPS
        gap = max(self._faults.delay_seconds, 0.01)
        rows = []
        for place, step in enumerate(steps, 1):
            wait = gap * place + (self._faults.late_seconds if step == "collected" else 0)
            at = 0 - place if self._faults.hits("out_of_order", message["id"]) else wait
            rows.append(self._row(self._told(message, step, wait), due + at))
        if self._faults.hits("contradict", message["id"]):
            other = "collected" if astray else "lost"
            rows.append(self._row(self._told(message, other, 0), max(row[3] for row in rows) + 0.3))
        return rows

    def _told(self, message: dict[str, Any], step: str, wait: float) -> dict[str, Any]:
        payload, made = message["payload"], step == "produced"
        today = self._now.astimezone(_BEIJING).date()
        return {
            "feedback_id": derived_id(f"{NAME} {message['id']} {step}"),
            "order": payload["order"],
            "person_key": message["person_key"],
            "step": step,
            "at": stamp(self._now + timedelta(seconds=int(wait))),
            "card": _number(payload["order"]) if made else None,
            "issued_on": today.isoformat() if made else None,
            "valid_until": _years_on(today.isoformat()) if made else None,
            "bank": _bank(payload) if made else None,
            "place": f"{_bank(payload)}服务网点" if step == "ready" else None,
        }


def take_orders(store: Store, document: Any, seed: int, faults: Faults) -> list[dict[str, Any]]:
    """Take in a call's orders, committed when this returns. Raises Malformed, then nothing was taken."""
    with store.transaction():
        return CardBatch(store, seed, faults, datetime.now(UTC)).take(document)


def orders(store: Store) -> list[dict[str, Any]]:
    """Every order with its card, for the control; one of which no card is made has none."""
    names = ("number", "document_number", "photo_sha256", "card")
    rows = store.execute(f"select {', '.join(names)} from card_order order by rowid")  # noqa: S608 the names stand above
    return [dict(zip(names, row, strict=True)) for row in rows]


def _number(order: str) -> str:
    """社会保障卡卡号: a letter and 11 digits that follow from the order."""
    return f"A{int(sha256(json.dumps(order).encode()).hexdigest(), 16) % 10**11:011d}"


def _bank(payload: dict[str, Any]) -> str:
    return _BANKS[int(sha256(payload["order"].encode()).hexdigest(), 16) % len(_BANKS)]


def _years_on(day: str) -> str:
    """The same day ten years on; 28 February where there is no such day."""
    year, month, rest = int(day[:4]) + VALID_YEARS, day[5:7], day[8:]
    return f"{year}-{month}-{'28' if month == '02' and rest == '29' else rest}"


def _is_photo(payload: dict[str, Any]) -> bool:
    try:
        photo = base64.b64decode(payload["photo"], validate=True)
    except (binascii.Error, ValueError):
        return False
    small = len(photo) <= MOST_PHOTO
    return small and photo.startswith(_JPEG) and sha256(photo).hexdigest() == payload["photo_sha256"]


def _wrong(message: dict[str, Any]) -> list[str]:
    """Names of what is not in the agreed form."""
    payload = message.get("payload")
    if not isinstance(payload, dict):
        return ["payload"]
    wrong = [name for name in _TEXTS if not filled(payload.get(name))]
    wrong += [] if payload.get("card") in CARDS else ["card"]
    wrong += [] if filled(message.get("person_key")) else ["person_key"]
    wrong += [] if whole(message.get("sequence")) else ["sequence"]
    previous = message.get("previous")
    return wrong + ([] if previous is None or is_uuid(previous) else ["previous"])

"""Taking in messages: each id once, in one transaction, with the feedback that will follow."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sandbox.authorities import KINDS, MOST_MESSAGES, Malformed, outcome
from sandbox.faults import Faults
from sandbox.signing import stamp
from sandbox.store import Store

_LARGEST = 2**53
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNWRITABLE = re.compile("[\x00-\x1f\ud800-\udfff]")


class Answer(NamedTuple):
    """What is answered for one message."""

    status: str
    reason_code: str | None = None
    reason_text: str | None = None


class Batch:
    """One call's messages on their way in; `key_name` names whom a message is about."""

    key_name = "person_key"

    def __init__(self, store: Store, counterparty: str, seed: int, faults: Faults, now: datetime) -> None:
        self._store, self._counterparty, self._seed, self._faults = store, counterparty, seed, faults
        self._at, self._stamp = now.timestamp(), stamp(now)
        self._known: dict[str, tuple[bytes, str, str | None, str | None]] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._feedback: list[tuple[str, str, str, float]] = []
        self._counts = dict.fromkeys(("duplicates", "refused", "id_reused", "out_of_order", "lied", "silent"), 0)

    def take(self, document: Any) -> list[dict[str, Any]]:
        """Take in a call's messages inside the caller's transaction; returns the results, aligned. Raises Malformed."""
        messages = _listed(document)
        texts = [json.dumps(message, ensure_ascii=True, sort_keys=True, separators=(",", ":")) for message in messages]
        wanted = {str(message.get(name)) for message in messages for name in ("id", "previous")}
        self._known = self._store.known(self._counterparty, wanted)
        answers = [self._one(message, text) for message, text in zip(messages, texts, strict=True)]
        self._store.take(self._rows, self._feedback)
        self._store.count(self._counterparty, received=len(messages), **self._counts)
        return [{"id": message["id"], **answer._asdict()} for message, answer in zip(messages, answers, strict=True)]

    def _one(self, message: dict[str, Any], text: str) -> Answer:
        key, digest = message["id"], sha256(text.encode()).digest()
        before = self._known.get(key)
        if before is not None:
            return self._again(before, digest)
        if self._faults.hits("lying_success", key):
            self._counts["lied"] += 1
            return Answer("accepted")
        answer = self._judge(message)
        self._note(message, text, digest, answer)
        if answer.status == "accepted":
            self._feedback.extend(self._reactions(message))
        return answer

    def _judge(self, message: dict[str, Any]) -> Answer:
        return _judge(self._counterparty, message)

    def _again(self, before: tuple[bytes, str, str | None, str | None], digest: bytes) -> Answer:
        if before[0] != digest:
            self._counts["id_reused"] += 1
            return Answer("refused", "id_reused", "消息编号已用于其他内容")
        self._counts["duplicates"] += 1
        return Answer("duplicate") if before[1] == "accepted" else Answer(*before[1:])

    def _note(self, message: dict[str, Any], text: str, digest: bytes, answer: Answer) -> None:
        previous = message.get("previous")
        self._counts["refused"] += answer.status == "refused"
        self._counts["out_of_order"] += isinstance(previous, str) and previous not in self._known
        self._known[message["id"]] = (digest, *answer)
        names = (self.key_name, "sequence", "previous", "kind", "month")
        values = (message.get(name) for name in names) if answer.status == "accepted" else ("", 0, None, "", None)
        self._rows.append((self._counterparty, message["id"], *values, digest, text, *answer, self._stamp))

    def _reactions(self, message: dict[str, Any]) -> list[tuple[str, str, str, float]]:
        decided = outcome(self._counterparty, message, self._seed, self._faults)
        self._counts["silent"] += not decided.delays
        at = self._at
        good = self._item(message, "", success=decided.success, code=decided.reason_code, text=decided.reason_text)
        rows = [self._row(good, at + delay) for delay in decided.delays]
        if decided.delays and self._faults.hits("contradict", message["id"]):
            text = None if not decided.success else "与前次反馈相反"
            other = self._item(message, "other", success=not decided.success, code=text and "M199", text=text)
            rows.append(self._row(other, at + decided.delays[-1] + 0.3))
        return rows

    def _row(self, item: dict[str, Any], due: float) -> tuple[str, str, str, float]:
        return self._counterparty, item["feedback_id"], json.dumps(item, ensure_ascii=False), due

    def _item(
        self, message: dict[str, Any], which: str, *, success: bool, code: str | None, text: str | None
    ) -> dict[str, Any]:
        return {
            "feedback_id": derived_id(f"{self._counterparty} {message['id']} {which}"),
            "in_reply_to": message["id"],
            self.key_name: message[self.key_name],
            "outcome": "success" if success else "failure",
            "reason_code": code,
            "reason_text": text,
            "at": self._stamp,
        }


def take_messages(store: Store, counterparty: str, document: Any, seed: int, faults: Faults) -> list[dict[str, Any]]:
    """Take in a call's messages, committed when this returns. Raises Malformed, then nothing was taken."""
    with store.transaction():
        return Batch(store, counterparty, seed, faults, datetime.now(UTC)).take(document)


def _listed(document: Any) -> list[dict[str, Any]]:
    messages = document.get("messages") if isinstance(document, dict) else None
    if not isinstance(messages, list) or len(messages) > MOST_MESSAGES:
        raise Malformed(f"messages: a list of at most {MOST_MESSAGES}")
    for message in messages:
        if not isinstance(message, dict) or not is_uuid(message.get("id")):
            raise Malformed("messages: objects with a UUID as id")
    return messages


def is_uuid(text: Any) -> bool:
    """A UUID in lower case."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None


def derived_id(text: str) -> str:
    """A UUID (version 8) that follows from the text: the same feedback has the same id, also after a restart."""
    found = sha256(text.encode()).hexdigest()
    return f"{found[:8]}-{found[8:12]}-8{found[13:16]}-8{found[17:20]}-{found[20:32]}"


def _judge(counterparty: str, message: dict[str, Any]) -> Answer:
    """Accept a message, or refuse it with the first thing that is wrong."""
    if message.get("kind") not in KINDS[counterparty]:
        return Answer("refused", "kind_unknown", "业务类型不受理")
    wrong = next((name for name, fits in _FORM.items() if not fits(message.get(name))), None)
    payload = message.get("payload")
    if wrong is None and isinstance(payload, dict):
        texts = ("name", "document_type", "document_number", "employer_code")
        wrong = next((name for name in texts if not filled(payload.get(name))), None)
    return Answer("accepted") if wrong is None else Answer("refused", "malformed", f"报文项有误: {wrong}")


def filled(value: Any) -> bool:
    """A text with something in it, that can be written."""
    return isinstance(value, str) and bool(value.strip()) and _UNWRITABLE.search(value) is None


def whole(value: Any) -> bool:
    """A whole number from 1 on."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST


_FORM: dict[str, Callable[[Any], bool]] = {
    "person_key": filled,
    "sequence": whole,
    "previous": lambda value: value is None or is_uuid(value),
    "month": lambda value: whole(value) and 1 <= value % 100 <= 12,  # noqa: PLR2004 a month's number
    "payload": lambda value: isinstance(value, dict),
}

"""Messages about persons, the receipts for them and the feedback that follows: alike for all that take messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from shebao.counterparties import wire
from shebao.counterparties.transport import Client

MOST_MESSAGES = 1_000
MOST_FEEDBACK = 1_000
MOST_REPLY_MESSAGE = 300


class Payload(Protocol):
    """What a message carries beside its envelope."""

    def to_json(self) -> dict[str, Any]:
        """The payload as JSON values."""


P_co = TypeVar("P_co", bound=Payload, covariant=True)


@dataclass(frozen=True, slots=True)
class PersonMessage(Generic[P_co]):
    """One message.

    sequence counts from 1 per person and counterparty, previous is the id of the one before it; month is YYYYMM.
    """

    id: UUID
    kind: str
    person_key: str
    sequence: int
    previous: UUID | None
    month: int
    payload: P_co

    def to_json(self) -> dict[str, Any]:
        """The message as JSON values, as `MessageClient.send_raw` takes them."""
        return {
            "id": str(self.id),
            "kind": self.kind,
            "person_key": self.person_key,
            "sequence": self.sequence,
            "previous": None if self.previous is None else str(self.previous),
            "month": self.month,
            "payload": self.payload.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is said on taking a message in: accepted, duplicate (taken before) or refused with a reason."""

    id: UUID
    status: str
    reason_code: str | None
    reason_text: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of a message: success, or failure with a reason."""

    feedback_id: UUID
    in_reply_to: UUID
    person_key: str
    outcome: str
    reason_code: str | None
    reason_text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackBatch:
    """One push of feedback. The same items may come again in another batch."""

    batch_id: UUID
    items: tuple[Feedback, ...]


_RECEIPT = frozenset(("id", "status", "reason_code", "reason_text"))
_STATUSES = frozenset(("accepted", "duplicate", "refused"))
_FEEDBACK = frozenset(("feedback_id", "in_reply_to", "person_key", "outcome", "reason_code", "reason_text", "at"))
_OUTCOMES = frozenset(("success", "failure"))


class MessageClient(Client):
    """Sends messages about persons."""

    def send(self, messages: Sequence[PersonMessage[Payload]]) -> list[Receipt]:
        """Deliver at most `MOST_MESSAGES` messages; the receipts are aligned with them. Raises Failure."""
        return self.send_raw([message.to_json() for message in messages])

    def send_raw(self, messages: Sequence[dict[str, Any]]) -> list[Receipt]:
        """The same for messages that are JSON values already, as an outbox keeps them."""
        if len(messages) > MOST_MESSAGES:
            raise ValueError(f"at most {MOST_MESSAGES} messages a call")
        if not messages:
            return []
        reply = self._transport.post("/messages", {"messages": list(messages)})
        try:
            receipts = parse_receipts(reply)
        except wire.Malformed as error:
            raise self._transport.unreadable(error) from error
        if [str(receipt.id) for receipt in receipts] != [message["id"] for message in messages]:
            raise self._transport.mismatched()
        return receipts


def parse_receipts(document: Any) -> list[Receipt]:
    """Receipts from a reply. Raises Malformed."""
    results = wire.record(document, frozenset(("results",)), "reply")["results"]
    return wire.listed(results, MOST_MESSAGES, "results", _receipt)


def parse_feedback(body: bytes) -> FeedbackBatch:
    """A pushed batch from the bytes of its body. Raises Malformed."""
    batch = wire.record(wire.read(body), frozenset(("batch_id", "items")), "batch")
    items = wire.listed(batch["items"], MOST_FEEDBACK, "items", _feedback)
    return FeedbackBatch(wire.uuid(batch["batch_id"], "batch_id"), tuple(items))


def _receipt(value: Any) -> Receipt:
    told = wire.record(value, _RECEIPT, "result")
    return Receipt(
        wire.uuid(told["id"], "id"), wire.choice(told["status"], _STATUSES, "status"), _code(told), _words(told)
    )


def _feedback(value: Any) -> Feedback:
    told = wire.record(value, _FEEDBACK, "item")
    found = Feedback(
        wire.uuid(told["feedback_id"], "feedback_id"),
        wire.uuid(told["in_reply_to"], "in_reply_to"),
        wire.text(told["person_key"], "person_key", 64),
        wire.choice(told["outcome"], _OUTCOMES, "outcome"),
        _code(told),
        _words(told),
        wire.moment(told["at"], "at"),
    )
    if (found.outcome == "failure") != (found.reason_code is not None):
        raise wire.Malformed("item: a failure has a reason, a success has none")
    return found


def _code(told: dict[str, Any]) -> str | None:
    code = told["reason_code"]
    return None if code is None else wire.text(code, "reason_code", 32)


def _words(told: dict[str, Any]) -> str | None:
    words = told["reason_text"]
    return None if words is None else wire.text(words, "reason_text", MOST_REPLY_MESSAGE)

"""What tax pushes: answers to our messages, and payments, which nobody asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shebao.counterparties import wire

MOST_ITEMS = 1_000
LARGEST_FEN = 10**15

_ANSWER = frozenset(
    ("type", "feedback_id", "in_reply_to", "employer_key", "outcome", "reason_code", "reason_text", "at")
)
_PAYMENT = frozenset(
    (
        *("type", "feedback_id", "receipt", "notice", "employer_code", "paid_on"),
        *("principal_fen", "late_fee_fen", "amount_fen", "at"),
    )
)
_OUTCOMES = frozenset(("success", "failure"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message about a notice: accepted, or refused with a reason."""

    feedback_id: UUID
    in_reply_to: UUID
    employer_key: str
    outcome: str
    reason_code: str | None
    reason_text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """A payment, as tax told it. Amounts in fen; nothing here says that they fit."""

    feedback_id: UUID
    receipt: str
    notice: str
    employer_code: str
    paid_on: date
    principal_fen: int
    late_fee_fen: int
    amount_fen: int
    at: datetime

    @property
    def in_reply_to(self) -> None:
        """A payment answers no message."""
        return


@dataclass(frozen=True, slots=True)
class PushedBatch:
    """One push. The same items may come again in another batch."""

    batch_id: UUID
    items: tuple[Answer | PaymentTold, ...]


def parse_pushed(body: bytes) -> PushedBatch:
    """A pushed batch from the bytes of its body. Raises Malformed."""
    batch = wire.record(wire.read(body), frozenset(("batch_id", "items")), "batch")
    items = wire.listed(batch["items"], MOST_ITEMS, "items", _item)
    return PushedBatch(wire.uuid(batch["batch_id"], "batch_id"), tuple(items))


def _item(value: Any) -> Answer | PaymentTold:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "answer":
        return _answer(wire.record(value, _ANSWER, "item"))
    if kind == "payment":
        return _payment(wire.record(value, _PAYMENT, "item"))
    raise wire.Malformed("item: an answer or a payment is expected")


def _answer(told: dict[str, Any]) -> Answer:
    outcome = wire.choice(told["outcome"], _OUTCOMES, "outcome")
    if (outcome == "failure") != (told["reason_code"] is not None):
        raise wire.Malformed("item: a failure has a reason, a success has none")
    return Answer(
        wire.uuid(told["feedback_id"], "feedback_id"),
        wire.uuid(told["in_reply_to"], "in_reply_to"),
        wire.text(told["employer_key"], "employer_key", 64),
        outcome,
        wire.optional(told["reason_code"], "reason_code", lambda value, place: wire.text(value, place, 32)),
        wire.optional(told["reason_text"], "reason_text", lambda value, place: wire.text(value, place, 300)),
        wire.moment(told["at"], "at"),
    )


def _payment(told: dict[str, Any]) -> PaymentTold:
    return PaymentTold(
        wire.uuid(told["feedback_id"], "feedback_id"),
        wire.text(told["receipt"], "receipt", 40),
        wire.text(told["notice"], "notice", 40),
        wire.text(told["employer_code"], "employer_code", 18),
        wire.day(told["paid_on"], "paid_on"),
        _fen(told["principal_fen"], "principal_fen"),
        _fen(told["late_fee_fen"], "late_fee_fen"),
        _fen(told["amount_fen"], "amount_fen"),
        wire.moment(told["at"], "at"),
    )


def _fen(value: Any, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_FEN:
        raise wire.Malformed(f"{place}: an amount in fen is expected")
    return value

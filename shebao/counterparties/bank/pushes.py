"""What the bank pushes: of each order whether it was paid, with its receipt, or why not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shebao.counterparties import wire

MOST_ITEMS = 1_000
LARGEST_FEN = 10**15

_RESULT = frozenset(
    (
        *("feedback_id", "in_reply_to", "employer_key", "order", "outcome", "reason_code", "reason_text"),
        *("receipt", "paid_on", "amount_fen", "at"),
    )
)
_OUTCOMES = frozenset(("success", "failure"))


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """What became of an order: paid (receipt, day, amount), or not (a reason). Nothing here says that it fits."""

    feedback_id: UUID
    in_reply_to: UUID
    employer_key: str
    order: str
    outcome: str
    reason_code: str | None
    reason_text: str | None
    receipt: str | None
    paid_on: date | None
    amount_fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ResultBatch:
    """One push. The same items may come again in another batch."""

    batch_id: UUID
    items: tuple[PaymentResult, ...]


def parse_results(body: bytes) -> ResultBatch:
    """A pushed batch from the bytes of its body. Raises Malformed."""
    batch = wire.record(wire.read(body), frozenset(("batch_id", "items")), "batch")
    items = wire.listed(batch["items"], MOST_ITEMS, "items", _result)
    return ResultBatch(wire.uuid(batch["batch_id"], "batch_id"), tuple(items))


def _result(value: Any) -> PaymentResult:
    told = wire.record(value, _RESULT, "item")
    outcome = wire.choice(told["outcome"], _OUTCOMES, "outcome")
    found = PaymentResult(
        wire.uuid(told["feedback_id"], "feedback_id"),
        wire.uuid(told["in_reply_to"], "in_reply_to"),
        wire.text(told["employer_key"], "employer_key", 64),
        wire.text(told["order"], "order", 28),
        outcome,
        wire.optional(told["reason_code"], "reason_code", lambda value, place: wire.text(value, place, 32)),
        wire.optional(told["reason_text"], "reason_text", lambda value, place: wire.text(value, place, 300)),
        wire.optional(told["receipt"], "receipt", lambda value, place: wire.text(value, place, 40)),
        wire.optional(told["paid_on"], "paid_on", wire.day),
        _fen(told["amount_fen"]),
        wire.moment(told["at"], "at"),
    )
    _complete(found)
    return found


def _complete(found: PaymentResult) -> None:
    paid = found.outcome == "success"
    if paid is (found.reason_code is not None):
        raise wire.Malformed("item: a failure has a reason, a success has none")
    if paid is (found.receipt is None) or paid is (found.paid_on is None):
        raise wire.Malformed("item: a payment has a receipt and a day, a failure has none")


def _fen(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_FEN:
        raise wire.Malformed("amount_fen: an amount in fen is expected")
    return value

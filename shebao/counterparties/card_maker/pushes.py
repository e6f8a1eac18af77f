"""What the card maker pushes: of each order whether it was taken, and unasked each step of the card from then on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shebao.counterparties import wire

MOST_ITEMS = 1_000

_ANSWER = frozenset(("feedback_id", "in_reply_to", "person_key", "outcome", "reason_code", "reason_text", "at"))
_STEP = frozenset(
    (
        *("feedback_id", "order", "person_key", "step", "at"),
        *("card", "issued_on", "valid_until", "bank", "place"),
    )
)
_OUTCOMES = frozenset(("success", "failure"))
_STEPS = frozenset(("produced", "shipped", "ready", "collected", "lost"))


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """What the card maker says to an order: taken, or not (a reason)."""

    feedback_id: UUID
    in_reply_to: UUID
    person_key: str
    outcome: str
    reason_code: str | None
    reason_text: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CardStep:
    """One step of a card; told unasked. Nothing here says that it fits."""

    feedback_id: UUID
    in_reply_to: None
    order: str
    person_key: str
    step: str
    at: datetime
    card: str | None
    issued_on: date | None
    valid_until: date | None
    bank: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class PushedBatch:
    """One push. The same items may come again in another batch."""

    batch_id: UUID
    items: tuple[OrderAnswer | CardStep, ...]


def parse_pushed(body: bytes) -> PushedBatch:
    """A pushed batch from the bytes of its body. Raises Malformed."""
    batch = wire.record(wire.read(body), frozenset(("batch_id", "items")), "batch")
    items = wire.listed(batch["items"], MOST_ITEMS, "items", _item)
    return PushedBatch(wire.uuid(batch["batch_id"], "batch_id"), tuple(items))


def _item(value: Any) -> OrderAnswer | CardStep:
    return _step(value) if isinstance(value, dict) and "step" in value else _answer(value)


def _answer(value: Any) -> OrderAnswer:
    told = wire.record(value, _ANSWER, "item")
    outcome = wire.choice(told["outcome"], _OUTCOMES, "outcome")
    found = OrderAnswer(
        wire.uuid(told["feedback_id"], "feedback_id"),
        wire.uuid(told["in_reply_to"], "in_reply_to"),
        wire.text(told["person_key"], "person_key", 64),
        outcome,
        _text(told, "reason_code", 32),
        _text(told, "reason_text", 300),
        wire.moment(told["at"], "at"),
    )
    if (outcome == "failure") != (found.reason_code is not None):
        raise wire.Malformed("item: a failure has a reason, a success has none")
    return found


def _step(value: Any) -> CardStep:
    told = wire.record(value, _STEP, "item")
    found = CardStep(
        wire.uuid(told["feedback_id"], "feedback_id"),
        None,
        wire.text(told["order"], "order", 28),
        wire.text(told["person_key"], "person_key", 64),
        wire.choice(told["step"], _STEPS, "step"),
        wire.moment(told["at"], "at"),
        _text(told, "card", 32),
        wire.optional(told["issued_on"], "issued_on", wire.day),
        wire.optional(told["valid_until"], "valid_until", wire.day),
        _text(told, "bank", 64),
        _text(told, "place", 128),
    )
    _complete(found)
    return found


def _complete(found: CardStep) -> None:
    made = (found.card, found.issued_on, found.valid_until, found.bank)
    if any((value is None) is (found.step == "produced") for value in made):
        raise wire.Malformed("item: a card that was produced has number, days and bank, another step has none")
    if found.step == "ready" and found.place is None:
        raise wire.Malformed("item: a card that is ready has a place")


def _text(told: dict[str, Any], name: str, most: int) -> str | None:
    return wire.optional(told[name], name, lambda value, place: wire.text(value, place, most))

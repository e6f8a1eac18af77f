"""Storing what a counterparty sends: its answers as they came. What they mean is for the worker to find out."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.counterparties.bank.pushes import PaymentResult
from shebao.counterparties.card_maker.pushes import CardStep, OrderAnswer
from shebao.counterparties.person_messages import Feedback
from shebao.counterparties.signing import Origin
from shebao.counterparties.tax.pushes import Answer, PaymentTold
from shebao.database import bulk

Item = Feedback | Answer | PaymentTold | PaymentResult | OrderAnswer | CardStep


class Batch(Protocol):
    """A verified and parsed push."""

    @property
    def batch_id(self) -> UUID:
        """Its id."""

    @property
    def items(self) -> Sequence[Item]:
        """What it tells."""


class Seen(Exception):  # noqa: N818 reads better where it is raised
    """The envelope came before: a replay."""


class Stored(NamedTuple):
    """How many answers of a batch are new, and how many came under an id that stands for another answer."""

    new: int
    clashing: int


def store(actor: Actor, origin: Origin, batch: Batch, *, now: datetime) -> Stored:
    """Keep the answers of a verified batch, each id once. Raises Seen when the envelope's nonce was used before."""
    figures = {"batch": str(batch.batch_id), "items": len(batch.items)}
    with action(actor, "send_feedback", subject=f"counterparty:{origin.sender}", details=figures):
        _use_nonce(origin, now)
        items = json.dumps([_item(answer) for answer in batch.items], ensure_ascii=False)
        sender = {"system": origin.sender, "request_id": actor.request_id, "address": actor.address}
        told = {**sender, "now": now, "items": items}
        new = bulk.run(__file__, "store", told)
        clashing = bulk.run(__file__, "alarm_clashes", told) if new < len(batch.items) else 0
    return Stored(new, clashing)


def _use_nonce(origin: Origin, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into outbox_nonce (system, nonce, seen_at) values (%s, %s, %s) on conflict do nothing",
            [origin.sender, origin.nonce, now],
        )
        if cursor.rowcount == 0:
            raise Seen


def _item(answer: Item) -> dict[str, Any]:
    """The answer as it is stored: its content, and a digest that is the same for the same content."""
    body = {name: _plain(value) for name, value in asdict(answer).items()}
    digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    reply = None if answer.in_reply_to is None else str(answer.in_reply_to)
    return {"feedback_id": body["feedback_id"], "in_reply_to": reply, "body": body, "digest": digest}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value

"""Storing what a counterparty sends: its answers as they came. What they mean is for the worker to find out."""

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.counterparties.person_messages import Feedback, FeedbackBatch
from shebao.counterparties.signing import Origin
from shebao.database import bulk


class Seen(Exception):  # noqa: N818 reads better where it is raised
    """The envelope came before: a replay."""


class Stored(NamedTuple):
    """How many answers of a batch are new, and how many came under an id that stands for another answer."""

    new: int
    clashing: int


def store(actor: Actor, origin: Origin, batch: FeedbackBatch, *, now: datetime) -> Stored:
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


def _item(answer: Feedback) -> dict[str, Any]:
    """The answer as it is stored: its content, and a digest that is the same for the same content."""
    body = {**asdict(answer), "feedback_id": str(answer.feedback_id), "in_reply_to": str(answer.in_reply_to)}
    body["at"] = answer.at.isoformat()
    digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return {"feedback_id": body["feedback_id"], "in_reply_to": body["in_reply_to"], "body": body, "digest": digest}

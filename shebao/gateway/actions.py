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
        columns = _columns(batch)
        told = {"system": origin.sender, "now": now, "request_id": actor.request_id, "address": actor.address}
        new = bulk.run(__file__, "store", told | columns)
        clashing = bulk.run(__file__, "alarm_clashes", told | columns) if new < len(batch.items) else 0
    return Stored(new, clashing)


def _use_nonce(origin: Origin, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into outbox_nonce (system, nonce, seen_at) values (%s, %s, %s) on conflict do nothing",
            [origin.sender, origin.nonce, now],
        )
        if cursor.rowcount == 0:
            raise Seen


def _columns(batch: FeedbackBatch) -> dict[str, list[Any]]:
    bodies = [_body(item) for item in batch.items]
    return {
        "feedback_ids": [str(item.feedback_id) for item in batch.items],
        "in_reply_to": [item.in_reply_to for item in batch.items],
        "bodies": bodies,
        "digests": [sha256(body.encode()).hexdigest() for body in bodies],
    }


def _body(item: Feedback) -> str:
    """The answer as JSON text, the same for the same answer however it was written."""
    told = {**asdict(item), "feedback_id": str(item.feedback_id), "in_reply_to": str(item.in_reply_to)}
    return json.dumps({**told, "at": item.at.isoformat()}, ensure_ascii=False, sort_keys=True)

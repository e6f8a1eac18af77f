"""Taking in the payments that tax pushes: each has an effect, or stands on the operators' list, or was there before."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import Q

from shebao.audit.actions import Actor, action
from shebao.collection import actions as collection
from shebao.collection.judged import Judged
from shebao.collection.rules import REPEATED, Arrival
from shebao.database import bulk
from shebao.outbox.models import Message, State

log = structlog.get_logger(__name__)

ENGINE: Final = Actor.system("到账处理")
CHUNK: Final = 500  # payments in one transaction
EFFECTS: Final[Mapping[str, str]] = {"": "applied", "late_fee": "applied", REPEATED: "repeated"}
"""Verdict on a payment → effect of its feedback; every other verdict is a mismatch."""


def take_in(now: datetime) -> int:
    """Post what has come, in transactions of `CHUNK`; put on the operators' list what tax refused. How many."""
    effects = Counter[str]()
    while taken := _take_in_chunk(now):
        effects.update(taken)
    if effects:
        log.info("payments_taken_in", **effects)
    return effects.total() + _list_refusals(now)


def _take_in_chunk(now: datetime) -> list[str]:
    with transaction.atomic():
        rows = bulk.rows(__file__, "claim_payments", {"size": CHUNK})
        if not rows:
            return []
        arrivals = [_arrival(pk, json.loads(body)) for pk, body in rows]
        with action(ENGINE, "take_in_payments", details={"payments": len(arrivals)}):
            judged = collection.post_payments(ENGINE, arrivals, now=now)
            effects = [_effect(one) for one in judged]
            ids = [one.arrival.feedback_id for one in judged]
            bulk.run(__file__, "mark_payments", {"ids": ids, "effects": effects, "now": now})
    return effects


def _effect(one: Judged) -> str:
    return EFFECTS.get(one.verdict, "mismatch")


def _arrival(pk: int, body: Mapping[str, Any]) -> Arrival:
    return Arrival(
        receipt=body["receipt"],
        notice=body["notice"],
        employer_code=body["employer_code"],
        paid_on=date.fromisoformat(body["paid_on"]),
        principal_fen=body["principal_fen"],
        late_fee_fen=body["late_fee_fen"],
        amount_fen=body["amount_fen"],
        feedback_id=pk,
    )


def _list_refusals(now: datetime) -> int:
    """What stands on the list already is marked and not looked at again, whatever its number."""
    refused = Message.objects.filter(system="tax", state__in=(State.FAILED, State.STUCK), listed_at=None)
    final = Q(state=State.FAILED) | Q(failure_kind__in=("refused", "permanent"))
    if not refused.filter(final).exists():
        return 0
    return collection.note_refusals(ENGINE, now=now)

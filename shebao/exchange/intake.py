"""Taking in what the counterparties answered. It changes messages, answers and notices, and nothing else.

Coverage and contracts are none of its business: whatever a counterparty says, they stay as they are.
"""

import sys
from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.exchange import telling

log = structlog.get_logger(__name__)

ENGINE = Actor.system("数据交换")
CHUNK = 5_000  # answers in one transaction
WAITS = "waits"
NONCE_DAYS = 1  # an envelope is refused for its age after 300 seconds


class Taken(NamedTuple):
    """What a group of answers did: effect (None: they wait), outcome, filing, how many, and the last one's id."""

    effect: str | None
    outcome: str | None
    declaration_id: int | None
    answers: int
    last: int


def take_in(now: datetime) -> int:
    """Let the answers that have arrived take effect, in transactions of `CHUNK`; how many had one or left an alarm.

    Each message is answered once. An answer to a message that is not marked as sent yet stays for the next time.
    """
    effects, last = Counter[str](), 0
    while _something_has_come(last):
        rows = _take_in_chunk(last, now)
        last = max((row.last for row in rows), default=sys.maxsize)
        for row in rows:
            effects[row.effect or WAITS] += row.answers
    del effects[WAITS]
    if effects:
        log.info("feedback_taken_in", **effects)
    return effects.total()


def _take_in_chunk(after: int, now: datetime) -> list[Taken]:
    with action(ENGINE, "take_in_feedback"):
        bulk.rows(__file__, "by_key", {})
        rows = [Taken(*row) for row in bulk.rows(__file__, "take_in", {"now": now, "after": after, "size": CHUNK})]
        failing = {row.declaration_id for row in rows if row.effect == "applied" and row.outcome == "failure"}
        telling.tell({declaration for declaration in failing if declaration is not None}, {"failed"}, now)
    return rows


def forget_nonces(now: datetime) -> int:
    """Delete nonces of envelopes that are too old to be believed anyway; how many."""
    with action(ENGINE, "forget_nonces"):
        return bulk.run(__file__, "forget_nonces", {"before": now - timedelta(days=NONCE_DAYS)})


def _something_has_come(after: int) -> bool:
    """Whether an answer behind this one can be taken in, asked without leaving an action in the trail."""
    ((found,),) = bulk.rows(__file__, "has_arrived", {"after": after})
    return bool(found)

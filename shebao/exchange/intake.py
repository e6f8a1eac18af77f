"""Taking in what the counterparties answered. It changes messages, answers and notices, and nothing else.

Coverage and contracts are none of its business: whatever a counterparty says, they stay as they are.
"""

from collections import Counter
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.exchange import telling

log = structlog.get_logger(__name__)

ENGINE = Actor.system("数据交换")
CHUNK = 5_000  # answers in one transaction
NONCE_DAYS = 1  # an envelope is refused for its age after 300 seconds


def take_in(now: datetime) -> int:
    """Let the answers that have arrived take effect, `CHUNK` at most; how many were looked at.

    Each message is answered once. An answer to a message that is not marked as sent yet stays for the next time.
    """
    with transaction.atomic():
        if not _something_has_come():
            return 0
        with action(ENGINE, "take_in_feedback"):
            told = {"now": now, "size": CHUNK}
            rows = bulk.rows(__file__, "take_in", told)
            strangers = bulk.run(__file__, "take_in_strangers", told)
            telling.tell({row[3] for row in rows if row[1] == "applied" and row[2] == "failure"}, {"failed"}, now)
    effects = Counter[str]({"unknown": strangers} if strangers else {})
    for _system, effect, _outcome, _declaration, count in rows:
        effects[effect] += count
    if effects:
        log.info("feedback_taken_in", **effects)
    return effects.total()


def forget_nonces(now: datetime) -> int:
    """Delete nonces of envelopes that are too old to be believed anyway; how many."""
    with action(ENGINE, "forget_nonces"):
        return bulk.run(__file__, "forget_nonces", {"before": now - timedelta(days=NONCE_DAYS)})


def _something_has_come() -> bool:
    """Whether an answer can be taken in, asked without leaving an action in the trail."""
    ((found,),) = bulk.rows(__file__, "has_arrived", {})
    return bool(found)

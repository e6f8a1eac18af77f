"""What the bank answered to orders: paid, or the account rejected. Each order is answered once; see `intake`."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.services.refunds import paying
from shebao.services.refunds.paying import Answer

log = structlog.get_logger(__name__)

ENGINE: Final = Actor.system("退费付款")
CHUNK: Final = 200  # orders in one transaction


def take_in(now: datetime) -> int:
    """Let the answers to orders take effect, in transactions of `CHUNK`; how many."""
    effects = Counter[str]()
    while taken := _take_in_chunk(now):
        effects.update(taken)
    if effects:
        log.info("payouts_taken_in", **effects)
    return effects.total()


def _take_in_chunk(now: datetime) -> list[str]:
    with transaction.atomic():
        rows = bulk.rows(__file__, "claim_payouts", {"size": CHUNK})
        if not rows:
            return []
        with action(ENGINE, "take_in_payouts", details={"orders": len(rows)}):
            return [paying.answer(pk, _answer(json.loads(body)), now=now) for pk, body in rows]


def _answer(body: Mapping[str, Any]) -> Answer:
    return Answer(
        order=body["order"],
        paid=body["outcome"] == "success",
        amount_fen=body["amount_fen"],
        receipt=body["receipt"] or "",
        paid_on=body["paid_on"],
        reason_code=body["reason_code"] or "",
        reason_text=body["reason_text"] or "",
    )

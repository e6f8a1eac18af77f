"""The card maker: orders with their photos put in on the way out, answers and steps taken in."""

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

import structlog
from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.counterparties.card_maker.client import CardMakerClient
from shebao.counterparties.failures import Permanent
from shebao.counterparties.person_messages import Receipt
from shebao.database import bulk
from shebao.documents import storage
from shebao.services.cards import making
from shebao.services.cards.making import Answer, Step

log = structlog.get_logger(__name__)

ENGINE: Final = Actor.system("社会保障卡办理")
CHUNK: Final = 500  # answers or steps in one transaction
PHOTOS_A_CALL: Final = 100  # some 60 KB each


class Orders:
    """Takes orders to the card maker: the file that a message names goes along with it."""

    def __init__(self, client: CardMakerClient) -> None:
        self._client = client

    def send_raw(self, messages: Sequence[dict[str, Any]]) -> list[Receipt]:
        """Deliver in calls of `PHOTOS_A_CALL`; the receipts are aligned. Raises Failure: all is sent again then."""
        return [
            receipt
            for first in range(0, len(messages), PHOTOS_A_CALL)
            for receipt in self._client.send_raw(
                [_with_photo(message) for message in messages[first : first + PHOTOS_A_CALL]]
            )
        ]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _with_photo(message: dict[str, Any]) -> dict[str, Any]:
    """The message with the photo itself. Raises Permanent where the store does not have it or has another one."""
    payload = dict(message["payload"])
    named = payload["photo"]
    try:
        with storage.read(named["path"]) as file:
            photo = file.read()
    except storage.Missing as missing:
        raise Permanent("photo_missing", message["id"]) from missing
    if sha256(photo).hexdigest() != named["sha256"]:
        raise Permanent("photo_changed", message["id"])
    payload |= {"photo": base64.b64encode(photo).decode(), "photo_sha256": named["sha256"]}
    return {**message, "payload": payload}


def take_in(now: datetime) -> int:
    """Let answers to orders and steps of cards take effect, in transactions of `CHUNK`; how many were looked at."""
    effects = Counter[str]()
    while taken := _answers(now) + _steps(now):
        effects.update(taken)
    if effects:
        log.info("cards_taken_in", **effects)
    return effects.total()


def _answers(now: datetime) -> list[str]:
    with transaction.atomic():
        rows = bulk.rows(__file__, "claim_card_orders", {"size": CHUNK, "now": now})
        if not rows:
            return []
        with action(ENGINE, "take_in_card_answers", details={"orders": len(rows)}):
            answered = making.answer({pk: Answer(*said) for pk, *said in rows}, now)
            bulk.run(__file__, "close_card_orders", {"applications": [row[0] for row in rows], "now": now})
    return ["answered"] * answered


def _steps(now: datetime) -> list[str]:
    with transaction.atomic():
        rows = bulk.rows(__file__, "claim_card_steps", {"size": CHUNK})
        if not rows:
            return []
        with action(ENGINE, "take_in_card_steps", details={"steps": len(rows)}):
            effects = making.take_steps([_step(json.loads(body)) for _, body in rows], now)
            ids = [pk for pk, _ in rows]
            bulk.run(__file__, "mark_payments", {"ids": ids, "effects": effects, "now": now})
    return effects


def _step(body: Mapping[str, Any]) -> Step:
    return Step(
        order=body["order"],
        person_key=body["person_key"],
        step=body["step"],
        at=datetime.fromisoformat(body["at"]),
        card=body["card"] or "",
        issued_on=_day(body["issued_on"]),
        valid_until=_day(body["valid_until"]),
        bank=body["bank"] or "",
        place=body["place"] or "",
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

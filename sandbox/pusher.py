"""Feedback on its way to the platform: signed batches, again and again until they are taken."""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from random import Random
from time import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.authorities import MOST_MESSAGES
from sandbox.faults import PUSHED
from sandbox.signing import request_headers
from sandbox.store import Store

LONGEST_PAUSE = 5.0
LONGEST_WAIT = 0.5
_log = logging.getLogger("sandbox")


@dataclass
class Pusher:
    """Sends one counterparty's feedback. `woken`: there may be something to send; `sending` is held meanwhile."""

    store: Store
    counterparty: str
    key: Ed25519PrivateKey
    url: str
    client: httpx.AsyncClient
    draw: Random
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Send for ever; back off while the platform does not take anything."""
        pause = 0.1
        while True:
            taken = await self.send_due()
            if taken is None:
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                pause = 0.1
                if taken == 0:
                    await self._rest()

    async def send_due(self) -> int | None:
        """Send one batch of what is due. Returns how many items were taken, None if the platform did not take them."""
        async with self.sending:
            rows = self.store.due_feedback(self.counterparty, time(), MOST_MESSAGES)
            if not rows:
                return 0
            bodies = [body for _, body in rows]
            fault = self.store.faults()[self.counterparty].one_of(PUSHED, self.draw)
            if fault is not None:
                await self._send_bad(fault, [json.loads(body) for body in bodies])
            taken = await self._post(_joined(bodies))
            with self.store.transaction():
                self.store.mark_tried([row for row, _ in rows], time() if taken else None)
            return len(rows) if taken else None

    async def _rest(self) -> None:
        due = self.store.next_due(self.counterparty)
        wait = LONGEST_WAIT if due is None else min(LONGEST_WAIT, max(0.005, due - time()))
        try:
            await asyncio.wait_for(self.woken.wait(), wait)
        except TimeoutError:
            return
        self.woken.clear()

    async def _send_bad(self, fault: str, items: list[dict[str, Any]]) -> None:
        """A bad batch ahead of the good one; if the platform takes it although it should not, that is counted."""
        key = Ed25519PrivateKey.generate() if fault == "feedback_wrong_signature" else self.key
        body = _bad_batch(fault, items)
        taken = await self._post(body, key=key, late_by=900 if fault == "feedback_stale" else 0)
        with self.store.transaction():
            self.store.count(self.counterparty, bad_feedback_sent=1, bad_feedback_taken=int(taken))

    async def _post(self, body: bytes, key: Ed25519PrivateKey | None = None, late_by: int = 0) -> bool:
        target = urlsplit(self.url).path
        headers = request_headers(key or self.key, self.counterparty, target, body, late_by=late_by)
        try:
            reply = await self.client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            _log.info("%s: feedback not taken: %r", self.counterparty, error)
            return False
        if not reply.is_success:
            _log.info("%s: feedback not taken: status %s", self.counterparty, reply.status_code)
        return reply.is_success


def _joined(bodies: list[str]) -> bytes:
    """A batch of items that are JSON already."""
    return f'{{"batch_id": "{uuid4()}", "items": [{", ".join(bodies)}]}}'.encode()


def _batch(items: list[dict[str, Any]], **more: Any) -> bytes:
    return json.dumps({"batch_id": str(uuid4()), "items": items, **more}, ensure_ascii=False).encode()


def _bad_batch(fault: str, items: list[dict[str, Any]]) -> bytes:
    """The bytes of a batch with that fault. Where the content lies the ids are new, else it would pass for the true."""
    if fault == "feedback_gbk":
        return _batch([{**item, "reason_text": "报文编码错误"} for item in items]).decode().encode("gb18030")
    if fault == "feedback_new_schema":
        return _batch(items, schema_version=2)
    if fault == "feedback_wrong_person":
        items = [_of_another(item) for item in items]
    if fault == "feedback_unknown":
        items = [_about_nothing(item) for item in items]
    return _batch(items)


def _of_another(item: dict[str, Any]) -> dict[str, Any]:
    """The same said of somebody else."""
    name = next(name for name in ("person_key", "employer_key", "employer_code") if name in item)
    other = f"{item[name]}0" if name != "employer_code" else item[name][::-1]
    return {**item, **_new_ids(item), name: other}


def _about_nothing(item: dict[str, Any]) -> dict[str, Any]:
    """The same said of what was never sent."""
    name = next(name for name in ("in_reply_to", "notice", "order") if name in item)
    return {**item, **_new_ids(item), name: uuid4().hex[:20] if name == "order" else str(uuid4())}


def _new_ids(item: dict[str, Any]) -> dict[str, str]:
    return {name: str(uuid4()) for name in ("feedback_id", "receipt") if name in item}

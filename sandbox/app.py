"""The program's HTTP surface: one prefix for each counterparty, and /control to watch and disturb them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random
from time import time
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import authorities, bank, card_maker, tax
from sandbox.authorities import Malformed
from sandbox.faults import AFTER, BEFORE, REPLY, Faults, read_faults
from sandbox.inbox import take_messages
from sandbox.keys import COUNTERPARTIES, ensure_keys, load_private, load_public
from sandbox.ledger import Ledger
from sandbox.pusher import Pusher
from sandbox.server import cut
from sandbox.signing import PLATFORM, Refused, reply_headers, verify
from sandbox.store import Store

MOST_BYTES = 16 * 1024 * 1024
WITH_FEEDBACK = ("medical", "national_pension", "tax", "bank", "card_maker")
LOOK_SECONDS = 1.0
"""How often the tax authority looks whose day to pay has come."""
COUNTERS = (
    *("received", "duplicates", "refused", "id_reused", "out_of_order", "lied", "silent", "signature_failures"),
    *("bad_feedback_sent", "bad_feedback_taken"),
)
"""Counters that always stand in the state; each fault that happened to a call stands there under its name as well."""
Work = Callable[[Any, Faults], tuple[int, dict[str, Any]]]


class Sandbox:
    """The running program: its store, its keys, and what answers each path."""

    def __init__(self, seed: int, callback: str, state: Path, keys: Path) -> None:
        ensure_keys(keys)
        self.store = Store(state)
        self._seed, self._callback, self._keys = seed, callback, keys
        self._private = {name: load_private(keys / f"{name}.key.pem") for name in COUNTERPARTIES}
        self._rogue = Ed25519PrivateKey.generate()
        self._draw = Random(seed)  # noqa: S311 draws faults, not secrets
        self.pushers: dict[str, Pusher] = {}

    def app(self) -> Starlette:
        """The application with all its routes."""
        routes = [
            Route("/shared_data/persons", partial(self._exchange, "shared_data", self._persons), methods=["POST"]),
            Route("/shared_data/matches", partial(self._exchange, "shared_data", self._matches), methods=["POST"]),
            Route(
                "/national_pension/participation_checks",
                partial(self._exchange, "national_pension", self._participation),
                methods=["POST"],
            ),
            *(
                Route(
                    f"/{name}/messages", partial(self._exchange, name, partial(self._messages, name)), methods=["POST"]
                )
                for name in WITH_FEEDBACK
            ),
            Route("/control/state", self._state),
            Route("/control/messages", self._listed),
            Route("/control/faults", self._faults, methods=["GET", "POST"]),
            Route("/control/hurry", self._hurry, methods=["POST"]),
            Route("/control/today", self._today, methods=["GET", "POST"]),
            Route("/control/notices", self._notices),
            Route("/control/payouts", self._payouts),
            Route("/control/cards", self._cards),
            Route("/control/bills", self._bills),
            Route("/control/reset", self._reset, methods=["POST"]),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            for name in WITH_FEEDBACK:
                url = f"{self._callback.rstrip('/')}/{name}"
                draw = Random(self._seed)  # noqa: S311 draws faults, not secrets
                self.pushers[name] = Pusher(self.store, name, self._private[name], url, client, draw)
            tasks = [asyncio.create_task(pusher.run()) for pusher in self.pushers.values()]
            tasks.append(asyncio.create_task(self._watch_days()))
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.store.close()

    # What the counterparties do -----------------------------------------------------------------

    def _persons(self, document: Any, _faults: Faults) -> tuple[int, dict[str, Any]]:
        return 200, {"results": authorities.shared_data(document, self._seed)}

    def _matches(self, document: Any, _faults: Faults) -> tuple[int, dict[str, Any]]:
        return 200, {"results": authorities.matches(document, self._seed)}

    def _participation(self, document: Any, _faults: Faults) -> tuple[int, dict[str, Any]]:
        return 200, {"results": authorities.participation(document, self._seed)}

    def _messages(self, name: str, document: Any, faults: Faults) -> tuple[int, dict[str, Any]]:
        if name == tax.NAME:
            results = tax.take_notices(self.store, document, self._seed, faults)
        elif name == bank.NAME:
            results = bank.take_orders(self.store, document, self._seed, faults)
        elif name == card_maker.NAME:
            results = card_maker.take_orders(self.store, document, self._seed, faults)
        else:
            results = take_messages(self.store, name, document, self._seed, faults)
        self.pushers[name].woken.set()
        clash = bool(results) and all(result["reason_code"] == "id_reused" for result in results)
        return 409 if clash else 200, {"results": results}

    async def _watch_days(self) -> None:
        """Let those pay whose day has come, for ever."""
        while True:
            self._pay_due()
            await asyncio.sleep(LOOK_SECONDS)

    def _pay_due(self) -> None:
        with self.store.transaction():
            paid = tax.pay_due(self.store, self.store.faults()[tax.NAME], datetime.now(UTC))
        if paid:
            self.pushers[tax.NAME].woken.set()

    # One call: faults, signature, work, reply -----------------------------------------------------

    async def _exchange(self, name: str, work: Work, request: Request) -> Response:
        faults = self.store.faults()[name]
        body = await request.body()
        hindered = await self._before(name, faults, request)
        if hindered is not None:
            return hindered
        try:
            nonce = self._admit(name, request, body)
        except Refused as refusal:
            return JSONResponse({"error": "unauthorised", "about": str(refusal)}, 401)
        status, document = _worked(work, body, faults)
        if name in self.pushers and self._draw.random() < faults.feedback_first:
            await asyncio.sleep(faults.delay_seconds)
            await self.pushers[name].send_due()
        return await self._after(name, faults, request) or self._reply(name, faults, status, document, nonce)

    async def _before(self, name: str, faults: Faults, request: Request) -> Response | None:
        fault = faults.one_of(BEFORE, self._draw)
        if fault is None and self._draw.random() < faults.slow:
            self._note(name, "slow")
            await asyncio.sleep(faults.slow_seconds)
        return await self._hinder(name, fault, request)

    async def _after(self, name: str, faults: Faults, request: Request) -> Response | None:
        return await self._hinder(name, faults.one_of(AFTER, self._draw), request)

    async def _hinder(self, name: str, fault: str | None, request: Request) -> Response | None:
        """Carry a fault out: an error, a cut connection, or silence until the client gives up."""
        if fault is None:
            return None
        self._note(name, fault)
        if fault.startswith("error"):
            return JSONResponse({"error": "internal"}, 500)
        if fault.startswith("black_hole"):
            while (await request.receive())["type"] != "http.disconnect":
                pass
        elif request.client is not None:
            cut((request.client.host, request.client.port))
        return Response(status_code=500)

    def _admit(self, name: str, request: Request, body: bytes) -> str:
        """Check size, signature and nonce; returns the nonce. Raises Refused, which is counted."""
        try:
            return self._believed(name, request, body)
        except Refused:
            self._note(name, "signature_failures")
            raise

    def _believed(self, name: str, request: Request, body: bytes) -> str:
        path = self._keys / f"{PLATFORM}.pub.pem"
        if len(body) > MOST_BYTES or not path.exists():
            raise Refused("too large" if path.exists() else "key of the platform not known yet")
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        nonce = verify(request.headers, request.method, target, body, name, load_public(path))
        if not self.store.fresh(nonce, time()):
            raise Refused("nonce seen before")
        return nonce

    def _reply(self, name: str, faults: Faults, status: int, document: dict[str, Any], nonce: str) -> Response:
        fault = faults.one_of(REPLY, self._draw)
        if fault is not None:
            self._note(name, fault)
        body = _spoilt(fault, document)
        key = self._rogue if fault == "wrong_signature" else self._private[name]
        headers = reply_headers(key, name, status, nonce, body, late_by=900 if fault == "stale" else 0)
        return Response(body, status, headers)

    def _note(self, name: str, what: str) -> None:
        self.store.count(name, **{what: 1})

    # Control --------------------------------------------------------------------------------------

    async def _state(self, _request: Request) -> Response:
        gaps = self.store.gaps()
        zeros = dict.fromkeys(COUNTERS, 0)
        return JSONResponse(
            {name: {**zeros, **self.store.state(name), "gaps": gaps.get(name, [])} for name in COUNTERPARTIES}
        )

    async def _listed(self, request: Request) -> Response:
        asked = request.query_params
        limit = asked.get("limit", "1000")
        found = self.store.messages(
            asked.get("person"), asked.get("counterparty"), int(limit) if limit.isdecimal() else 1000
        )
        return JSONResponse({"messages": found})

    async def _faults(self, request: Request) -> Response:
        if request.method == "POST":
            try:
                self._set_faults(await request.json())
            except ValueError as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({name: asdict(faults) for name, faults in self.store.faults().items()})

    def _set_faults(self, told: Any) -> None:
        """Replace the faults of the counterparties named. Raises ValueError, then nothing is changed."""
        if not isinstance(told, dict) or not set(told) <= set(COUNTERPARTIES):
            raise ValueError(f"an object with some of {', '.join(COUNTERPARTIES)} is expected")
        for faults in told.values():
            read_faults(faults)
        with self.store.transaction():
            for name, faults in told.items():
                self.store.set_faults(name, faults)

    async def _hurry(self, _request: Request) -> Response:
        self.store.hurry()
        with self.store.transaction():
            ledger = Ledger(self.store)
            ledger.hurry(tax.today_of(ledger, datetime.now(UTC)))
        self._pay_due()
        for pusher in self.pushers.values():
            pusher.woken.set()
        return JSONResponse({})

    async def _today(self, request: Request) -> Response:
        """The day of the tax authority; posting {"day": "2024-05-03"} sets it, {"day": null} lets the clock tell."""
        ledger = Ledger(self.store)
        if request.method == "POST":
            try:
                day = (await request.json())["day"]
                ledger.set_day(None if day is None else date.fromisoformat(day))
            except (ValueError, TypeError, KeyError) as error:
                return JSONResponse({"error": str(error)}, 400)
            self._pay_due()
        return JSONResponse({"day": tax.today_of(ledger, datetime.now(UTC)).isoformat()})

    async def _notices(self, _request: Request) -> Response:
        return JSONResponse({"notices": list(Ledger(self.store).everything())})

    async def _payouts(self, _request: Request) -> Response:
        return JSONResponse({"payouts": bank.payouts(self.store)})

    async def _cards(self, _request: Request) -> Response:
        return JSONResponse({"cards": card_maker.orders(self.store)})

    async def _bills(self, _request: Request) -> Response:
        return JSONResponse({"bills": list(Ledger(self.store).all_bills())})

    async def _reset(self, _request: Request) -> Response:
        async with AsyncExitStack() as stack:
            for pusher in self.pushers.values():
                await stack.enter_async_context(pusher.sending)
            self.store.reset()
        return JSONResponse({})


def _worked(work: Work, body: bytes, faults: Faults) -> tuple[int, dict[str, Any]]:
    try:
        return work(json.loads(body), faults)
    except (Malformed, ValueError, RecursionError) as error:
        return 422, {"error": "malformed", "about": str(error)[:200]}


def _spoilt(fault: str | None, document: dict[str, Any]) -> bytes:
    """The reply's bytes, with that fault if any."""
    if fault == "error_body":
        document = {"error": "系统繁忙"}
    if fault == "new_schema":
        document = {**document, "schema_version": 2}
    if fault == "wrong_person":
        document = {**document, "results": [_about_another(result) for result in document.get("results", [])]}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return f'{text[:-1]},"说明":"编码"}}'.encode("gb18030") if fault == "gbk_body" else text.encode()


def _about_another(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same result, said of somebody or something else."""
    if result is None:
        return None
    names = [name for name in ("id", "number", "province") if name in result]
    return {**result, **{name: result[name][::-1] for name in names}}

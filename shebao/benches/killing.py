"""Worker, portal and database ended by kill -9 amid imports and deliveries, and whether everything is right after."""

import json
import random
import secrets
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

from city import cast
from shebao.benches.clerk import Clerk
from shebao.benches.machine import machine
from shebao.benches.platform import VICTIMS, Platform, demonstration
from shebao.benches.stage import SEED, Stage, StageError
from shebao.database.bulk import statement
from shebao.generation import DEMO_PASSWORD
from shebao.generation.plan import demo_plan
from shebao.generation.workbook import write, wrong_lines
from shebao.kernel import clock
from shebao.web.labels import STATES

LINES = 400
_PATIENCE = 120.0
_LOOK_SECONDS = 0.25
_CLERK = cast.HUGE_CLERK.login
_STATES_SHOWN = {**{state: str(label) for state, (label, _) in STATES.items()}, "checked": "确认提交"}
_OVER = ("effective", "partly")
Result = dict[str, Any]


def bench(work: Path, times: int, *, lines: int = LINES, seed: int | None = None) -> Result:
    """Kill `times` times, each time during another import of `lines` lines; the figures.

    The figures: seed, kills (by victim), imports, lines_lost and lines_doubled (against what the workbooks say),
    messages_lost and messages_doubled (against what the counterparties took), states_seen and states_wrong (what the
    clerk's pages showed, compared with the database), verified (all invariants), clerk_tries (pages asked again).
    """
    with demonstration(work) as (stage, platform):
        return disturb(stage, platform, times, lines=lines, seed=seed)


def disturb(stage: Stage, platform: Platform, times: int, *, lines: int = LINES, seed: int | None = None) -> Result:
    """The same on a platform with the demo city that nobody has filed anything at yet."""
    chosen = secrets.randbelow(2**31) if seed is None else seed
    kills = Rounds(stage, platform, lines, random.Random(chosen))  # noqa: S311 (must be repeatable)
    kills.run(times)
    drained = kills.drain()
    figures = {**kills.figures(), **_outcome(stage, times + 1, lines)}
    verified = json.loads(stage.command("shebao", "verify", "--json"))
    return {
        "bench": "kill", "seed": chosen, "times": times, "lines": lines, **figures, "drained": drained,
        "verified": verified["ok"],
        "violations": [result["name"] for result in verified["results"] if result["violations"] or result["problem"]],
        "database": stage.version(), "machine": machine(),
    }  # fmt: skip


class Rounds:
    """One import after the other, a kill at a random moment of each."""

    def __init__(self, stage: Stage, platform: Platform, lines: int, chance: random.Random) -> None:
        self._stage, self._platform, self._lines, self._chance = stage, platform, lines, chance
        self._clerk = Clerk(platform.url, _PATIENCE)
        self._kills = dict.fromkeys(VICTIMS, 0)
        self._seen = 0
        self._wrong: list[str] = []
        self._problem: BaseException | None = None

    def run(self, times: int) -> None:
        """A round in peace, to learn how long one takes, and then `times` with a kill. Raises StageError."""
        self._clerk.log_in(_CLERK, DEMO_PASSWORD)
        began = time.monotonic()
        self._import(0)
        self.drain()
        seconds = time.monotonic() - began
        victims = [VICTIMS[number % len(VICTIMS)] for number in range(times)]
        self._chance.shuffle(victims)
        for number, victim in enumerate(victims, 1):
            self._disturbed(number, victim, self._chance.uniform(0, seconds))

    def figures(self) -> Result:
        """What was done and seen."""
        self._clerk.close()
        return {
            "kills": self._kills, "states_seen": self._seen, "states_wrong": self._wrong,
            "clerk_tries": self._clerk.failures,
        }  # fmt: skip

    def drain(self) -> bool:
        """Wait until every message has been delivered and every answer taken in; False when that does not happen."""
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            if self._waiting() == 0:
                return True
            time.sleep(_LOOK_SECONDS)
        return False

    def _waiting(self) -> int:
        hurry = urllib.request.Request(f"{self._stage.sandbox_url}control/hurry", data=b"", method="POST")  # noqa: S310
        urllib.request.urlopen(hurry, timeout=10).close()  # noqa: S310 (our own address)
        pending = sum(int(counts["feedback_pending"]) for counts in _sandbox(self._stage, "state").values())
        with psycopg.connect(self._stage.owner) as connection:
            row = connection.execute(
                "select (select count(*) from outbox_message where state = 'waiting')"
                " + (select count(*) from outbox_feedback where applied_at is null)"
            ).fetchone()
        return pending + int(row[0] if row else 0)

    def _disturbed(self, number: int, victim: str, after: float) -> None:
        clerk = threading.Thread(target=self._guarded, args=[number], daemon=True)
        clerk.start()
        time.sleep(after)
        self._platform.kill(victim)
        self._kills[victim] += 1
        clerk.join(_PATIENCE * 2)
        if clerk.is_alive() or self._problem:
            raise StageError(f"import {number}, {victim} killed after {after:.2f} s: {self._problem or 'no end'}")

    def _guarded(self, number: int) -> None:
        try:
            self._import(number)
        except (StageError, psycopg.Error, OSError) as problem:
            self._problem = problem

    def _import(self, number: int) -> None:
        """What a clerk does with a workbook, and a look at whether her page tells the truth whenever it comes."""
        path = self._stage.folder / f"workbook-{number}.xlsx"
        first = demo_plan(SEED, clock.today()).persons + number * 2 * self._lines
        write(path, SEED, first, self._lines, clock.today())
        filing = self._clerk.upload(path)
        self._clerk.wait(filing, lambda text: self._compared(filing, text) in ("checked", *_OVER))
        self._clerk.confirm(filing)
        self._clerk.wait(filing, lambda text: self._compared(filing, text) in _OVER)

    def _compared(self, filing: str, text: str) -> str:
        """The state that the page shows, if the database held it just before or holds it now; else it is noted."""
        state = self._state(filing)
        self._seen += 1
        if state is None or _STATES_SHOWN[state] in text:
            return state or ""
        again = self._clerk.look(filing)
        if _STATES_SHOWN[state] not in again and self._state(filing) == state:
            self._wrong.append(state)
        return ""

    def _state(self, filing: str) -> str | None:
        """None while the database cannot be asked."""
        try:
            with psycopg.connect(self._stage.owner, connect_timeout=5) as connection:
                row = connection.execute(
                    "select state from declarations_declaration where number = %s", [filing.strip("/").split("/")[-1]]
                ).fetchone()
        except psycopg.OperationalError:
            return None
        return str(row[0]) if row else None


def _outcome(stage: Stage, imports: int, lines: int) -> Result:
    expected = imports * (lines - wrong_lines(lines))
    with psycopg.connect(stage.owner) as connection:
        row = connection.execute(statement(__file__, "outcome")).fetchone()
        queued = {str(key) for (key,) in connection.execute("select key from outbox_message")}
    declarations, effective, contracts, persons, spells = row or (0,) * 5
    taken = [
        message["message"]["id"]
        for system in ("medical", "national_pension")
        for message in _sandbox(stage, f"messages?counterparty={system}&limit=1000000")["messages"]
    ]
    return {
        "imports": declarations,
        "lines_expected": expected,
        "lines_lost": expected - effective,
        "lines_doubled": max(contracts - persons, contracts - effective, spells - 3 * persons),
        "messages_queued": len(queued),
        "messages_lost": len(queued - set(taken)) + max(0, 2 * expected - len(queued)),
        "messages_doubled": len(taken) - len(set(taken)) + max(0, len(queued) - 2 * expected),
        "messages_unknown": len(set(taken) - queued),
    }


def _sandbox(stage: Stage, what: str) -> Result:
    with urllib.request.urlopen(f"{stage.sandbox_url}control/{what}", timeout=30) as answer:  # noqa: S310 (our own)
        found: Result = json.load(answer)
    return found

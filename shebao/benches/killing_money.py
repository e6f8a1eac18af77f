"""Worker, portal and database ended by kill -9 while months are made up, arrears paid and contributions given back."""

import json
import random
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg

from city import cast
from shebao.benches.clerk import Clerk
from shebao.benches.machine import machine
from shebao.benches.platform import VICTIMS, Platform, demonstration
from shebao.benches.stage import Stage, StageError
from shebao.database.bulk import statement
from shebao.generation import DEMO_PASSWORD

LINES: Final = 40
"""People of whom three months are made up in each round, by workbook."""
_PATIENCE: Final = 120.0
_LOOK_SECONDS: Final = 0.25
_SYSTEMS: Final = ("medical", "national_pension", "tax", "bank")
_REFUND: Final = {
    "reason": "RR2", "words": "", "bank_name": "中国工商银行北京朝阳支行", "account_name": cast.CAREFUL.name,
    "account_number": "0200000109200012345", "do": "submit",
}  # fmt: skip
_SCHEMES: Final = ("110", "210", "410")
Result = dict[str, Any]


def bench(work: Path, times: int, *, lines: int = LINES, seed: int | None = None) -> Result:
    """Kill `times` times, each during another round of all three services; the figures.

    In a round a workbook of `lines` people is filed, confirmed, billed, paid and passed on; a month of arrears is; and
    a request for a refund passes both officers and is paid by the bank. The figures: what the three came to in our
    books and in those of tax and bank, how much of it is missing, double or of another amount than in the round in
    peace, messages lost and doubled, what `verify` says, and of what `reconcile` finds more than before (the medical
    authority refuses some people). Raises StageError where a round has no end.
    """
    with demonstration(work) as (stage, platform):
        return disturb(stage, platform, times, lines=lines, seed=seed)


def disturb(stage: Stage, platform: Platform, times: int, *, lines: int = LINES, seed: int | None = None) -> Result:
    """The same on a platform with the demo city that nobody has filed anything of the three at yet."""
    chosen = secrets.randbelow(2**31) if seed is None else seed
    told = stage.command("shebao.benches", "money_ground", str(times + 1), str(lines), str(stage.folder))
    before = _differences(stage)
    rounds = Rounds(stage, platform, json.loads(told), random.Random(chosen))  # noqa: S311 (repeatable)
    kills = rounds.run(times)
    drained = rounds.drain()
    tries = rounds.close()
    found = _outcome(stage)
    grown = {kind: count for kind, count in _differences(stage).items() if count > before.get(kind, 0)}
    return {
        "bench": "kill money", "seed": chosen, "times": times, "lines": lines, "kills": kills, "clerk_tries": tries,
        "drained": drained, **found, "differences": grown, "database": stage.version(), "machine": machine(),
    }  # fmt: skip


class Rounds:
    """Round after round, in each of which three clerks and two officers work at once; a kill at a random moment."""

    def __init__(self, stage: Stage, platform: Platform, ground: Result, chance: random.Random) -> None:
        self._stage, self._platform, self._ground, self._chance = stage, platform, ground, chance
        self._sandbox = httpx.Client(base_url=stage.sandbox_url, timeout=30, trust_env=False)
        portal, office = platform.url, platform.office_url
        self._makes_up, self._owes, self._gets_back = (Clerk(portal, _PATIENCE) for _ in range(3))
        self._officers = [Clerk(office, _PATIENCE) for _ in range(2)]

    def run(self, times: int) -> Result:
        """A round in peace, to learn how long one takes, and `times` with a kill; kills by victim."""
        clerks = {self._makes_up: cast.HUGE_CLERK, self._owes: cast.LATE_CLERK, self._gets_back: cast.CAREFUL_CLERK}
        for clerk, role in clerks.items():
            clerk.log_in(role.login, DEMO_PASSWORD)
        for officer, role in zip(self._officers, (cast.OFFICER, cast.SUPERVISOR), strict=True):
            officer.log_in(role.login, DEMO_PASSWORD, "/office/login/")
        began = time.monotonic()
        self._round(0, lambda: None)
        seconds = time.monotonic() - began
        victims = [VICTIMS[number % len(VICTIMS)] for number in range(times)]
        self._chance.shuffle(victims)
        for number, victim in enumerate(victims, 1):
            after = self._chance.uniform(0, seconds)
            self._round(number, lambda victim=victim, after=after: self._kill(victim, after))  # type: ignore[misc]
        return {victim: victims.count(victim) for victim in VICTIMS}

    def drain(self) -> bool:
        """Wait until everything was delivered and every answer taken in; False when that does not happen."""
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            if self._waiting() == 0:
                return True
            time.sleep(_LOOK_SECONDS)
        return False

    def close(self) -> int:
        """Close the browsers; how many pages had to be asked for again."""
        self._sandbox.close()
        clerks = (self._makes_up, self._owes, self._gets_back, *self._officers)
        for clerk in clerks:
            clerk.close()
        return sum(clerk.failures for clerk in clerks)

    def _kill(self, victim: str, after: float) -> None:
        time.sleep(after)
        self._platform.kill(victim)

    def _round(self, number: int, disturb: Callable[[], None]) -> None:
        problems: list[BaseException] = []
        works = (self._make_up, self._pay_arrears, self._give_back)
        threads = [threading.Thread(target=_guarded, args=[work, number, problems], daemon=True) for work in works]
        for thread in threads:
            thread.start()
        disturb()
        for thread in threads:
            thread.join(_PATIENCE * 2)
        if problems or any(thread.is_alive() for thread in threads):
            raise StageError(f"round {number}: {problems or 'no end'}")

    def _make_up(self, number: int) -> None:
        workbook = self._stage.folder / f"months-{number}.xlsx"
        filing = self._makes_up.upload(workbook, "/supplements/?how=batch", "/supplements/upload/")
        self._makes_up.confirm(filing, "补缴预览")
        self._makes_up.wait(filing, lambda text: self._hurried() and "已缴费" in text)

    def _pay_arrears(self, number: int) -> None:
        filing = self._owes.send("/arrears/new/", {"month": str(self._ground["owed"][number])})
        self._owes.confirm(filing, "欠缴预览")
        self._owes.wait(filing, lambda text: self._hurried() and "税票号码" in text)

    def _give_back(self, number: int) -> None:
        person, month = self._ground["paid"][number]
        months = [f"{month}:{scheme}" for scheme in _SCHEMES]
        filing = self._gets_back.send(f"/refunds/persons/{person}/", {**_REFUND, "month": months})
        self._gets_back.confirm(filing, "退费预览")
        self._gets_back.wait(filing, lambda text: self._decided(filing) and "已付款" in text)

    def _decided(self, filing: str) -> bool:
        """Let both officers pass whatever waits of the filing, and the counterparties answer at once."""
        for officer in self._officers:
            officer.approve(filing.strip("/").split("/")[-1])
        return self._hurried()

    def _hurried(self) -> bool:
        """Let the counterparties do at once what they would do later."""
        self._sandbox.post("control/hurry").raise_for_status()
        return True

    def _waiting(self) -> int:
        self._hurried()
        counts = self._sandbox.get("control/state").json().values()
        pending = sum(int(one["feedback_pending"]) for one in counts)
        with psycopg.connect(self._stage.owner) as connection:
            row = connection.execute(
                "select (select count(*) from outbox_message where state = 'waiting')"
                " + (select count(*) from outbox_feedback where applied_at is null)"
                " + (select count(*) from collection_bill where state = 'paid' and announced_at is null)"
            ).fetchone()
        return pending + int(row[0] if row else 0)


def _guarded(work: Callable[[int], None], number: int, problems: list[BaseException]) -> None:
    try:
        work(number)
    except Exception as problem:  # noqa: BLE001 (the round is told)
        problems.append(problem)


def _outcome(stage: Stage) -> Result:
    with psycopg.connect(stage.owner) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        row = connection.execute(statement(__file__, "money_outcome")).fetchone()
        queued = {str(key) for (key,) in connection.execute("select key from outbox_message")}
    with httpx.Client(base_url=stage.sandbox_url, timeout=30, trust_env=False) as sandbox:
        taken = [
            message["message"]["id"]
            for system in _SYSTEMS
            for message in sandbox.get("control/messages", params={"counterparty": system, "limit": 1_000_000}).json()[
                "messages"
            ]
        ]
        payouts = sandbox.get("control/payouts").json()["payouts"]
        bills = sandbox.get("control/bills").json()["bills"]
    verified = json.loads(stage.command("shebao", "verify", "--json", most=2))
    return {
        **(row[0] if row else {}),
        "bank_paid_fen": sum(one["amount_fen"] for one in payouts if one["receipt"]),
        "tax_bills_paid": sum(1 for one in bills if one["paid"]),
        "messages": len(queued),
        "messages_lost": len(queued - set(taken)),
        "messages_doubled": len(taken) - len(set(taken)),
        "messages_unknown": len(set(taken) - queued),
        "violations": [one["name"] for one in verified["results"] if one["violations"] or one["problem"]],
    }


def _differences(stage: Stage) -> dict[str, int]:
    """What `reconcile` finds, by kind. The city has some of its own: bases that nobody declared, months without law."""
    found = json.loads(stage.command("shebao", "reconcile", "--json", "--waiting-minutes=0", most=2))
    if any(one["problem"] for one in found["kinds"]):
        raise StageError(f"reconcile could not look: {found}")
    return {one["kind"]: one["count"] for one in found["kinds"]}

"""The monthly run, and the database under it, ended by kill -9; the finished month compared with an undisturbed one."""

import os
import random
import secrets
import signal
import time
from pathlib import Path
from typing import Any

import psycopg

from shebao.benches.assessing import fill
from shebao.benches.machine import machine
from shebao.benches.stage import Stage, StageError
from shebao.database.bulk import statement
from shebao.kernel.months import Month, months

VICTIMS = ("run", "database")
YEARS = ((Month(2021, 7), Month(2022, 6)), (Month(2022, 7), Month(2023, 6)))
"""Contribution years, within which all months come to the same for somebody whose wage does not change."""

_MOST_TRIES = 20
Result = dict[str, Any]


def bench(work: Path, times: int, *, persons: int, seed: int | None = None) -> Result:
    """Kill `times` times (at most 22), each time during another month; which months came out different.

    Raises StageError when a month does not come to its end.
    """
    chosen = secrets.randbelow(2**31) if seed is None else seed
    chance = random.Random(chosen)  # noqa: S311 (must be repeatable)
    with Stage(work) as stage:
        fill(stage, persons)
        expected, seconds = _undisturbed(stage)
        kills = dict.fromkeys(VICTIMS, 0)
        different: list[int] = []
        tries = 0
        for number, (year, month) in enumerate(_months()[:times]):
            victim = VICTIMS[number % len(VICTIMS)]
            kills[victim] += 1
            tries += _disturbed(stage, month, victim, chance.uniform(0, seconds))
            if _content(stage, month) != expected[year]:
                different.append(int(month))
        version = stage.version()
    return {
        "bench": "kill month", "seed": chosen, "persons": persons, "kills": kills, "tries": tries,
        "undisturbed_seconds": round(seconds, 2), "different": different, "database": version, "machine": machine(),
    }  # fmt: skip


def _months() -> list[tuple[int, Month]]:
    """Year and month of all months but the first of each year."""
    return [(year, month) for year, (first, last) in enumerate(YEARS) for month in months(first + 1, last)]


def _undisturbed(stage: Stage) -> tuple[list[str], float]:
    """What the first month of each year comes to, and how long the last of these took."""
    contents, seconds = [], 0.0
    for first, _ in YEARS:
        began = time.monotonic()
        stage.command("shebao", "assess", f"--month={first}", "--json")
        seconds = time.monotonic() - began
        contents.append(_content(stage, first))
    return contents, seconds


def _disturbed(stage: Stage, month: Month, victim: str, after: float) -> int:
    """Kill once, and run until the month is done; how many runs that took."""
    words = ("assess", f"--month={month}", "--json")
    process = stage.start("shebao", *words)
    time.sleep(after)
    if victim == "database":
        stage.kill_database()
    elif process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for count in range(1, _MOST_TRIES):
        again = stage.start("shebao", *words)
        if again.wait() == 0:
            return count + 1
    raise StageError(f"{month}: not done after {_MOST_TRIES} runs; see {stage.folder / 'log'}")


def _content(stage: Stage, month: Month) -> str:
    with psycopg.connect(stage.owner) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        row = connection.execute(statement(__file__, "month_content"), {"month": int(month)}).fetchone()
    return str(row[0]) if row else ""

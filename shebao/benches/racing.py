"""Two employers file the same person at the same moment: real workers race, exactly one filing of each pair may win."""

import json
import signal
from pathlib import Path
from typing import Any

from shebao.benches.machine import machine
from shebao.benches.stage import Stage, StageError
from shebao.database.roles import Role

WORKERS = 4
_CITY = 1_000
Result = dict[str, Any]


def bench(work: Path, pairs: int, *, server: str | None = None, city: int = _CITY) -> Result:
    """`pairs` persons, each filed by two employers; both filings are confirmed in one transaction, for many workers.

    The figures: pairs, one_winner (pairs in which one filing took effect and the other did not), findings_for_loser
    (pairs whose loser was told why), errors (steps that failed, or never ended), deadlocks (that the database broke),
    starts_apart_ms (median time between the two filings of a pair beginning to take effect),
    p99_ms (from confirmation to result, with all others waiting as well). Raises StageError if it could not run.
    """
    with Stage(work, server) as stage:
        stage.fill(city)
        stage.start_sandbox()
        workers = [stage.start("shebao", "worker", "--lane=quick", role=Role.ENGINE) for _ in range(WORKERS)]
        try:
            figures: Result = json.loads(stage.command("shebao.benches", "racing_clerks", str(pairs), str(city)))
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGTERM)
            codes = [worker.wait(30) for worker in workers]
        if any(codes):
            raise StageError(f"workers ended with {codes}")
        verified = json.loads(stage.command("shebao", "verify", "--json"))["ok"]
        return {
            "bench": "race", "pairs": pairs, "workers": WORKERS, **figures, "verified": verified,
            "database": stage.version(), "machine": machine(),
        }  # fmt: skip

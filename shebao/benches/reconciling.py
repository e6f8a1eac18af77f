"""Reconciling one month of a city of any size: nothing differs where nothing should, and how long that takes to see."""

import json
from pathlib import Path
from typing import Any, Final

import psycopg

from shebao.benches import assessing
from shebao.benches.machine import machine
from shebao.benches.stage import Stage, StageError

MONTH: Final = "2024-01"
LAWFUL: Final = {"not_declared_in_time"}
"""The employers of the bench do not declare the month to tax."""

Result = dict[str, Any]
_SQL: Final = Path(__file__).parent / "sql"


def bench(work: Path, persons: int, server: str | None = None) -> Result:
    """Assess a month, reconcile it, move one wage, reconcile it again; StageError where other things differ."""
    with Stage(work, server) as stage:
        assessing.fill(stage, persons)
        _employ(stage)
        stage.command("shebao", "assess", f"--month={MONTH}", "--json", timeout=7_200)
        first = _reconcile(stage)
        _raise_a_wage(stage)
        second = _reconcile(stage)
    _must_be(first, LAWFUL)
    _must_be(second, LAWFUL | {"wage_changed"})
    return {
        "bench": "reconcile", "persons": persons, "month": MONTH, "kinds": first["looked_for"],
        "seconds": first["seconds"], "again_seconds": second["seconds"], "machine": machine(),
    }  # fmt: skip


def _employ(stage: Stage) -> None:
    with psycopg.connect(stage.owner, autocommit=True) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        with connection.transaction():
            for name in ("begin", "reconcile_persons", "reconcile_contracts"):
                connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))
        connection.execute("vacuum analyze persons_person, employment_contract")


def _raise_a_wage(stage: Stage) -> None:
    with psycopg.connect(stage.owner, autocommit=True) as connection, connection.transaction():
        connection.execute("set local shebao.maintenance = 'on'")
        connection.execute((_SQL / "begin.sql").read_text(encoding="utf-8"))
        connection.execute("update contributions_wage set wage_fen = 1234500 where contract_id = 1")


def _reconcile(stage: Stage) -> Result:
    """The command's own report; that something differs is no failure of it."""
    told = stage.command("shebao", "reconcile", f"--month={MONTH}", "--json", timeout=7_200, most=1)
    found: Result = json.loads(told)
    return found


def _must_be(report: Result, wanted: set[str]) -> None:
    found = {kind["kind"] for kind in report["kinds"]}
    if report["problem"] or found != wanted:
        raise StageError(f"{sorted(found)} differ, {report['problem']}")

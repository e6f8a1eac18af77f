"""The month of a city of any size, entered and put on notices; beside the limit, which is writing the same rows."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from city.employers import sizes
from shebao.benches.machine import machine
from shebao.benches.stage import SEED, Stage, StageError
from shebao.database.roles import Role

MONTH = 202310
PERSONS_AN_EMPLOYER = 17
"""Of Beijing's order: some 13 million employees with 800,000 employers."""

SCATTER = 7_919
SINGLE = 1_000
Result = dict[str, Any]
_SQL = Path(__file__).parent / "sql"
_OUTCOME = """
select count(*), sum(employer_fen), sum(personal_fen), count(distinct notice_id)
from contributions_charge
where month = %s
"""
_NOTICES = """
select sum(employer_fen), sum(personal_fen), count(*) from contributions_notice
where month = %s and state <> 'open'
"""


def bench(work: Path, persons: int, connections: int = 2, server: str | None = None) -> Result:
    """Assess one month for a city of `persons`; raises StageError when entries and notices do not come to the same.

    The city has what the run reads: employers, wages and coverage, made by SQL in the proportions of the synthetic
    city; persons are scattered over the employers. Everything else is the real thing: roles, triggers, fsync.
    """
    with Stage(work, server) as stage:
        began = time.monotonic()
        fill(stage, persons)
        filled = time.monotonic() - began
        figures = _measured(stage, "--connections", str(connections))
        raw, raw_again = _raw(stage), _raw(stage)
        _must_agree(stage, figures["charges"], 3 * persons)
        again = _measured(stage, "--connections", str(connections))
        figures |= {
            "raw_seconds": raw,
            "raw_again_seconds": raw_again,
            "ratio": round(figures["seconds"] / raw, 2),
            "again_seconds": again["seconds"],
            "again_charges": again["charges"],
            "fill_seconds": round(filled, 1),
            "database": stage.version(),
            "machine": machine(),
        }
    return {"bench": "assess", "persons": persons, **figures}


def single(work: Path, *, server: str | None = None) -> Result:
    """One employer of 1,000 people, whose month is assessed, entered, put on a notice and audited."""
    with Stage(work, server) as stage:
        fill(stage, 20_000, [SINGLE] * 20)
        figures = [_measured(stage, "--connections", "1", "--employer", str(number)) for number in (1, 2, 3)]
    return {"bench": "assess single", "persons": SINGLE, "runs": figures, "machine": machine()}


def fill(stage: Stage, persons: int, headcounts: Sequence[int] | None = None) -> None:
    """Put employers (of given sizes, or as in the synthetic city), wages and coverage into the stage's database."""
    counted = list(headcounts or sizes(SEED, max(1, persons // PERSONS_AN_EMPLOYER), persons))
    scatter = next(number for number in range(persons, persons + SCATTER) if number % SCATTER)
    with psycopg.connect(stage.owner, autocommit=True) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        connection.execute("set work_mem = '256MB'")
        with connection.transaction():
            connection.execute(_text("begin"))
            connection.execute(_text("assess_employers"), {"sizes": counted})
            connection.execute(_text("assess_wages"), {"sizes": counted, "scatter": scatter})
            # One spell a person and scheme is how they are made, so there is nothing for this trigger to find.
            connection.execute("alter table employment_coverage disable trigger coverage_once_insert")
            connection.execute(_text("assess_coverage"))
            connection.execute("alter table employment_coverage enable trigger coverage_once_insert")
        connection.execute("vacuum analyze employers_employer, contributions_wage, employment_coverage")
        connection.execute("checkpoint")


def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _measured(stage: Stage, *arguments: str) -> Result:
    told = stage.command(
        "shebao.benches", "measured_assessment", str(MONTH), *arguments, role=Role.ENGINE, timeout=7_200
    )
    figures: Result = json.loads(told)
    return figures


def _raw(stage: Stage) -> float:
    """Seconds in which the server writes the same rows to new tables.

    The first time it also has to note of each row just written that its transaction is through; the second time not.
    """
    with psycopg.connect(stage.owner, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        connection.execute("checkpoint")
        began = time.monotonic()
        connection.execute(_text("assess_raw"), {"month": MONTH})
        seconds = time.monotonic() - began
        connection.execute(
            "drop table bench_raw_charge, bench_raw_notice, bench_raw_line, bench_raw_message, bench_raw_news"
        )
    return round(seconds, 3)


def _must_agree(stage: Stage, told: int, wanted: int) -> None:
    with psycopg.connect(stage.owner) as connection:
        connection.execute("set shebao.maintenance = 'on'")
        charges = connection.execute(_OUTCOME, [MONTH]).fetchone() or ()
        notices = connection.execute(_NOTICES, [MONTH]).fetchone() or ()
    if charges[0] != told or told != wanted:
        raise StageError(f"{told} charges told, {charges[0]} there, {wanted} wanted")
    if charges[1:] != notices:
        raise StageError(f"entries come to {charges[1:]}, notices to {notices}")

"""Months made up by workbook: three months for everybody of an employer, previewed, posted, billed."""

import json
from pathlib import Path
from typing import Any, Final

import psycopg

from shebao.benches.machine import machine
from shebao.benches.stage import Stage, StageError
from shebao.database.roles import Role
from shebao.kernel import clock
from shebao.kernel.months import Month

CITY: Final = 1_000
MONTHS: Final = 3
SCHEMES: Final = 3
_OUTCOME: Final = """
select
    (select count(*) from contributions_charge as charge join contributions_notice as notice
        on notice.id = charge.notice_id where notice.purpose = 'supplement'),
    (select sum(employer_fen + personal_fen - deferred_fen) from contributions_notice
        where purpose = 'supplement' and state = 'issued'),
    (select sum(principal_fen) from collection_bill where state = 'asked'),
    (select count(*) from supplements_supplementitem where state = 'effective'),
    (select count(*) from supplements_supplementitem where code = 'covered_in_province')
"""
Result = dict[str, Any]


def bench(work: Path, lines: int, *, profile: bool = False, server: str | None = None) -> Result:
    """Make up three months for `lines` people by one workbook; raises StageError when it does not all come through."""
    with Stage(work, server) as stage:
        stage.fill(CITY)
        stage.start_sandbox()
        workbook = stage.folder / "months.xlsx"
        stage.command("shebao.benches", "supplement_people", str(lines), str(workbook), role=Role.ENGINE)
        stage.command("shebao", "assess", f"--month={Month.of(clock.today()) - 1}", "--json", most=1)
        with psycopg.connect(stage.owner, autocommit=True) as connection:
            connection.execute("vacuum analyze")
        options = ["--profile"] if profile else []
        told = stage.command("shebao.benches", "measured_supplement", str(workbook), *options, role=Role.ENGINE)
        figures: Result = json.loads(told)
        _must_be(stage, figures, lines)
        figures |= {"database": stage.version(), "machine": machine()}
    return {"bench": "supplements", "lines": lines, "months": MONTHS, **figures}


def _must_be(stage: Stage, figures: Result, lines: int) -> None:
    if (figures["checked"], figures["done"]) != (["checked", lines, 0], ["effective", lines, 0]):
        raise StageError(f"checked {figures['checked']}, done {figures['done']}")
    with psycopg.connect(stage.owner) as connection:
        entries, asked, billed, made_up, elsewhere = connection.execute(_OUTCOME).fetchone() or ()
    if entries != made_up or made_up + elsewhere != lines * MONTHS * SCHEMES or asked != billed:
        raise StageError(f"{entries} entries for {made_up}, {asked} fen on notices, {billed} fen on bills")
    figures |= {"entries": entries, "covered_in_province": elsewhere}

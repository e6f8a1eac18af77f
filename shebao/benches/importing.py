"""The import of one workbook, from the file on disk to all effects committed and all messages queued."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from shebao.benches.machine import machine
from shebao.benches.stage import ROOT, SEED, Stage, StageError
from shebao.database.roles import Role
from shebao.generation.workbook import write, wrong_lines
from shebao.kernel import clock

_LOOK_SECONDS = 0.01
_SMALLEST_CITY = 20_000
Result = dict[str, Any]

_SEEN = """
select exists (
    select
    from declarations_finding as finding
    join declarations_declaration as declaration on declaration.id = finding.declaration_id
    where declaration.service in ('enrolment', 'registration')
)
"""
_OUTCOME = """
select declaration.state, declaration.lines, declaration.good, declaration.bad, declaration.effective,
    (select count(*) from outbox_message where declaration_id = declaration.id) as messages
from declarations_declaration as declaration
where declaration.service in ('enrolment', 'registration')
"""


def bench(
    work: Path, lines: int, *, city: int | None = None, profile: bool = False, baseline: bool = False,
    verify: bool = False, server: str | None = None,
) -> Result:  # fmt: skip
    """Import a workbook of `lines` lines into a fresh city of `city` persons, as the engine's role; the figures.

    `work` is where throw-away files go; workbooks stay there. `baseline` adds the time that a bare COPY of the same
    rows takes, `verify` whether all invariants hold afterwards. Raises StageError when the import does not end as
    the workbook says it must.
    """
    persons = city or max(_SMALLEST_CITY, lines // 5)
    path = _workbook(work, lines, persons)
    with Stage(work, server) as stage:
        stage.fill(persons)
        stage.start_sandbox()
        figures = _run(stage, path, profile=profile)
        figures |= _outcome(stage, lines)
        figures |= {"city": persons, "workbook_bytes": path.stat().st_size}
        if baseline:
            figures |= _against_copy(stage, figures["effective_s"])
        if verify:
            figures["verified"] = json.loads(stage.command("shebao", "verify", "--json"))["ok"]
        figures |= {"database": stage.version(), "machine": machine()}
    return {"bench": "import", "lines": lines, **figures}


def _workbook(work: Path, lines: int, persons: int) -> Path:
    """The workbook, kept from one run to the next: it depends on the day, as contracts begin in the present month."""
    today = clock.today()
    path = work / f"workbook-{lines}-{persons}-{SEED}-{today}.xlsx"
    if not path.exists():
        work.mkdir(parents=True, exist_ok=True)
        write(path, SEED, persons, lines, today)
    return path


def _run(stage: Stage, path: Path, *, profile: bool) -> Result:
    """Let the measured process work, and watch from outside when the first findings can be seen."""
    command = [
        sys.executable,
        "-m",
        "shebao.benches",
        "measured_import",
        str(path),
        *(["--profile"] if profile else []),
    ]
    environment = stage.environment(Role.ENGINE)
    with (
        psycopg.connect(stage.owner, autocommit=True) as watcher,
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as measured,
    ):
        seen = _watch(watcher, measured)
        told = measured.stdout.read() if measured.stdout else b""
    if measured.returncode:
        raise StageError(f"the measured process ended with {measured.returncode}")
    figures: Result = json.loads(told)
    began = figures.pop("began_at")
    return {"first_findings_s": round((seen or time.monotonic()) - began, 3), **figures}


def _watch(watcher: "psycopg.Connection[Any]", measured: "subprocess.Popen[bytes]") -> float | None:
    """The moment at which a finding could be seen by somebody else; None if there was none."""
    while measured.poll() is None:
        if watcher.execute(_SEEN).fetchone() == (True,):
            return time.monotonic()
        time.sleep(_LOOK_SECONDS)
    return None


def _outcome(stage: Stage, lines: int) -> Result:
    with psycopg.connect(stage.owner) as connection:
        state, read, good, bad, effective, messages = connection.execute(_OUTCOME).fetchone() or ()
    wrong = wrong_lines(lines)
    if (read, good, bad, effective, messages) != (lines, lines - wrong, wrong, lines - wrong, 2 * (lines - wrong)):
        raise StageError(f"{state}: {read} read, {good} good, {bad} bad, {effective} effective, {messages} messages")
    return {"good": good, "bad": bad, "effective": effective, "messages_queued": messages}


def _against_copy(stage: Stage, seconds: float) -> Result:
    """How long a bare COPY of all rows that the import wrote takes, into tables without index, trigger or rule."""
    copied = json.loads(stage.command("shebao.benches", "copying"))
    return {**copied, "times_copy": round(seconds / copied["copy_s"], 1)}

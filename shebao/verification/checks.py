"""The checks: one SQL file each, some for every tracked table, and two that look at the program and at the guard."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from shebao.database import guard
from shebao.database.declared import Table, tables
from shebao.verification.exact import floats_in_money

SQL = Path(__file__).parent / "sql"
EVERY_TABLE = SQL / "every_table"
SHOWN = 20
# `-- I6: what is wrong when this query answers something`
_HEADING = re.compile(r"-- (?P<invariant>[A-Z]\d+): (?P<title>.+)")

Found = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long something may take before it counts as wrong; PostgreSQL intervals."""

    waiting: str = "1 hour"
    silence: str = "7 days"
    step: str = "15 minutes"

    @property
    def parameters(self) -> dict[str, Any]:
        """The names that the SQL files use."""
        return {
            "waiting_limit": self.waiting,
            "silence_limit": self.silence,
            "step_limit": self.step,
            "step_lock_space": STEP_LOCK_SPACE,
        }


# shebao.worker.steps holds an advisory lock (this, declaration id) while it is at a declaration.
STEP_LOCK_SPACE = 0x5B01


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: `find` answers how many things break it and the first SHOWN of them, as kind:id."""

    name: str
    invariant: str
    title: str
    find: Callable[[], Found]


def all_checks(limits: Limits) -> list[Check]:
    """Every check, in a fixed order."""
    files = [
        _from_file(path, path.read_text(encoding="utf-8"), limits.parameters) for path in sorted(SQL.glob("*.sql"))
    ]
    return [
        *files,
        *_for_every_table(),
        Check("money_code_is_exact", "I2", "a float in code that handles money", lambda: _listed(floats_in_money())),
        Check(
            "guard_is_in_place",
            "B4",
            "roles, row-level security or triggers are not as tables.yaml declares them",
            lambda: _listed(guard.differences(connection)),
        ),
    ]


def _from_file(path: Path, statement: str, parameters: Mapping[str, Any], suffix: str = "") -> Check:
    heading = _HEADING.match(statement)
    if heading is None:
        raise ValueError(f"{path.name} does not begin with its invariant and what is wrong")
    return Check(path.stem + suffix, heading["invariant"], heading["title"], lambda: _rows(statement, parameters))


def _for_every_table() -> list[Check]:
    checks = []
    with_action = _with_action()
    for path in sorted(EVERY_TABLE.glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        for table in tables().values():
            if table.name in with_action and _applies(path.stem, table):
                statement = text.replace("{table}", table.name)
                checks.append(_from_file(path, statement, {"hidden": list(table.hidden)}, f" {table.name}"))
    return checks


def _applies(name: str, table: Table) -> bool:
    if table.audit == "none":
        return False
    if name == "insert_is_logged":
        return table.lifetime != "passing"
    return name == "row_has_action" or table.audit == "rows"


def _with_action() -> set[str]:
    """Names of the tables whose rows name their action."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_attribute on attrelid = pg_class.oid"
            " where pg_table_is_visible(pg_class.oid) and attname = 'action_id'"
        )
        return {name for (name,) in cursor.fetchall()}


def _rows(statement: str, parameters: Mapping[str, Any]) -> Found:
    # The statement is a file of ours.
    counting = (
        f"with found as (\n{statement}\n) "  # noqa: S608
        f"select count(*), (array_agg(subject order by subject))[1:{SHOWN}] from found"
    )
    with connection.cursor() as cursor:
        cursor.execute(counting, dict(parameters))
        count, subjects = cursor.fetchone()
    return int(count), list(subjects or [])


def _listed(subjects: Sequence[str]) -> Found:
    return len(subjects), list(subjects[:SHOWN])

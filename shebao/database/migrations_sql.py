"""SQL files as migration operations."""

from pathlib import Path

from django.db.migrations import RunSQL

from shebao.database.policies import lifting


def run_file(beside: str, name: str, *, reverse: str = RunSQL.noop) -> RunSQL:
    """The operation that runs `sql/<name>` of the business area whose migration module is `beside` (its __file__)."""
    path = Path(beside).resolve().parents[1] / "sql" / name
    return RunSQL(path.read_text(encoding="utf-8"), reverse)


def lift_guard(table: str) -> RunSQL:
    """The operation that takes policies and triggers off a table, to alter a column that they name.

    Until `migrate` puts them back at its end, row-level security lets the doors see none of its rows.
    """
    return RunSQL(lifting(table), RunSQL.noop)

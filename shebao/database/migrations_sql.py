"""SQL files as migration operations."""

from pathlib import Path

from django.db.migrations import RunSQL


def run_file(beside: str, name: str, *, reverse: str = RunSQL.noop) -> RunSQL:
    """The operation that runs `sql/<name>` of the business area whose migration module is `beside` (its __file__)."""
    path = Path(beside).resolve().parents[1] / "sql" / name
    return RunSQL(path.read_text(encoding="utf-8"), reverse)

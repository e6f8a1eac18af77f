"""What our migrations would send to PostgreSQL, read by squawk: `python .ci/check_migrations.py`."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def main() -> int:
    """Let squawk read the SQL of all our migrations; its exit code, or 1 if there are none."""
    django.setup()
    ours = [
        key for key, migration in MigrationLoader(connection).disk_migrations.items() if _is_ours(migration.__module__)
    ]
    if not ours:
        print("There are no migrations.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        files = [_write(Path(folder), app, name) for app, name in sorted(ours)]
        return subprocess.call([str(Path(sys.executable).parent / "squawk"), "--config", ".ci/squawk.toml", *files])


def _is_ours(module: str) -> bool:
    return module.startswith("shebao.")


def _write(folder: Path, app: str, name: str) -> str:
    text = io.StringIO()
    call_command("sqlmigrate", app, name, stdout=text, no_color=True)
    file = folder / f"{app}.{name}.sql"
    file.write_text(text.getvalue(), encoding="utf-8")
    return str(file)


if __name__ == "__main__":
    sys.exit(main())

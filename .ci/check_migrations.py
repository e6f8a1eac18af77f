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
    """Let squawk read the SQL of all our migrations; 1 if it found something, or if there are no migrations."""
    django.setup()
    migrations = MigrationLoader(connection).disk_migrations
    ours = {key: migration.atomic for key, migration in migrations.items() if _is_ours(migration.__module__)}
    if not ours:
        print("There are no migrations.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        files = {_write(Path(folder), *key): atomic for key, atomic in sorted(ours.items())}
        in_transaction = [file for file, atomic in files.items() if atomic]
        bare = [file for file, atomic in files.items() if not atomic]
        found = [_squawk("--assume-in-transaction", in_transaction), _squawk("--no-assume-in-transaction", bare)]
    return max(found)


def _squawk(transaction: str, files: list[str]) -> int:
    squawk = Path(sys.executable).parent / "squawk"
    return subprocess.call([squawk, "--config", ".ci/squawk.toml", transaction, *files]) if files else 0


def _is_ours(module: str) -> bool:
    return module.startswith("shebao.")


def _write(folder: Path, app: str, name: str) -> str:
    text = io.StringIO()
    call_command("sqlmigrate", app, name, stdout=text, no_color=True)
    file = folder / f"{app}.{name}.sql"
    # squawk is told what is one transaction; the frame that Django prints would look like a second one
    lines = [line for line in text.getvalue().splitlines() if line not in {"BEGIN;", "COMMIT;"}]
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


if __name__ == "__main__":
    sys.exit(main())

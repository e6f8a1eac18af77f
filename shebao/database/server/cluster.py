"""Making a cluster: the files of a database server before its first start."""

import os
import shutil
import subprocess
from pathlib import Path

from shebao.database.server.account import Account
from shebao.database.server.address import SUPERUSER
from shebao.database.server.binaries import Binaries
from shebao.database.server.errors import ServerError

CONFIGURATION = "shebao.conf"
_FIRST_WITH_BUILT_IN_LOCALE = 17
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


def create_cluster(data_dir: Path, binaries: Binaries, account: Account, *, durable: bool) -> None:
    """Make the cluster unless there is one; under another name first, so a half-made one is never taken for whole."""
    if (data_dir / "PG_VERSION").is_file():
        _check_version(data_dir, binaries)
        _check_owner(data_dir, account)
        return
    unfinished = data_dir.with_name(f"{data_dir.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.own(unfinished)
    flushing = [] if durable else ["--no-sync"]
    run_program([*account.prefix, binaries.program("initdb"), *_options(binaries), *flushing, f"--pgdata={unfinished}"])
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(f"include = '{CONFIGURATION}'\n")
    unfinished.rename(data_dir)


def _options(binaries: Binaries) -> list[str]:
    """UTF-8, sorted by code point, without the machine's locales; the character classes of C.UTF-8 for trigrams."""
    options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={SUPERUSER}", "--auth=trust", "--no-instructions"]
    if binaries.major >= _FIRST_WITH_BUILT_IN_LOCALE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def _check_version(data_dir: Path, binaries: Binaries) -> None:
    version = (data_dir / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != str(binaries.major):
        raise ServerError(
            f"The database in {data_dir} was made by PostgreSQL {version}, the installed one is {binaries.major}. "
            "Move it away to begin with an empty one, or dump it with its old version and restore it."
        )


def _check_owner(data_dir: Path, account: Account) -> None:
    owner = data_dir.stat().st_uid
    if owner != account.uid:
        raise ServerError(
            f"The database in {data_dir} belongs to user id {owner}, but the server would run as {account.uid}. "
            "Go on as the user who made it, or remove the folder to begin with an empty one."
        )


def run_program(command: list[str]) -> None:
    """Run a program of PostgreSQL's with a clean environment; if it fails, its words become a ServerError."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"LC_ALL": "C"}
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",  # the server's account may be unable to enter ours
        env=environment,
        text=True,
    )
    if done.returncode:
        raise ServerError(f"PostgreSQL could not be set up or started: {done.stdout.strip()}")

"""`shebao database`: the server behind the platform."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from shebao.cli.place import DATABASE_URL, ROOT, data_folder
from shebao.database.server import check_external, database_url, ensure_running, is_running, stop
from shebao.database.server.binaries import find_binaries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs; `psql` passes on what follows it."""
    parser.add_argument("verb", choices=["start", "stop", "status", "url", "migrate", "psql"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="arguments for psql or migrate")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one verb; the exit code."""
    match arguments.verb:
        case "stop":
            return _stop()
        case "status":
            return _status()
        case "psql":
            return subprocess.call([_psql(), available_database(), *arguments.rest])
        case "migrate":
            return migrate(available_database(), *arguments.rest)
        case _:
            print(available_database())
            return 0


def available_database() -> str:
    """The URL of a database that answers: the one in DATABASE_URL, else the embedded server, started if need be."""
    given = os.environ.get(DATABASE_URL)
    if given:
        check_external(given)
        return given
    return database_url(ensure_running(cluster()))


def cluster() -> Path:
    """The data directory of the embedded server."""
    return data_folder() / "postgres"


def migrate(url: str, *options: str) -> int:
    """Bring the tables of the database at `url` up to date; the exit code."""
    command = [sys.executable, "-m", "django", "migrate", "--no-input", *options]
    return subprocess.call(command, env={**os.environ, DATABASE_URL: url}, cwd=ROOT)


def _stop() -> int:
    if DATABASE_URL in os.environ:
        print("DATABASE_URL is set: that server is not ours to stop.")
        return 1
    print("Stopped." if stop(cluster()) else "It was not running.")
    return 0


def _status() -> int:
    if DATABASE_URL in os.environ:
        print(f"PostgreSQL {check_external(os.environ[DATABASE_URL])} at DATABASE_URL answers.")
        return 0
    running = is_running(cluster())
    print("The embedded server is running." if running else "The embedded server is stopped.")
    return 0 if running else 3


def _psql() -> str:
    return find_binaries().program("psql")

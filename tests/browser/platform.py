"""The whole platform as `shebao run` starts it, on data of its own, and what a test may look at behind the doors."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from playwright.sync_api import Cookie
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from shebao.cli.place import ROOT
from shebao.database.roles import Role
from shebao.database.server import database_url, ensure_running, stop
from shebao.database.server.processes import postmaster_of
from tests.throwaway_database import OWN_SERVER

_READY_SECONDS = 180
_ENDING_SECONDS = 40
_DEMO_KEY = "demo-only-" * 5
_SESSION_SALT = "django.contrib.sessions.SessionStore"
_TROUBLE = re.compile(r'"level": "(error|critical)"|Traceback|\[(ERROR|CRITICAL)\]')
_SPEAKERS = ("portal", "office", "personal", "gateway", "worker")


@contextmanager
def fresh_database() -> Iterator[str]:
    """An empty database on the server that was given to the whole run; "" where none was: the platform has its own."""
    if OWN_SERVER in os.environ:
        yield ""
        return
    server, name = os.environ["DATABASE_URL"], f"shebao_platform_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _entrances(database: str) -> dict[str, str]:
    """The given database, which each process enters acting as its own role."""
    options = conninfo_to_dict(database).get("options") or ""
    acting = {role: make_conninfo(database, options=f"{options} -c role={role.value}".strip()) for role in Role}
    return {
        "DATABASE_URL": database,
        **{f"SHEBAO_{role.short.upper()}_DATABASE_URL": address for role, address in acting.items()},
    }


class Platform:
    """One run of the platform with its demo city, on its own server or on a given empty database."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.data = folder / "data"
        self._log = folder / "log"
        self._given = database
        self.cookies: dict[tuple[str, str], list[Cookie]] = {}  # door and login → of whoever has come in there
        environment = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "SHEBAO_DOOR")}
        environment["SHEBAO_DATA"] = str(self.data)
        environment["SHEBAO_DEMO"] = "1"
        environment |= _entrances(database) if database else {}
        self._environment = environment
        with self._log.open("wb") as log:
            command = [sys.executable, "-m", "shebao", "run"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def wait(self) -> None:
        """Until every door answers. Raises AssertionError with the log if that does not happen."""
        deadline = time.monotonic() + _READY_SECONDS
        while "Ctrl-C stops everything" not in self.log():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)
        self.portal, self.office = self._address("employers"), self._address("agency")
        self.personal = self._address("insured persons")
        self._sandbox = self._environment["SHEBAO_SANDBOX_URL"] = self._sandbox_address()
        self._database = self._given or database_url(ensure_running(self.data / "postgres"))

    def wait_for_stories(self) -> None:
        """Until the demonstration's own filings have come about: the last of them ends what was filed by mistake."""
        deadline = time.monotonic() + _READY_SECONDS
        while not self.rows("select from employment_contract where voided"):
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.2)

    def command(self, *arguments: str) -> str:
        """What a command of the platform says, which may have something to object to."""
        command = [sys.executable, "-m", "shebao", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        return done.stdout

    def family(self) -> list[psutil.Process]:
        """All processes that it has started."""
        return psutil.Process(self._process.pid).children(recursive=True)

    def kill_database(self) -> None:
        """End its database server as kill -9 does."""
        postmaster = postmaster_of(self.data / "postgres")
        assert postmaster is not None
        os.kill(postmaster, signal.SIGKILL)

    def end(self) -> int:
        """As Ctrl-C does; the exit code. Raises TimeoutExpired."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(_ENDING_SECONDS)

    def stop(self) -> None:
        """As Ctrl-C does, if that was not done; what is left after a while is killed."""
        with suppress(subprocess.TimeoutExpired):
            self.end()
        self._process.kill()
        self._process.wait()
        if not self._given:
            stop(self.data / "postgres")

    def log(self) -> str:
        """Everything its processes have said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def troubles(self, after: int = 0) -> list[str]:
        """Errors that doors and worker have logged since the log had `after` characters."""
        lines = self.log()[after:].splitlines()
        return [line for line in lines if line.lstrip().startswith(_SPEAKERS) and _TROUBLE.search(line)]

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query on the platform's database gives."""
        with psycopg.connect(self._database) as connection:
            return connection.execute(statement, values).fetchall()

    def hurry(self) -> None:
        """Let the counterparties send the feedback that they are still sitting on."""
        httpx.post(f"{self._sandbox}control/hurry", trust_env=False, timeout=10).raise_for_status()

    def let_sessions_rest(self, minutes: int) -> None:
        """As if nobody had touched a page for so long."""
        with psycopg.connect(self._database) as connection:
            for key, packed in connection.execute("select session_key, session_data from django_session").fetchall():
                session = signing.loads(packed, key=_DEMO_KEY, salt=_SESSION_SALT, serializer=JSONSerializer)
                session["shebao_seen"] = session.get("shebao_seen", 0) - minutes * 60
                rested = signing.dumps(session, key=_DEMO_KEY, salt=_SESSION_SALT, serializer=JSONSerializer)
                connection.execute("update django_session set session_data = %s where session_key = %s", [rested, key])

    def _address(self, whom: str) -> str:
        found = re.search(rf"\({whom}\) +(http://[\d.:]+)/", self.log())
        assert found is not None
        return found[1]

    def _sandbox_address(self) -> str:
        for child in self.family():
            command = " ".join(child.cmdline())
            found = re.search(r"-m sandbox.* --port=(\d+)", command)
            if found is not None:
                return f"http://127.0.0.1:{found[1]}/"
        raise AssertionError("the sandbox does not run")

"""A platform to measure: its own database, keys, file store and counterparties, all gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from shebao.database.roles import Role
from shebao.database.server import Profile, ThrowAwayServer, database_url, ensure_running
from shebao.database.server.processes import postmaster_of

ROOT = Path(__file__).resolve().parents[2]
SEED = 1
_PATIENCE = 60.0


class StageError(Exception):
    """What was to be measured could not be set up, or did not do what it should."""


class Stage:
    """A throw-away platform below `parent`; a context manager.

    Its database is on a server of its own with the settings of the real one (so every commit reaches the disk), or,
    where `server` is the URL of an owner who may create databases, a new database there.
    """

    def __init__(self, parent: Path, server: str | None = None) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="stage-", dir=parent))
        self._database = Database(parent, server)
        self._sandbox: subprocess.Popen[bytes] | None = None
        self.sandbox_port = free_port()
        self.gateway_port = free_port()

    def __enter__(self) -> Self:
        try:
            self._database.create()
            self.command("shebao", "database", "migrate", "--verbosity=0", "--skip-checks")
            self.command("shebao.counterparties.keys", str(self.keys))
            self.command("sandbox", "keys", str(self.keys))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End everything and remove the folder."""
        self.kill_sandbox()
        self._database.drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def keys(self) -> Path:
        """Where the signing keys are."""
        return self.folder / "keys"

    @property
    def owner(self) -> str:
        """Address of the database for the tables' owner."""
        return self._database.owner

    @property
    def sandbox_url(self) -> str:
        """Address of the counterparties."""
        return f"http://127.0.0.1:{self.sandbox_port}/"

    @property
    def cluster(self) -> Path | None:
        """The data directory of the server that is ours alone; None on somebody else's server."""
        return self._database.cluster

    def environment(self, role: Role | None = None) -> dict[str, str]:
        """What a process of this platform is told; `role`: the database role it logs in as, by default the owner."""
        return {
            **os.environ,
            "DATABASE_URL": self._database.url_for(role) if role else self.owner,
            "DJANGO_SETTINGS_MODULE": "shebao.config.settings",
            "PYTHONUNBUFFERED": "1",
            "SHEBAO_DATA": str(self.folder),
            "SHEBAO_FILES": str(self.folder / "files"),
            "SHEBAO_KEYS": str(self.keys),
            "SHEBAO_DEMO": "1",
            "SHEBAO_SANDBOX_URL": self.sandbox_url,
            "SHEBAO_GATEWAY_URL": f"http://127.0.0.1:{self.gateway_port}/gateway/",
        }

    def command(
        self, module: str, *arguments: str, role: Role | None = None, timeout: float = 1_800, most: int = 0
    ) -> str:
        """Run `python -m module arguments` to its end; what it printed. StageError for an exit code above `most`."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment(role),
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if not 0 <= done.returncode <= most:
            raise StageError(f"{module} {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(
        self, module: str, *arguments: str, role: Role | None = None, descriptors: Sequence[int] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start `python -m module arguments` in a session of its own; what it says goes to the stage's log."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment(role),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=descriptors,
            )

    def fill(self, persons: int, seed: int = SEED) -> None:
        """Generate a city, and let what it wrote reach the disk."""
        self.command("shebao", "generate", f"--persons={persons}", f"--seed={seed}")
        with psycopg.connect(self.owner, autocommit=True) as connection:
            connection.execute("checkpoint")

    def start_sandbox(self, seed: int = SEED) -> None:
        """Start the counterparties and wait until they answer. Raises StageError if they do not."""
        told = {"port": self.sandbox_port, "seed": seed, "state": self.folder / "sandbox", "keys": self.keys}
        told["callback"] = f"http://127.0.0.1:{self.gateway_port}/gateway/"
        self._sandbox = self.start("sandbox", *(f"--{name}={value}" for name, value in told.items()))
        wait_for(f"{self.sandbox_url}control/state")

    def kill_sandbox(self) -> None:
        """End the counterparties at once."""
        if self._sandbox is not None:
            self._sandbox.kill()
            self._sandbox.wait()
            self._sandbox = None

    def kill_database(self) -> None:
        """End all processes of the server that is ours alone as kill -9 does, and start it again.

        Raises StageError where the server is somebody else's.
        """
        postmaster = postmaster_of(self.cluster) if self.cluster else None
        if self.cluster is None or postmaster is None:
            raise StageError("there is no database server of our own to kill")
        os.kill(postmaster, signal.SIGKILL)
        ensure_running(self.cluster, Profile.BULK)

    def version(self) -> str:
        """The database server's version."""
        with psycopg.connect(self.owner) as connection:
            return str(connection.execute("show server_version").fetchone()[0])  # type: ignore[index]


class Database:
    """One database to throw away: on a server of our own, or on a given one."""

    def __init__(self, parent: Path, server: str | None) -> None:
        self._given = server
        self._server = None if server else ThrowAwayServer(parent, Profile.BULK)
        self._name = f"shebao_bench_{os.getpid()}_{time.monotonic_ns()}"
        self.owner = ""

    @property
    def cluster(self) -> Path | None:
        """Data directory of our own server."""
        return self._server.folder / "data" if self._server else None

    def create(self) -> None:
        """Start the server, or create the database."""
        if self._server:
            self.owner = database_url(self._server.start())
        elif self._given:
            self._administer("create database {}")
            self.owner = make_conninfo(self._given, dbname=self._name)

    def drop(self) -> None:
        """Stop the server, or drop the database."""
        if self._server:
            self._server.stop()
        elif self.owner:
            self._administer("drop database {} with (force)")

    def url_for(self, role: Role) -> str:
        """Logged in as `role` on our own server; on a given one, whose passwords we do not know, acting as it."""
        if self._server:
            return database_url(self._server.address, user=role.value)
        options = conninfo_to_dict(self.owner).get("options") or ""
        return make_conninfo(self.owner, options=f"{options} -c role={role.value}".strip())

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._given or "", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self._name)))


def free_port() -> int:
    """A port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float = _PATIENCE) -> None:
    """Wait until something answers at `url`, whatever it says. Raises StageError when nothing does."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise StageError(f"nothing answers at {url}")

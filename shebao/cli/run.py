"""`shebao run`: database, tables, demo city, counterparties, worker and the four doors, under one supervisor."""

import argparse
import fcntl
import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from shebao.cli.database import available_database, cluster
from shebao.cli.demo import ensure_demo_city, ensure_keys, introduction, tell_stories
from shebao.cli.place import DATABASE_URL, data_folder
from shebao.cli.ports import listen, port_of
from shebao.cli.supervisor import Child, Supervisor, say
from shebao.cli.web import PORTS
from shebao.database.server import address_of, database_url, ensure_running, is_running, stop

SANDBOX_PORT = 8009
_DATABASE_CHECK_SECONDS = 2.0
_READY_SECONDS = 90.0
# A page of each that answers without a login and leaves no line in the log.
_GREETINGS = {
    "portal": "/login/",
    "office": "/office/login/",
    "personal": "/personal/login/",
    "gateway": "/gateway/health",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to go on after setting up."""
    parser.add_argument("--setup-only", action="store_true", help="prepare database and demo city, start nothing")


def run(arguments: argparse.Namespace) -> int:
    """Set up what is missing, start everything, stay until Ctrl-C; the exit code."""
    with _alone() as first, Supervisor() as supervisor:
        if not first:
            return _already_running()
        embedded = DATABASE_URL not in os.environ
        try:
            return _set_up_and_run(supervisor, embedded=embedded, setup_only=arguments.setup_only)
        finally:
            _addresses().unlink(missing_ok=True)
            supervisor.stop()
            if embedded:
                stop(cluster())


@contextmanager
def _alone() -> Iterator[bool]:
    """False if another `shebao run` of this checkout lives; the kernel frees the lock when it dies."""
    data_folder().mkdir(parents=True, exist_ok=True)
    with (data_folder() / "run.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _already_running() -> int:
    known = _addresses()
    print("The platform of this checkout is running already.")
    print(known.read_text(encoding="utf-8") if known.exists() else "It is just starting or stopping.")
    return 1


def _addresses() -> Path:
    return data_folder() / "addresses.txt"


def _set_up_and_run(supervisor: Supervisor, *, embedded: bool, setup_only: bool) -> int:
    started = time.monotonic()
    url = available_database()
    say("shebao", f"the database is up after {time.monotonic() - started:.1f} s")
    sockets = {door: listen(port) for door, port in PORTS.items()}
    sandbox = listen(SANDBOX_PORT)
    environment = _environment(url, sockets, sandbox)
    code = _set_up(supervisor, environment)
    if code or setup_only or supervisor.told_to_end:
        return code
    ports = {"sandbox": port_of(sandbox)} | {door: port_of(listening) for door, listening in sockets.items()}
    _start_all(supervisor, environment, sockets, sandbox)
    if supervisor.watch(until=Answering(ports, _READY_SECONDS)):
        _announce(ports, time.monotonic() - started)
        tell_stories(supervisor, environment)
        supervisor.watch(until=KeepDatabase() if embedded else None)
    say("shebao", "stopping")
    return 0


def _set_up(supervisor: Supervisor, environment: Mapping[str, str]) -> int:
    """Tables, keys and demo city; the exit code."""
    say("shebao", "bringing the tables up to date")
    migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"]
    code = supervisor.do(migrate, environment) or ensure_keys(supervisor, environment)
    return code or ensure_demo_city(supervisor, environment)


def _environment(url: str, sockets: Mapping[str, socket], sandbox: socket) -> dict[str, str]:
    """What every process of the demonstration is told."""
    return {
        **os.environ,
        DATABASE_URL: url,
        "PYTHONUNBUFFERED": "1",
        "SHEBAO_DATA": str(data_folder()),
        "SHEBAO_DEMO": "1",
        "SHEBAO_KEYS": str(data_folder() / "keys"),
        "SHEBAO_SANDBOX_URL": f"http://127.0.0.1:{port_of(sandbox)}",
        "SHEBAO_GATEWAY_URL": f"http://127.0.0.1:{port_of(sockets['gateway'])}/gateway/",
    }


def _start_all(
    supervisor: Supervisor, environment: Mapping[str, str], sockets: Mapping[str, socket], sandbox: socket
) -> None:
    """Counterparties first, then who talks to them."""
    port = port_of(sandbox)
    sandbox.close()  # the sandbox opens the port by itself
    supervisor.add(Child("sandbox", sandbox_command(port, environment), environment))
    supervisor.add(Child("worker", [sys.executable, "-m", "shebao", "worker"], _as_role(environment, "engine")))
    for door, listening in sockets.items():
        command = [sys.executable, "-m", "shebao", "web", f"--door={door}", f"--fd={listening.fileno()}"]
        supervisor.add(Child(door, command, _as_role(environment, door), [listening.fileno()]))


def _as_role(environment: Mapping[str, str], process: str) -> dict[str, str]:
    """The environment of a door or the worker: it logs in to the embedded database as its own role.

    A server of the operator's is entered as SHEBAO_<PROCESS>_DATABASE_URL says, or as DATABASE_URL does.
    """
    own = environment.get(f"SHEBAO_{process.upper()}_DATABASE_URL", "")
    if not own and DATABASE_URL not in os.environ:
        own = database_url(address_of(cluster()), user=f"shebao_{process}")
    return {**environment, DATABASE_URL: own or environment[DATABASE_URL]}


def sandbox_command(port: int, environment: Mapping[str, str]) -> list[str]:
    """How the program of the counterparties is started."""
    told = {"port": port, "keys": environment["SHEBAO_KEYS"], "callback": environment["SHEBAO_GATEWAY_URL"]}
    told["state"] = data_folder() / "sandbox"
    return [sys.executable, "-m", "sandbox", *(f"--{name}={value}" for name, value in told.items())]


class Answering:
    """Becomes true when every port has answered an HTTP request, or when the time is up."""

    def __init__(self, ports: Mapping[str, int], seconds: float) -> None:
        self._silent = dict(ports)
        self._deadline = time.monotonic() + seconds

    def __call__(self) -> bool:
        """Ask the ports that were silent so far; whether to stop waiting."""
        self._silent = {
            name: port for name, port in self._silent.items() if not _answers(port, _GREETINGS.get(name, "/"))
        }
        if self._silent and time.monotonic() > self._deadline:
            say("shebao", f"no answer yet from {', '.join(self._silent)}; see their lines above")
            return True
        return not self._silent


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


class KeepDatabase:
    """Starts the embedded server again when it has died; never asks the supervisor to end."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self) -> bool:
        """Look every two seconds."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _DATABASE_CHECK_SECONDS
            if not is_running(cluster()):
                say("shebao", "the database ended; starting it again")
                ensure_running(cluster())
        return False


def _announce(ports: Mapping[str, int], seconds: float) -> None:
    text = introduction(ports)
    _addresses().write_text(text, encoding="utf-8")
    say("shebao", f"ready after {seconds:.0f} s")
    print(text, flush=True)

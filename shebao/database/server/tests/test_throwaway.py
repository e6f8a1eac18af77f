"""A test run's server ends with the run, even when that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shebao.database.server import ThrowAwayServer, is_healthy
from shebao.database.server.throwaway import sweep

RUN = """
import sys, time
from pathlib import Path
from shebao.database.server import ThrowAwayServer
server = ThrowAwayServer(Path(sys.argv[1]))
server.start()
print(server.folder, server._keeper.pid, flush=True)
time.sleep(600)
"""


def wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def start_run(parent: Path) -> tuple[subprocess.Popen[str], Path, int]:
    run = subprocess.Popen([sys.executable, "-c", RUN, str(parent)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    folder, keeper = run.stdout.readline().rsplit(" ", 1)
    return run, Path(folder), int(keeper)


def kill(run: subprocess.Popen[str]) -> None:
    run.kill()
    run.communicate()


def test_address_is_known_before_the_start_and_right_after_it(parent: Path) -> None:
    server = ThrowAwayServer(parent)
    before = server.address
    assert not is_healthy(before)
    after = server.start()
    assert (after.socket_dir, after.port) == (before.socket_dir, before.port)
    assert is_healthy(before)
    server.stop()
    assert not is_healthy(before)
    assert list(parent.iterdir()) == []


def test_one_never_started_leaves_nothing(parent: Path) -> None:
    ThrowAwayServer(parent).stop()
    assert list(parent.iterdir()) == []


def test_a_killed_run_takes_its_server_along(parent: Path) -> None:
    run, folder, _ = start_run(parent)
    assert folder.is_dir()
    kill(run)
    assert wait_for(lambda: not folder.exists())


def test_the_next_run_sweeps_up_after_one_killed_with_its_keeper(parent: Path) -> None:
    run, folder, keeper = start_run(parent)
    os.kill(keeper, signal.SIGKILL)
    kill(run)
    assert wait_for(lambda: sweep(parent) == [folder])
    assert not folder.exists()


def test_sweeping_leaves_a_living_run_alone(parent: Path) -> None:
    server = ThrowAwayServer(parent)
    address = server.start()
    assert sweep(parent) == []
    assert is_healthy(address)
    server.stop()


def test_sweeping_removes_what_never_started_only_when_it_is_old(parent: Path) -> None:
    young, old = ThrowAwayServer(parent).folder, ThrowAwayServer(parent).folder
    os.utime(old, (0, 0))
    assert sweep(parent) == [old]
    assert list(parent.iterdir()) == [young]

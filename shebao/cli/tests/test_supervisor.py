"""The supervisor keeps its children alive, and takes them along when it goes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from shebao.cli.supervisor import Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(600)"]
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(600)
"""
ALONE = """
import sys
from shebao.cli.supervisor import Child, Supervisor
with Supervisor() as supervisor:
    supervisor.add(Child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], {}))
    print(supervisor.children[0].process.pid, flush=True)
    supervisor.watch()
"""


def child(*command: str) -> Child:
    return Child("sleeper", command or SLEEP, os.environ)


def pid_of(one: Child) -> int:
    assert one.process is not None
    return one.process.pid


def runs(one: Child) -> bool:
    return one.process is not None


def lives(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_child_that_is_killed_is_started_again_after_a_pause(capsys: pytest.CaptureFixture[str]) -> None:
    one = child()
    one.start()
    first = pid_of(one)
    os.kill(first, signal.SIGKILL)
    assert one.process is not None
    one.process.wait()
    one.look_after(100.0)
    one.look_after(100.5)
    assert not runs(one)
    one.look_after(101.5)
    assert pid_of(one) != first
    one.signal(signal.SIGKILL)
    one.wait(5)
    assert "sleeper ended (signal SIGKILL); starting it again in 1 s" in capsys.readouterr().out


def test_the_pause_doubles_up_to_half_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    one = child(sys.executable, "-c", "raise SystemExit(3)")
    now = time.monotonic()
    for _ in range(7):
        one.look_after(now)
        assert one.process is not None
        one.process.wait()
        one.look_after(now)
        now = one.start_after
    pauses = [line.rsplit(" in ", 1)[1] for line in capsys.readouterr().out.splitlines() if "exit code 3" in line]
    assert pauses == ["1 s", "2 s", "4 s", "8 s", "16 s", "30 s", "30 s"]


def test_what_a_child_says_is_passed_on_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    one = child(sys.executable, "-c", "print('good morning')")
    one.start()
    one.wait(10)
    assert one.talker is not None
    one.talker.join(5)
    assert " sleeper │ good morning\n" in capsys.readouterr().out


def test_a_child_that_does_not_want_to_end_is_killed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("shebao.cli.supervisor._PATIENCE", 0.5)
    supervisor = Supervisor()
    supervisor.add(child(sys.executable, "-c", STUBBORN, str(tmp_path / "deaf")))
    pid = pid_of(supervisor.children[0])
    assert wait_for((tmp_path / "deaf").exists)
    supervisor.stop()
    assert not lives(pid)
    assert "is killed" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_children_end_with_the_supervisor_however_it_ends(number: signal.Signals) -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", ALONE], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline())
    assert lives(pid)
    supervisor.send_signal(number)
    supervisor.communicate()
    assert wait_for(lambda: not lives(pid))


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="there is no setpriv here to ask with")
def test_a_child_that_lost_its_parent_before_it_could_ask_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch = [sys.executable, "-c", "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: 1)
        orphan = child(*touch, str(tmp_path / "orphan"))
        orphan.start()
    at_home = child(*touch, str(tmp_path / "at home"))
    at_home.start()
    assert orphan.process is not None
    assert at_home.process is not None
    assert (orphan.process.wait(10), at_home.process.wait(10)) == (1, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["at home"]

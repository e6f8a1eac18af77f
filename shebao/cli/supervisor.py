"""Keep a handful of processes alive, pass on what they say, and end them together."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Self

from shebao.cli.place import ROOT

_LONGEST_PAUSE = 30.0  # seconds
_HEALTHY_AFTER = 60.0  # seconds of life after which earlier ends are forgotten
_PATIENCE = 15.0  # seconds for an orderly end
_IF_NOT_ALONE = '[ "$PPID" = "$0" ] && exec "$@"'


def say(name: str, line: str) -> None:
    """One line of output, marked with who says it."""
    sys.stdout.write(f"{name:>8} │ {line.rstrip()}\n")
    sys.stdout.flush()


@dataclass
class Child:
    """One process to keep alive: command, environment and inherited file descriptors; and how it fares."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    descriptors: Sequence[int] = ()
    process: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    ends: int = 0
    start_after: float = 0.0
    talker: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            [*_die_with_parent(), *self.command],
            env=dict(self.environment),
            cwd=ROOT,
            pass_fds=self.descriptors,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.started_at = time.monotonic()
        self.talker = threading.Thread(target=self._pass_on, args=[self.process], daemon=True)
        self.talker.start()

    def _pass_on(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            say(self.name, line)

    def look_after(self, now: float) -> None:
        """Start it again if it ended, after a pause that doubles with every early end; `now` is monotonic seconds."""
        if self.process is None:
            if now >= self.start_after:
                self.start()
                self.started_at = now
            return
        code = self.process.poll()
        if code is None:
            return
        with suppress(ProcessLookupError):  # what it started itself must not meet its successor
            os.killpg(self.process.pid, signal.SIGTERM)
        if now - self.started_at > _HEALTHY_AFTER:
            self.ends = 0
        pause = min(2.0**self.ends, _LONGEST_PAUSE)
        self.ends += 1
        self.process, self.start_after = None, now + pause
        say("shebao", f"{self.name} ended ({_ending(code)}); starting it again in {pause:.0f} s")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and its own children, if it lives."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def wait(self, seconds: float) -> None:
        """Wait for its end; what is left after `seconds` is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            say("shebao", f"{self.name} does not end by itself and is killed")
            self.signal(signal.SIGKILL)
            self.process.wait()


def _die_with_parent() -> list[str]:
    """Where the system has setpriv, children end with a supervisor that was killed outright.

    Also with one that was killed before a child had asked for that: having asked, the child looks who its parent is.
    """
    if not shutil.which("setpriv"):
        return []
    return ["setpriv", "--pdeathsig", "TERM", "--", "/bin/sh", "-c", _IF_NOT_ALONE, str(os.getpid())]


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


class Supervisor:
    """Runs children until SIGINT or SIGTERM."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self._told_to_end = threading.Event()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_end.set()

    @property
    def told_to_end(self) -> bool:
        """Whether somebody asked for the end."""
        return self._told_to_end.is_set()

    def add(self, child: Child) -> None:
        """Start a child and look after it from now on."""
        self.children.append(child)
        child.start()

    def do(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a command to its end, or to ours; its exit code, 1 if it was told to end."""
        with subprocess.Popen([*_die_with_parent(), *command], env=dict(environment), cwd=ROOT) as process:
            while process.poll() is None:
                if self._told_to_end.wait(0.1):
                    process.terminate()
                    process.wait()
                    return 1
            return process.returncode

    def watch(self, until: Callable[[], bool] | None = None) -> bool:
        """Look after the children until told to end (False) or until `until()` holds (True)."""
        while not self._told_to_end.wait(0.2):
            for child in self.children:
                child.look_after(time.monotonic())
            if until is not None and until():
                return True
        return False

    def stop(self) -> None:
        """End all children, last started first; kill what does not end within 15 seconds."""
        deadline = time.monotonic() + _PATIENCE
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        for child in reversed(self.children):
            child.wait(deadline - time.monotonic())
        for child in self.children:
            if child.talker is not None:
                child.talker.join(1)
        self.children.clear()

"""pytest plugin: limited children are forked from a process that has loaded what they need.

Hundreds of files are read by tests that are not about how a process is started; those that are, ask for `started`.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import IO, Any

import pytest

from tests.forking import NUMBER, SIZE

_HERE = threading.Lock()
_RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('tests.forking', run_name='__main__')"


class Prepared:
    """The process that forks, for one module."""

    def __init__(self, command: Sequence[str], module: str, root: str) -> None:
        ours, theirs = socket.socketpair()
        flags = command[1 : command.index("-c")]
        self._control = ours
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", _RUN, root, module, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
            pass_fds=[theirs.fileno()],
        )
        theirs.close()

    def fork(self, argument: str, source: int, passed: Sequence[int]) -> "Forked":
        """A child that does what the argument asks for."""
        output, target = os.pipe()
        ending, told = os.pipe()
        body = json.dumps({"argument": argument, "passed": list(passed)}).encode()
        try:
            with _HERE:
                socket.send_fds(self._control, [SIZE.pack(len(body))], [source, target, told, *passed])
                self._control.sendall(body)
        finally:
            os.close(target)
            os.close(told)
        return Forked(output, ending)

    def end(self) -> None:
        """No more are needed."""
        self._control.close()
        self._process.wait()


class Forked:
    """What `subprocess.Popen` is for a process of one's own, as far as `LimitedProcess` needs it."""

    def __init__(self, output: int, ending: int) -> None:
        self.stdout: IO[bytes] = open(output, "rb", buffering=0)  # noqa: SIM115
        self.returncode: int | None = None
        self._ending = open(ending, "rb", buffering=0)  # noqa: SIM115
        self._number: int | None = None

    @property
    def pid(self) -> int:
        """Its number."""
        if self._number is None:
            (self._number,) = NUMBER.unpack(self._ending.read(NUMBER.size))
        return self._number

    def poll(self) -> int | None:
        """How it ended, if it has."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended. Raises TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        return code

    def kill(self) -> None:
        """End it as kill -9 does."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and self.pid and select.select([self._ending], [], [], timeout)[0]:
            (self.returncode,) = NUMBER.unpack(self._ending.read(NUMBER.size))
            self._ending.close()
        return self.returncode


@pytest.fixture(scope="session", autouse=True)
def _children_are_prepared() -> Iterator[None]:
    from shebao.documents.limited import parent  # noqa: PLC0415 (before it Django's settings must be known)

    prepared: dict[str, Prepared] = {}

    def forked(command: list[str], *, stdin: IO[bytes], pass_fds: Sequence[int], **_as_ever: Any) -> Forked:
        argument, module, root = command[-3:]
        with _HERE:
            if module not in prepared:
                prepared[module] = Prepared(command, module, root)
        return prepared[module].fork(argument, stdin.fileno(), pass_fds)

    known = SimpleNamespace(
        Popen=forked,
        PIPE=subprocess.PIPE,
        DEVNULL=subprocess.DEVNULL,
        TimeoutExpired=subprocess.TimeoutExpired,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parent, "subprocess", known)
        yield
    for each in prepared.values():
        each.end()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limited children are started as they are outside of tests."""
    from shebao.documents.limited import parent  # noqa: PLC0415 (as above)

    monkeypatch.setattr(parent, "subprocess", subprocess)

"""The parent's end: starts a child under limits and waits for its messages, never for ever."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, Literal

import shebao
from shebao.documents.limited.child import LENGTH_BYTES

_LARGEST_FRAME: Final = 512 * 1024 * 1024
_PIPE_READ: Final = 1024 * 1024
_GRACE_SECONDS: Final = 10
_ROOT: Final = Path(shebao.__path__[0]).parent
_RUN: Final = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop()); runpy.run_module(sys.argv.pop(), run_name='__main__')"
)


@dataclass(frozen=True)
class ProcessLimits:
    """Bounds on a child: address space and written files in bytes, CPU and waiting in seconds."""

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    written_bytes: int = 0


class ChildFailedError(Exception):
    """The child ended without an answer: ``reason`` is slow (time used up) or crashed."""

    def __init__(self, reason: Literal["slow", "crashed"]) -> None:
        self.reason = reason
        super().__init__(reason)


class LimitedProcess:
    """A limited child and its messages."""

    def __init__(
        self,
        module: str,
        source: IO[bytes],
        request: dict[str, Any],
        limits: ProcessLimits,
        *,
        pass_fds: Sequence[int] = (),
        packages: bool = False,
        opens: int = 0,
    ) -> None:
        """Start ``python -m module`` with ``source`` as its standard input; ``packages`` allows installed ones.

        ``opens`` is how many files it may open besides what it is given; none where nobody trusts what it reads.

        -I, an empty environment and an own path: nothing of the working directory or the user can be loaded.
        """
        self._left = limits.wall_seconds
        self._buffer = bytearray()
        bounds = asdict(limits) | {"descriptors": max([2, *pass_fds]) + 1 + opens}
        flags = ["-I"] if packages else ["-I", "-S"]
        argument = json.dumps({**request, "process": bounds})
        self._process = subprocess.Popen(
            [sys.executable, *flags, "-c", _RUN, argument, module, str(_ROOT)],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            pass_fds=pass_fds,
            start_new_session=True,
        )

    def message(self) -> dict[str, Any]:
        """The next message; ChildFailedError if the child crashed, spoke nonsense or took too long."""
        length = int.from_bytes(self._exactly(LENGTH_BYTES), "big")
        if length > _LARGEST_FRAME:
            raise self.failed()
        try:
            message = json.loads(self._exactly(length))
        except ValueError as broken:
            raise self.failed() from broken
        if not isinstance(message, dict):
            raise self.failed()
        return message

    def failed(self) -> ChildFailedError:
        """Stop the child; gives the error to raise."""
        self.close()
        return ChildFailedError("crashed")

    def close(self) -> None:
        """Stop the child if it still runs, and leave nothing of it behind."""
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def _exactly(self, length: int) -> bytes:
        while len(self._buffer) < length:
            self._buffer += self._some()
        taken = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        return taken

    def _some(self) -> bytes:
        """Whatever comes next. Only the time spent waiting counts: the caller may work as long as it likes."""
        if self._process.stdout is None or self._process.stdout.closed:
            raise ChildFailedError("crashed")
        pipe = self._process.stdout.fileno()
        started = time.monotonic()
        ready, _, _ = select.select([pipe], [], [], max(0.0, self._left))
        self._left -= time.monotonic() - started
        if not ready:
            self.close()
            raise ChildFailedError("slow")
        piece = os.read(pipe, _PIPE_READ)
        if not piece:
            raise self._ended_early()
        return piece

    def _ended_early(self) -> ChildFailedError:
        try:
            code = self._process.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        self.close()
        return ChildFailedError("slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "crashed")

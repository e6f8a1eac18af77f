"""A process that has loaded a module for limited children, and forks itself for each one that is asked for.

    python -m tests.forking MODULE DESCRIPTOR

It hears requests on the given socket: two bytes of length with the descriptors that a child gets, then a JSON object.
What a child then is: standard input and output and the passed descriptors as `subprocess.Popen` would have laid them,
nothing else open, an own session, no environment, and MODULE run as the main one.
"""

import fcntl
import gc
import io
import json
import os
import runpy
import selectors
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final, NoReturn

NUMBER: Final = struct.Struct("!i")
"""Of a process, then how it ended: what is written to the pipe that came with a request."""
SIZE: Final = struct.Struct("!H")
MOST_DESCRIPTORS: Final = 8
_OUT_OF_THE_WAY: Final = 100


class Forking:
    """Hears requests, forks, and tells how each child ended."""

    def __init__(self, module: str, control: socket.socket) -> None:
        self._module = module
        self._control = control
        self._told: dict[int, int] = {}  # process → the pipe on which its end is awaited

    def serve(self) -> None:
        """Until the other end of the socket is closed."""
        woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ, self._hear)
            selector.register(woken, selectors.EVENT_READ, lambda: self._reap(woken))
            listening = True
            while listening:
                answers = [key.data() for key, _ in selector.select()]
                listening = all(answers)

    def _hear(self) -> bool:
        size, received, _, _ = socket.recv_fds(self._control, SIZE.size, MOST_DESCRIPTORS)
        if not size:
            return False
        body = self._control.recv(SIZE.unpack(size)[0], socket.MSG_WAITALL)
        source, target, told, *passed = received
        child = os.fork()
        if not child:
            self._be(json.loads(body), [source, target, *passed])
        self._told[child] = told
        _tell(told, child)
        for descriptor in (source, target, *passed):
            os.close(descriptor)
        return True

    def _reap(self, woken: int) -> bool:
        os.read(woken, 4096)
        while self._told:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                break
            told = self._told.pop(child)
            _tell(told, os.waitstatus_to_exitcode(status))
            os.close(told)
        return True

    def _be(self, request: dict[str, Any], descriptors: list[int]) -> NoReturn:
        """The child, to its end."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            _lay(descriptors, [0, 1, *request["passed"]])
            sys.argv = ["-c", request["argument"]]
            sys.stdin, sys.stdout = io.TextIOWrapper(open(0, "rb")), io.TextIOWrapper(open(1, "wb"))  # noqa: SIM115
            runpy.run_module(self._module, run_name="__main__")
            sys.stdout.flush()
            code = 0
        finally:
            os._exit(code)


def _tell(whom: int, number: int) -> None:
    with suppress(BrokenPipeError):  # a test that has gone on waits for nothing more; the next one needs us
        os.write(whom, NUMBER.pack(number))


def _lay(descriptors: list[int], places: list[int]) -> None:
    """The descriptors in their places, and no other open but standard error."""
    copies = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for descriptor in descriptors]
    for copy, place in zip(copies, places, strict=True):
        os.dup2(copy, place)
    kept = 2
    for place in [*sorted(place for place in places if place > kept), os.sysconf("SC_OPEN_MAX")]:
        os.closerange(kept + 1, place)
        kept = place


if __name__ == "__main__":
    import_module(sys.argv[1])
    gc.collect()
    gc.freeze()
    Forking(sys.argv[1], socket.socket(fileno=int(sys.argv[2]))).serve()

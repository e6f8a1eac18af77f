"""The child's end: puts limits on itself, does the one request it was started for, and answers in frames."""

import codecs
import json
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

LENGTH_BYTES: Final = 4
# Under the limits no module can be loaded, so the encodings that may be needed are loaded before.
_ENCODINGS: Final = ("ascii", "cp437", "gb18030", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")

Send = Callable[[dict[str, Any]], None]


def limit_process(request: dict[str, Any]) -> None:
    """Bound this process: memory, CPU, size of written files, and no further descriptor (so no file, no socket).

    ``request["process"]`` holds ``memory_bytes``, ``cpu_seconds``, ``written_bytes`` and ``descriptors``.
    """
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    bounds = request["process"]
    resource.setrlimit(resource.RLIMIT_AS, (bounds["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (bounds["cpu_seconds"], bounds["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (bounds["descriptors"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds["written_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sender(target: BinaryIO) -> Send:
    def send(message: dict[str, Any]) -> None:
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()
        target.write(len(body).to_bytes(LENGTH_BYTES, "big"))
        target.write(body)
        target.flush()

    return send


def serve(work: Callable[[BinaryIO, dict[str, Any], Send], None], refusal: type[Exception]) -> None:
    """Do the request under limits. ``refusal`` has ``code`` and ``params`` and is told as a problem.

    Out of memory is told as the problem ``too_heavy``; any other error ends the process, which the parent sees.
    """
    request = json.loads(sys.argv[1])
    source, send = sys.stdin.buffer, _sender(sys.stdout.buffer)
    limit_process(request)
    try:
        work(source, request, send)
    except refusal as refused:
        send({"problem": getattr(refused, "code", ""), "params": getattr(refused, "params", {})})
    except (MemoryError, RecursionError):
        send({"problem": "too_heavy", "params": {}})

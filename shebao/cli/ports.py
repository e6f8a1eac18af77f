"""Free ports on the loopback interface."""

import socket

_STEP = 10  # 8000, 8010, 8020 …: the doors of one checkout keep their last digit
_STEPS = 50


def listen(preferred: int) -> socket.socket:
    """A listening socket on the preferred port, or on the next free one in steps of ten, else on any.

    The socket is handed to the door, and kept: while a door restarts, requests wait instead of being refused.
    """
    for port in range(preferred, preferred + _STEP * _STEPS, _STEP):
        listening = _try(port)
        if listening is not None:
            return listening
    listening = _try(0)
    if listening is None:
        raise OSError("no free port on 127.0.0.1")
    return listening


def _try(port: int) -> socket.socket | None:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(512)
    except OSError:
        listening.close()
        return None
    return listening


def port_of(listening: socket.socket) -> int:
    """The port a socket listens on."""
    port: int = listening.getsockname()[1]
    return port

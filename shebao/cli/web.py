"""`shebao web`: one door under gunicorn."""

import argparse
import os
import sys
from pathlib import Path

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL, ROOT

PORTS = {"portal": 8000, "office": 8001, "gateway": 8002, "personal": 8003}
_HEARTBEAT_FOLDER = Path("/dev/shm")  # noqa: S108 (gunicorn makes an unnamed file there)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which door, where, and how many requests at once."""
    parser.add_argument("--door", choices=list(PORTS), required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, help="default: 8000 portal, 8001 office, 8002 gateway, 8003 personal")
    parser.add_argument("--fd", type=int, help="take over a listening socket instead of opening a port")
    parser.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--threads", type=int, default=8, help="requests at once in each process (default: 8)")


def run(arguments: argparse.Namespace) -> int:
    """Become the server; does not return."""
    port = arguments.port or PORTS[arguments.door]
    address = f"{arguments.host}:{port}" if arguments.fd is None else f"fd://{arguments.fd}"
    os.environ[DATABASE_URL] = available_database()
    os.environ["SHEBAO_DOOR"] = arguments.door
    command = [sys.executable, "-P", "-m", "gunicorn", *_options(arguments, address), "shebao.config.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606 (no shell is wanted)


def _options(arguments: argparse.Namespace, address: str) -> list[str]:
    options = [
        f"--bind={address}",
        "--worker-class=gthread",
        f"--workers={arguments.workers}",
        f"--threads={arguments.threads}",
        f"--chdir={ROOT}",
        "--graceful-timeout=10",
        "--no-control-socket",
        "--log-level=warning",
    ]
    return [*options, f"--worker-tmp-dir={_HEARTBEAT_FOLDER}"] if os.access(_HEARTBEAT_FOLDER, os.W_OK) else options

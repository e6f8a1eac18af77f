"""The server's processes as the kernel sees them.

The postmaster names its data directory on its command line, which everybody may read. All of its processes have that
directory as working directory, which only their owner may read, and root where it may trace other users' processes.
"""

import os
import signal
import time
from pathlib import Path

_PROC = Path("/proc")


def recorded_pid(data_dir: Path) -> int | None:
    """The process id in postmaster.pid, alive or not; None if there is no such file or it holds no number."""
    try:
        return int((data_dir / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def postmaster_of(data_dir: Path) -> int | None:
    """The process id in postmaster.pid, if that process is the live server of this data directory."""
    pid = recorded_pid(data_dir)
    if pid is None:
        return None
    arguments = _command_line(pid)
    if not arguments or Path(arguments[0]).name != "postgres" or "-D" not in arguments[:-1]:
        return None
    named = Path(arguments[arguments.index("-D") + 1])
    return pid if named.resolve() == data_dir.resolve() else None


def _command_line(pid: int) -> list[str]:
    try:
        return os.fsdecode((_PROC / str(pid) / "cmdline").read_bytes()).rstrip("\0").split("\0")
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    """Whether any process has this id."""
    return (_PROC / str(pid)).is_dir()


def processes_in(data_dir: Path) -> list[int]:
    """Ids of the PostgreSQL processes that work in `data_dir`, as far as we may see."""
    wanted = data_dir.resolve()
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit() and _works_in(entry, wanted)]


def _works_in(entry: Path, data_dir: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == data_dir and (entry / "exe").readlink().name.startswith("postgres")
    except OSError:  # ended meanwhile, a zombie, or somebody else's
        return False


def wait_until_gone(data_dir: Path, seconds: float) -> bool:
    """Wait for the server and every process of its to end; False if one is left."""
    deadline = time.monotonic() + seconds
    while postmaster_of(data_dir) is not None or processes_in(data_dir):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def signal_all(data_dir: Path, number: signal.Signals) -> None:
    """Send a signal to every process of `data_dir`."""
    for pid in processes_in(data_dir):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue  # ended by itself

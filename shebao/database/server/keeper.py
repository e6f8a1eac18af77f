"""The process beside a test run that cleans up after it, however it ends: `python -m … FOLDER`."""

import fcntl
import sys
from pathlib import Path

from shebao.database.server.throwaway import LOCK, remove


def keep(folder: Path) -> None:
    """Hold the folder's lock until standard input ends, as it does with the process at its other end; then clean up."""
    unlocked = folder / f"{LOCK}.new"
    with unlocked.open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        unlocked.rename(folder / LOCK)  # under its name it is never seen without its lock
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        remove(folder)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

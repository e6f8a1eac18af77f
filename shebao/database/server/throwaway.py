"""A server for one test run: made in a temporary folder, gone with the process that asked for it.

A small process of its own waits for the owner's end, whatever the end is, and then stops the server and removes the
folder. Should that process be killed too, the next run sweeps up: a folder whose lock nobody holds is nobody's.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shebao.database.server.address import ServerAddress, address_of
from shebao.database.server.errors import ServerError
from shebao.database.server.manager import ensure_running, stop
from shebao.database.server.tuning import Profile

_PREFIX = f"shebao-test-{os.getuid()}-"
LOCK = "owned"
_UNBORN_SECONDS = 600


class ThrowAwayServer:
    """A server under `parent` (default: the system's temporary folder); `address` is known before the start.

    With Profile.BULK it has the settings of the real one: for measurements.
    """

    def __init__(self, parent: Path | None = None, profile: Profile = Profile.TEST) -> None:
        self._parent = parent or Path(tempfile.gettempdir())
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))
        self.folder.chmod(0o711)  # the server's account has to pass through
        self._profile = profile
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> ServerAddress:
        """Where the server listens, or will."""
        return address_of(self.folder / "data")

    def start(self) -> ServerAddress:
        """Start the server and the process that will clean up after us. Errors: ServerError."""
        self._keeper = _start_keeper(self.folder)
        sweep(self._parent)
        return ensure_running(self.folder / "data", self._profile)

    def stop(self) -> None:
        """Stop the server and remove its folder; returns when both are done."""
        if self._keeper is None:
            shutil.rmtree(self.folder)
            return
        self._keeper.communicate()
        self._keeper = None


def _start_keeper(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "shebao.database.server.keeper", str(folder)]
    keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    if keeper.stdout is None or keeper.stdout.readline() != b"ready\n":
        raise ServerError(f"The process that cleans up {folder} did not start.")
    return keeper


def sweep(parent: Path) -> list[Path]:
    """Remove what killed runs left under `parent`, with their servers; the folders removed."""
    return [folder for folder in parent.glob(f"{_PREFIX}*") if _sweep_one(folder)]


def _sweep_one(folder: Path) -> bool:
    try:
        lock = (folder / LOCK).open("r+", encoding="ascii")
    except OSError:
        return _sweep_unborn(folder)
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        remove(folder)
        return True


def _sweep_unborn(folder: Path) -> bool:
    """A folder without a lock is just being made, or being removed, or was left by a run killed before its start."""
    try:
        if time.time() - folder.stat().st_mtime < _UNBORN_SECONDS:
            return False
        folder.rmdir()
    except OSError:
        return False
    return True


def remove(folder: Path) -> None:
    """Stop the server in the folder, if it runs, and delete all."""
    stop(folder / "data")
    shutil.rmtree(folder)

"""Where a server listens: a Unix socket in a short, private directory."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# The kernel's limit for a socket's path is 107 bytes; ".s.PGSQL.5432" and its ".lock" take 19 of them.
LONGEST_SOCKET_DIRECTORY = 85
PORT = 5432  # part of the socket's file name only; every server has a directory of its own
DATABASE = "shebao"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class ServerAddress:
    """Socket directory and port of one server; `started` tells whether this call started it."""

    socket_dir: Path
    port: int = PORT
    started: bool = False


def socket_directory(data_dir: Path) -> Path:
    """The directory for the socket of the cluster in `data_dir`: always the same one, and short whatever the path."""
    digest = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    name = f"shebao-{os.getuid()}-{digest}"
    wanted = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(wanted)) > LONGEST_SOCKET_DIRECTORY:
        return Path("/tmp") / name  # noqa: S108 (made with mode 700, and its owner is checked)
    return wanted


def address_of(data_dir: Path) -> ServerAddress:
    """The address at which the cluster in `data_dir` listens, or will once it is started."""
    running = _address_in_pid_file(data_dir / "postmaster.pid")
    return running or ServerAddress(socket_directory(data_dir))


def _address_in_pid_file(pid_file: Path) -> ServerAddress | None:
    """Lines 4 and 5 of postmaster.pid: port and socket directory of the server that was started last."""
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
        return ServerAddress(Path(lines[4]), int(lines[3])) if lines[4] else None
    except (FileNotFoundError, IndexError, ValueError):
        return None


def database_url(address: ServerAddress, user: str = SUPERUSER, database: str = DATABASE) -> str:
    """The address as a DATABASE_URL; no password, as the socket's directory lets in its owner and root alone."""
    host = quote(str(address.socket_dir), safe="")
    return f"postgresql://{user}@/{database}?host={host}&port={address.port}"

"""The system account the server runs under: our own, or, for root, an unprivileged one.

PostgreSQL refuses to run as root. There, setpriv changes to the account *nobody*. The checkout may lie where that
account cannot go (/root is closed to others), so the least of three ways that works is taken: as it is, with the
capability to read and search everywhere, with the capability to ignore permissions (all that containers may have).
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shebao.database.server.errors import ServerError

_CAPABILITIES = ("", "+dac_read_search", "+dac_override")


@dataclass(frozen=True)
class Account:
    """User and group id of the server's files and processes, and the command prefix that starts a program so."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        """Give one file or directory to this account."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


@cache
def server_account(binaries: Path, parent: Path, owner: int | None) -> Account:
    """The account for a server with programs in `binaries` and data below `parent`, which `owner` has made if any."""
    if os.geteuid() != 0:
        return _own_account()
    if shutil.which("setpriv") is None:
        raise ServerError(
            "PostgreSQL does not run as root, and setpriv (Debian's package util-linux), which would start it under "
            "another account, is missing. Install it, or work as a normal user, or set DATABASE_URL."
        )
    user = _user(owner)
    for capability in _CAPABILITIES:
        prefix = _setpriv(user, capability)
        if _reaches(prefix, binaries, parent):
            return Account(user.pw_uid, user.pw_gid, prefix)
    raise ServerError(
        f"PostgreSQL does not run as root, and the account {user.pw_name} cannot reach {binaries} and {parent}. "
        "Move the checkout to a folder that others may enter, or work as a normal user, or set DATABASE_URL."
    )


def _own_account() -> Account:
    uid = os.geteuid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise ServerError(
            f"The user id {uid} has no name in /etc/passwd, and PostgreSQL's initdb asks for one. "
            "Add the account, or set DATABASE_URL to a server of your own."
        ) from None
    return Account(uid, os.getegid())


def _user(owner: int | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            f"PostgreSQL does not run as root, and the account it would run under ({owner or 'nobody'}) is missing. "
            "Work as a normal user, or set DATABASE_URL."
        ) from None


def _setpriv(user: pwd.struct_passwd, capability: str) -> tuple[str, ...]:
    prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if capability:  # the secure bit makes access(2), by which initdb and pg_ctl find their fellows, respect it too
        prefix += ["--securebits=+no_setuid_fixup", f"--inh-caps={capability}", f"--ambient-caps={capability}"]
    return *prefix, "--"


def _reaches(prefix: tuple[str, ...], binaries: Path, parent: Path) -> bool:
    """Whether a program started so can enter the data directory's parent, and the server's programs find each other."""
    script = 'cd "$1" && exec "$2" --bindir'
    command = [*prefix, "/bin/sh", "-c", script, "sh", str(parent), str(binaries / "pg_config")]
    return subprocess.run(command, check=False, capture_output=True, cwd="/").returncode == 0

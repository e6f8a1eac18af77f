"""Start, stop and repair the server of one data directory."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from shebao.database.server.account import Account, server_account
from shebao.database.server.address import DATABASE, ServerAddress, address_of, database_url, socket_directory
from shebao.database.server.binaries import Binaries, find_binaries
from shebao.database.server.cluster import CONFIGURATION, create_cluster, run_program
from shebao.database.server.errors import ServerError
from shebao.database.server.processes import is_alive, postmaster_of, recorded_pid, signal_all, wait_until_gone
from shebao.database.server.tuning import MIB, Profile, render, settings

_LARGEST_LOG = 16 * MIB
_START_SECONDS = 300  # replaying the WAL after a crash may take a while
_ORPHAN_SECONDS = 1  # idle sessions end at once, a busy one at its next look round
_DYING_SECONDS = 10  # after the last word, on a busy machine
_STOP_SECONDS = 60
_STILL_IN_USE = "pre-existing shared memory block"
_TRIES = 5
_PAUSES = (0.05, 0.2, 0.75, 1.0, 1.0, 1.0, 1.0)  # seconds; somebody who was just killed is gone after the first


def ensure_running(data_dir: Path, profile: Profile = Profile.BULK) -> ServerAddress:
    """The address of a healthy server over `data_dir`; makes the cluster and starts the server where needed.

    Safe to call from several processes at once. Recovers from a crash and from a stale postmaster.pid.
    `address.started` tells whether this call started the server. Errors: ServerError with what to do.
    """
    data_dir = data_dir.absolute()
    with _only_one(data_dir):
        address = address_of(data_dir)
        if postmaster_of(data_dir) is not None and _becomes_healthy(data_dir, address):
            return address
        binaries = find_binaries()
        owner = data_dir.stat().st_uid if data_dir.exists() else None
        account = server_account(binaries.directory, data_dir.parent, owner)
        create_cluster(data_dir, binaries, account, durable=profile is Profile.BULK)
        _clear_remains(data_dir)
        return _start(data_dir, profile, binaries, account)


def stop(data_dir: Path) -> bool:
    """Stop the server over `data_dir`, sessions included; True if one ran. Errors: ServerError if it does not end."""
    data_dir = data_dir.absolute()
    if not data_dir.is_dir():
        return False
    with _only_one(data_dir):
        postmaster = postmaster_of(data_dir)
        if postmaster is None:
            return False
        address = address_of(data_dir)
        os.kill(postmaster, signal.SIGINT)  # "fast": roll back, write a checkpoint, end
        if not wait_until_gone(data_dir, _STOP_SECONDS):
            raise ServerError(f"The database server in {data_dir} did not stop within {_STOP_SECONDS} s.")
        _remove_socket_directory(address.socket_dir)
        return True


def is_running(data_dir: Path) -> bool:
    """Whether a server process works over `data_dir`."""
    return postmaster_of(data_dir.absolute()) is not None


def is_healthy(address: ServerAddress) -> bool:
    """Whether the server answers a query within a few seconds."""
    try:
        with psycopg.connect(database_url(address), connect_timeout=3) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.Error:
        return False


def _becomes_healthy(data_dir: Path, address: ServerAddress) -> bool:
    """A live server may be recovering, stopping, or have no place for one more session: ask again while it lives."""
    for pause in _PAUSES:
        if is_healthy(address):
            return True
        time.sleep(pause)
        if postmaster_of(data_dir) is None:
            return False
    return False


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """One starter or stopper at a time; the kernel frees the lock when its holder dies."""
    lock_file = data_dir.with_name(f"{data_dir.name}.lock")
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_file.open("w", encoding="ascii")
    except OSError as error:
        raise ServerError(
            f"{lock_file} cannot be written ({error.strerror}). If another user, or root, made the folder, "
            "go on as that user, or remove the folder."
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear_remains(data_dir: Path) -> None:
    """After a crash: end processes that outlived their server, and forget a pid that now belongs to another program."""
    for number in (signal.SIGQUIT, signal.SIGKILL):
        if wait_until_gone(data_dir, _ORPHAN_SECONDS):
            break
        signal_all(data_dir, number)
    if not wait_until_gone(data_dir, _DYING_SECONDS):
        raise ServerError(f"An old database server in {data_dir} neither answers nor ends.")
    # A dead server may stay visible as a zombie where nobody collects those, or its number be given to another program.
    pid = recorded_pid(data_dir)
    if pid is not None and is_alive(pid):
        (data_dir / "postmaster.pid").unlink()
    for remains in socket_directory(data_dir).glob(".s.PGSQL.*"):
        remains.unlink()


def _start(data_dir: Path, profile: Profile, binaries: Binaries, account: Account) -> ServerAddress:
    socket_dir = _make_socket_directory(socket_directory(data_dir), account)
    values = settings(profile, socket_dir, has_lz4=binaries.has_lz4)
    (data_dir / CONFIGURATION).write_text(render(values), encoding="utf-8")
    log = _open_log(data_dir, account)
    options = ["start", "--wait", "--silent", f"--timeout={_START_SECONDS}", f"--log={log}", f"--pgdata={data_dir}"]
    try:
        _run_until_free([*account.prefix, binaries.program("pg_ctl"), *options], log)
    except ServerError:
        _remove_socket_directory(socket_dir)
        raise
    address = replace(address_of(data_dir), started=True)
    _ensure_database(address)
    return address


def _run_until_free(command: list[str], log: Path) -> None:
    """Start the server; wait for sessions of a killed one that we may not see and that are about to end."""
    for attempt in range(1, _TRIES + 1):
        try:
            run_program(command)
        except ServerError as error:
            last_words = _tail(log)
            if attempt == _TRIES or _STILL_IN_USE not in last_words:
                raise ServerError(f"{error}\nThe end of {log}:\n{last_words}") from None
            time.sleep(1)
        else:
            return


def _make_socket_directory(directory: Path, account: Account) -> Path:
    """A directory only the server's account may enter; one that somebody else put there is refused."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid not in {os.geteuid(), account.uid}:
        raise ServerError(f"The folder {directory} for the database's socket belongs to somebody else. Remove it.")
    account.own(directory)
    directory.chmod(0o700)
    return directory


def _remove_socket_directory(directory: Path) -> None:
    try:
        directory.rmdir()
    except OSError:
        return  # already gone, or something else lies in it: no harm


def _open_log(data_dir: Path, account: Account) -> Path:
    log = data_dir / "server.log"
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(data_dir / "server.log.1")
    log.touch(mode=0o600)
    account.own(log)
    return log


def _ensure_database(address: ServerAddress) -> None:
    with psycopg.connect(database_url(address, database="postgres"), autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])

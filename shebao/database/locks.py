"""Changing tables in use: never wait long for a lock, because everybody else waits behind; rather come back later."""

import random
import time
from collections.abc import Callable

import structlog
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError
from psycopg.errors import LockNotAvailable

log = structlog.get_logger("shebao.database")

LOCK_TIMEOUT_MS = 200
# How long one change goes on asking for its locks before it is given up.
PATIENCE_SECONDS = 600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


def set_lock_timeout(connection: BaseDatabaseWrapper, milliseconds: int) -> str:
    """Wait at most so long for any lock from now on (0: as long as it takes); answers what held before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('lock_timeout'), set_config('lock_timeout', %s, false)", [f"{milliseconds}ms"]
        )
        row = cursor.fetchone()
    return str(row[0])


def with_patience(
    connection: BaseDatabaseWrapper, change: Callable[[], object], *, patience: float = PATIENCE_SECONDS
) -> int:
    """Run `change` under a short lock timeout until it gets its locks, with growing pauses; how often it was tried.

    `change` must undo itself when it fails, as a transaction does. Errors: OperationalError when `patience` seconds
    are over, or at once when it failed for another reason.
    """
    end = time.monotonic() + patience
    attempts, pause = 1, _FIRST_PAUSE
    while not _got_locks(connection, change, may_fail=time.monotonic() + pause < end):
        log.info("a table is in use, trying again", attempt=attempts, pause=round(pause, 2))
        time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 (only spreads the attempts)
        attempts, pause = attempts + 1, min(pause * 2, _LONGEST_PAUSE)
    return attempts


def _got_locks(connection: BaseDatabaseWrapper, change: Callable[[], object], *, may_fail: bool) -> bool:
    before = set_lock_timeout(connection, LOCK_TIMEOUT_MS)
    try:
        change()
    except OperationalError as error:
        if may_fail and isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    finally:
        _restore(connection, before)
    return True


def _restore(connection: BaseDatabaseWrapper, before: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, false)", [before])

"""Waiting until two sessions have really met."""

import time

from django.db import connection

_WAITS = "select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))"


def until_somebody_waits(seconds: float = 5.0) -> None:
    """Within a transaction that holds locks: until another session waits for one of them, or so long at most."""
    ends = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < ends:
            cursor.execute(_WAITS)
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.01)

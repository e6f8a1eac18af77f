"""The transaction of a request: under its door's database role, on behalf of one user."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

log = structlog.get_logger("shebao.access")

# A page that needs longer than this is wrong; bulk work belongs to the worker.
STATEMENT_TIMEOUT = "5s"

_ENTER = """
select
    set_config('role', %s, true),
    set_config('statement_timeout', %s, true),
    set_config('shebao.door', %s, true),
    set_config('shebao.user', %s, true)
"""
_PRESENT = """
select
    current_setting('role'),
    current_setting('statement_timeout'),
    coalesce(current_setting('shebao.door', true), ''),
    coalesce(current_setting('shebao.user', true), '')
"""


@contextmanager
def entered(door: str, user_id: int | None = None) -> Iterator[None]:
    """Open a transaction under the database role of `door`, on behalf of a user (None: nobody is logged in).

    Row-level security reads the user; inside of another transaction the settings are put back at the end.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _settings() if nested else None
        _enter(_role(door), STATEMENT_TIMEOUT, door, str(user_id or ""))
        yield
        if before is not None and not connection.needs_rollback:
            _enter(*before)


def act_for(user_id: int | None) -> None:
    """Tell row-level security for whom the rest of the transaction runs."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('shebao.user', %s, true)", [str(user_id or "")])


@contextmanager
def acting_for(user_id: int) -> Iterator[None]:
    """Tell row-level security for whom the block runs, in a transaction where nobody is logged in."""
    act_for(user_id)
    try:
        yield
    finally:
        if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            act_for(None)


def _role(door: str) -> str:
    if not settings.DOOR_ROLES:
        return "none"
    role = f"shebao_{door}"
    if settings.DEBUG and not _role_exists(role):
        log.warning("database role is missing, going on without row-level security", role=role)
        return "none"
    return role


def _role_exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        return cursor.fetchone() is not None


def _settings() -> tuple[str, str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT)
        role, timeout, door, user = cursor.fetchone() or ("none", "0", "", "")
    return role, timeout, door, user


def _enter(role: str, timeout: str, door: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [role, timeout, door, user])

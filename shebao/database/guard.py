"""Puts the guard declared in tables.yaml into a database: roles, functions, and every table's own part.

Runs at the end of every `migrate` and changes only what is not as declared. Each table is done in a transaction of
its own that gives up a lock it cannot have at once, so that nobody else waits behind it.
"""

import time
from pathlib import Path

import structlog
from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError

from shebao.database.declared import Table, tables
from shebao.database.locks import with_patience
from shebao.database.policies import PREFIX, digest, guard_of

log = structlog.get_logger("shebao.database")

_COLUMNS = """
select class.relname, array_agg(attribute.attname::text order by attribute.attnum)
from pg_class as class
join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p')
group by class.relname
"""
# The fingerprint of a table's guard is the comment on the one trigger that every table has.
_MARK = f"{PREFIX}refuse_truncate"
_MARKS = f"""
select class.relname, obj_description(trigger.oid, 'pg_trigger')
from pg_trigger as trigger
join pg_class as class on class.oid = trigger.tgrelid
where trigger.tgname = '{_MARK}'
"""  # noqa: S608 (a constant of ours)
_CREATE_ROLE_TRIES = 5


def apply(connection: BaseDatabaseWrapper) -> list[str]:
    """Put the declared guard in place; the tables that had to be changed. Must not run inside a transaction block.

    Errors: DatabaseError when roles are missing and may not be made by this user.
    """
    _ensure_roles(connection)
    _put_functions(connection)
    present, marks = _present(connection), _marks(connection)
    changed = []
    for table in tables().values():
        if table.name not in present:
            continue
        statements = guard_of(table, present[table.name])
        if marks.get(table.name) != digest(statements):
            with_patience(connection, lambda these=statements, one=table: _put(connection, one, these))  # type: ignore[misc]
            changed.append(table.name)
    return changed


def _put(connection: BaseDatabaseWrapper, table: Table, statements: list[str]) -> None:
    mark = f"comment on trigger {_MARK} on {table.name} is '{digest(statements)}'"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(";\n".join([*statements, mark]))


def _ensure_roles(connection: BaseDatabaseWrapper) -> None:
    """Roles belong to the whole server: several databases may be migrated at the same time."""
    script = (Path(__file__).parent / "sql" / "roles.sql").read_text(encoding="utf-8")
    for attempt in range(1, _CREATE_ROLE_TRIES + 1):
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(script)
        except DatabaseError:
            if attempt == _CREATE_ROLE_TRIES:
                raise
            time.sleep(0.2 * attempt)
        else:
            return


def _put_functions(connection: BaseDatabaseWrapper) -> None:
    """The functions of all business areas as they are now; the migration that first made them may be old."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("set local check_function_bodies = off")
        for config in apps.get_app_configs():
            script = Path(config.path) / "sql" / "functions.sql"
            if script.is_file():
                cursor.execute(script.read_text(encoding="utf-8"))


def _present(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return dict(cursor.fetchall())


def _marks(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_MARKS)
        return dict(cursor.fetchall())

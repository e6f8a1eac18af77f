"""Puts the guard declared in tables.yaml into a database: roles, functions, and every table's own part.

Runs at the end of every `migrate` and changes only what is not as declared. Each table is done in a transaction of
its own that gives up a lock it cannot have at once, so that nobody else waits behind it.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import structlog
from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DatabaseError

from shebao.database.declared import Grant, Table, tables
from shebao.database.locks import with_patience
from shebao.database.policies import MARK, PREFIX, digest, guard_of
from shebao.database.roles import Role

log = structlog.get_logger("shebao.database")

_COLUMNS = """
select class.relname, array_agg(attribute.attname::text order by attribute.attnum)
from pg_class as class
join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
group by class.relname
"""
_MARKS = f"""
select class.relname, obj_description(trigger.oid, 'pg_trigger')
from pg_trigger as trigger
join pg_class as class on class.oid = trigger.tgrelid
where trigger.tgname = '{MARK}'
"""  # noqa: S608 (a constant of ours)
_PIECES = f"""
select
    class.relname, class.relrowsecurity, class.relforcerowsecurity,
    (select count(*) from pg_policy where polrelid = class.oid and starts_with(polname, '{PREFIX}')),
    (
        select count(*)
        from pg_trigger
        where tgrelid = class.oid and not tgisinternal and starts_with(tgname, '{PREFIX}') and tgenabled = 'O'
    )
from pg_class as class
where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
"""  # noqa: S608 (a constant of ours)
_RIGHTS = ("select", "insert", "update", "delete", "truncate", "references", "trigger")
# A right on some columns is a right.
_RIGHTS_HELD = """
select role_name, table_name, held.right_name
from unnest(%s::text[], %s::text[], %s::text[], %s::boolean[]) as held (role_name, table_name, right_name, wanted)
where wanted is distinct from (
    has_table_privilege(role_name, table_name, right_name)
    or (
        right_name in ('select', 'insert', 'update', 'references')
        and has_any_column_privilege(role_name, table_name, right_name)
    )
)
"""
_ROLES_WRONG = """
select wanted.name
from (select %s as engine) as privileged
cross join unnest(%s::text[]) as wanted (name)
left join pg_roles as role on role.rolname = wanted.name
where role.oid is null
    or role.rolsuper or role.rolcreatedb or role.rolcreaterole or role.rolreplication
    or role.rolbypassrls <> (wanted.name = privileged.engine)
    or exists (select from pg_class where relowner = role.oid and relpersistence <> 't')
    or exists (select from pg_proc where proowner = role.oid)
    or exists (select from pg_auth_members where member = role.oid)
"""
_CREATE_ROLE_TRIES = 5
SQL = Path(__file__).parent / "sql"


def apply(connection: BaseDatabaseWrapper) -> list[str]:
    """Put the declared guard in place; the tables that had to be changed. Must not run inside a transaction block.

    Errors: DatabaseError when roles are missing and may not be made by this user.
    """
    ensure_roles(connection)
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
    mark = f"comment on trigger {MARK} on {table.name} is '{digest(statements)}'"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(";\n".join([*statements, mark]))


def ensure_roles(connection: BaseDatabaseWrapper) -> None:
    """Roles belong to the whole server: several databases may be migrated at the same time."""
    script = (SQL / "roles.sql").read_text(encoding="utf-8")
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


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Where roles, rights, row-level security and triggers are not as declared: what it is about, and what is wrong."""
    present, marks = _present(connection), _marks(connection)
    found = [f"{name}: not declared" for name in sorted(set(present) - set(tables()))]
    for table in tables().values():
        if table.name not in present:
            found.append(f"{table.name}: missing")
        elif marks.get(table.name) != digest(guard_of(table, present[table.name])):
            found.append(f"{table.name}: guard out of date")
    standing = [table for table in tables().values() if table.name in present]
    found += _missing_pieces(connection, standing, present)
    found += _wrong_rights(connection, standing)
    found += _wrong_roles(connection)
    found += _switched_off(connection)
    return found


def _missing_pieces(
    connection: BaseDatabaseWrapper, standing: list[Table], present: dict[str, list[str]]
) -> Iterator[str]:
    """Policies and triggers are counted: the fingerprint says what was put there, not what is left of it."""
    with connection.cursor() as cursor:
        cursor.execute(_PIECES)
        pieces = {name: tuple(rest) for name, *rest in cursor.fetchall()}
    for table in standing:
        statements = guard_of(table, present[table.name])
        policies = sum(statement.startswith("create policy") for statement in statements)
        triggers = sum(statement.startswith("create trigger") for statement in statements)
        if pieces[table.name] != (table.by_row, table.by_row, policies, triggers):
            yield f"{table.name}: row-level security, policies or triggers are missing or switched off"


def _wrong_rights(connection: BaseDatabaseWrapper, standing: list[Table]) -> Iterator[str]:
    wanted = [
        (role.value, table.name, right, _may(table.grants.get(role, Grant()), right))
        for table in standing
        for role in Role
        for right in _RIGHTS
    ]
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS_HELD, [list(column) for column in zip(*wanted, strict=True)])
        for role, table_name, right in cursor.fetchall():
            yield f"{table_name}: {role} and its right to {right}"


def _may(grant: Grant, right: str) -> bool:
    columns = {"select": grant.select, "insert": grant.insert, "update": grant.update}
    return grant.delete if right == "delete" else columns.get(right, ()) != ()


def _wrong_roles(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_WRONG, [Role.ENGINE.value, [role.value for role in Role]])
        for (role,) in cursor.fetchall():
            yield f"{role}: missing, owns something, or may more than log in"


def _switched_off(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Triggers of all kinds: those that keep coverage apart, and foreign keys, are triggers too."""
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text, tgname from pg_trigger where tgenabled <> 'O'")
        for table_name, trigger in cursor.fetchall():
            yield f"{table_name}: trigger {trigger} is switched off"

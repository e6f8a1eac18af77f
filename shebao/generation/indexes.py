"""Leaving out indexes and constraints while an empty table is filled, and putting them back: faster, and as strict."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

_CONSTRAINTS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
from pg_constraint
where conrelid = any (%s::regclass[]) and contype in ('x', 'u', 'f')
order by contype desc, conrelid::regclass::text, conname
"""
_INDEXES = """
select index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid)
from pg_index as index
where index.indrelid = any (%s::regclass[])
    and not exists (select from pg_constraint where conindid = index.indexrelid)
order by 1
"""


@contextmanager
def left_out(tables: Sequence[str]) -> Iterator[None]:
    """Inside, the tables have their primary keys and checks only; afterwards everything as before, and validated.

    Within a transaction, as the tables' owner; nobody else can use the tables until its end. Foreign keys of other
    tables stay. Raises IntegrityError at the end if the rows break what was left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(_CONSTRAINTS, [list(tables)])
        constraints = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f'alter table {table} drop constraint "{name}"')
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"drop index {name}")
    yield
    with connection.cursor() as cursor:
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'alter table {table} add constraint "{name}" {definition}')


@contextmanager
def switched_off(table: str, trigger: str) -> Iterator[None]:
    """Inside, that trigger does not fire: for rows of which something else proves what it proves."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger {trigger}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} enable trigger {trigger}")

"""Bulk SQL: statements from .sql files, COPY in and out; every statement is counted for the benches."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

Row = Sequence[Any]


class Count:
    """How many SQL statements went out while counting."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Django's execute wrapper: one statement more."""
        self.statements += 1
        return execute(sql, params, many, context)


_counting: list[Count] = []


@contextmanager
def counted() -> Generator[Count]:
    """Count the statements of this process's default connection, COPY included."""
    count = Count()
    _counting.append(count)
    try:
        with connection.execute_wrapper(count):
            yield count
    finally:
        _counting.remove(count)


@contextmanager
def counted_along() -> Generator[None]:
    """Let this thread's connection be counted too by whoever counts in another thread of the process."""
    with ExitStack() as stack:
        for count in _counting:
            stack.enter_context(connection.execute_wrapper(count))
        yield


@cache
def statement(beside: str, name: str) -> str:
    """The text of `sql/<name>.sql` beside the module whose __file__ is `beside`."""
    return (Path(beside).resolve().parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def run(beside: str, name: str, params: Mapping[str, Any]) -> int:
    """Run the statement in `sql/<name>.sql` with named parameters; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(beside, name), dict(params))
        return int(cursor.rowcount)


def rows(beside: str, name: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that the statement in `sql/<name>.sql` answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement(beside, name), dict(params))
        return [tuple(row) for row in cursor.fetchall()]


def formatted(beside: str, name: str, params: Mapping[str, Any], **parts: str) -> list[tuple[Any, ...]]:
    """The rows of the statement in `sql/<name>.sql` with SQL of ours put into its {places}."""
    with connection.cursor() as cursor:
        cursor.execute(statement(beside, name).format(**parts), dict(params))
        return [tuple(row) for row in cursor.fetchall()]


def copy_in(table: str, columns: Sequence[str], data: Iterable[Row]) -> int:
    """Write rows into `table` by one COPY; the number of rows. Values are in the order of `columns`."""
    names = ", ".join(columns)
    written = 0
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        for count in _counting:
            count.statements += 1
        for row in data:
            copy.write_row(row)
            written += 1
    return written


def copy_out(sql: str, params: Mapping[str, Any], types: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Stream the rows of a query by one COPY, in constant memory; `types` names PostgreSQL's type of each column."""
    with connection.cursor() as cursor, cursor.copy(f"copy ({sql}) to stdout", dict(params)) as copy:
        for count in _counting:
            count.statements += 1
        copy.set_types(types)
        yield from copy.rows()

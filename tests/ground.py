"""Ground for many tests: rows that are made once, in a transaction in which each test undoes only its own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Built = TypeVar("Built")


@contextmanager
def ground(blocker: DjangoDbBlocker, build: Callable[[], Built]) -> Iterator[Built]:
    """What `build` made, for the time of the block; for a fixture of a module or package.

    All tests with a database in that module or package then stand on it, whether they ask for it or not.
    """
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined] # as Django marks its own: product code may be durable
    with blocker.unblock():
        whole.__enter__()
        try:
            built = build()
            connection.check_constraints()
        except BaseException:
            whole.__exit__(*sys.exc_info())
            raise
    try:
        yield built
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)

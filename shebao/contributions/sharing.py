"""Doing pieces of work on several database connections at once."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db import connection

from shebao.database import bulk

T = TypeVar("T")


def in_threads(pieces: Sequence[T], begin: Callable[[], None], work: Callable[[T], None], threads: int) -> None:
    """`work` on every piece, in order of their beginning; each thread calls `begin` first and has its own connection.

    With one thread everything happens in the caller's connection. The first error ends the others after the piece
    they are at, and is raised here.
    """
    if not pieces:
        return
    if threads <= 1:
        begin()
        for piece in pieces:
            work(piece)
        return
    _Crew(pieces, begin, work).run(threads)


class _Crew(Generic[T]):
    """Threads that take the next piece until there is none, or one of them fails."""

    def __init__(self, pieces: Sequence[T], begin: Callable[[], None], work: Callable[[T], None]) -> None:
        self._pieces = iter(pieces)
        self._begin, self._work = begin, work
        self._lock = threading.Lock()
        self._error: BaseException | None = None

    def run(self, threads: int) -> None:
        crew = [threading.Thread(target=self._take_all, daemon=True) for _ in range(threads)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        if self._error is not None:
            raise self._error

    def _take_all(self) -> None:
        try:
            with bulk.counted_along():
                self._begin()
                while (piece := self._next()) is not None:
                    self._work(piece[0])
        except BaseException as error:  # noqa: BLE001 raised again in the thread that waits
            with self._lock:
                self._error = self._error or error
        finally:
            connection.close()

    def _next(self) -> tuple[T] | None:
        with self._lock:
            if self._error is not None:
                return None
            for piece in self._pieces:
                return (piece,)
            return None

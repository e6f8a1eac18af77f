"""Shared government data (共享数据): the basic data of a citizen whose name and number the clerk knows."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from shebao.counterparties import wire
from shebao.counterparties.shared_data.messages import MOST_QUERIES, Query, SharedPerson, parse_match, parse_person
from shebao.counterparties.transport import Client

T = TypeVar("T")

CALLS_AT_ONCE = 2
"""While one reply is read here, the next is made there."""


class SharedDataClient(Client):
    """Looks citizens up."""

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        """The person's basic data, or None alike for unknown, another name, or closed to us. Raises Failure."""
        query = Query(name, number)
        (person,) = self._ask("/persons", [query], parse_person)
        if person is not None and (person.number, person.name) != (number, name):
            raise self._transport.mismatched()
        return person

    def confirm_many(self, queries: Sequence[Query]) -> list[bool]:
        """Whether each name and number fit, aligned with the questions, any number of them; no data come over.

        False alike for unknown, another name, or closed to us. Raises Failure if any part could not be answered.
        """
        parts = [queries[at : at + MOST_QUERIES] for at in range(0, len(queries), MOST_QUERIES)]
        if len(parts) <= 1:
            return self._matches(parts[0]) if parts else []
        with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
            return [answer for answers in pool.map(self._matches, parts) for answer in answers]

    def _matches(self, queries: Sequence[Query]) -> list[bool]:
        return self._ask("/matches", queries, parse_match)

    def _ask(self, path: str, queries: Sequence[Query], read: Callable[[Any], T]) -> list[T]:
        """One call; as many answers as questions."""
        reply = self._transport.post(path, {"queries": [query.to_json() for query in queries]})
        try:
            results = wire.record(reply, frozenset(("results",)), "reply")["results"]
            found = wire.listed(results, MOST_QUERIES, "results", read)
        except wire.Malformed as error:
            raise self._transport.unreadable(error) from error
        if len(found) != len(queries):
            raise self._transport.mismatched()
        return found

"""Shared government data (共享数据): the basic data of a citizen whose name and number the clerk knows."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from shebao.counterparties import wire
from shebao.counterparties.shared_data.messages import MOST_QUERIES, Query, SharedPerson, parse_person
from shebao.counterparties.transport import Client

CALLS_AT_ONCE = 2
"""While one reply is read here, the next is made there."""


class SharedDataClient(Client):
    """Looks citizens up."""

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        """The person, or None alike for unknown, another name, or closed to us. Raises Failure."""
        return self.look_up_many([Query(name, number)])[0]

    def look_up_many(self, queries: Sequence[Query]) -> list[SharedPerson | None]:
        """Answers aligned with the questions, any number of them. Raises Failure if any part could not be answered."""
        parts = [queries[at : at + MOST_QUERIES] for at in range(0, len(queries), MOST_QUERIES)]
        if len(parts) <= 1:
            return self._answers(parts[0]) if parts else []
        with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
            return [answer for answers in pool.map(self._answers, parts) for answer in answers]

    def _answers(self, queries: Sequence[Query]) -> list[SharedPerson | None]:
        reply = self._transport.post("/persons", {"queries": [query.to_json() for query in queries]})
        try:
            results = wire.record(reply, frozenset(("results",)), "reply")["results"]
            found = wire.listed(results, MOST_QUERIES, "results", parse_person)
        except wire.Malformed as error:
            raise self._transport.unreadable(error) from error
        if len(found) != len(queries) or not all(map(_fits, queries, found)):
            raise self._transport.mismatched()
        return found


def _fits(query: Query, person: SharedPerson | None) -> bool:
    return person is None or (person.number == query.number and person.name == query.name)

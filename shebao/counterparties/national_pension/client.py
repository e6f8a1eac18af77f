"""The national pension system (职工基本养老保险全国统筹信息系统): who is insured elsewhere, and who here."""

from collections.abc import Sequence

from shebao.counterparties import wire
from shebao.counterparties.national_pension.messages import MOST_QUERIES, Elsewhere, Query, parse_elsewhere
from shebao.counterparties.person_messages import MessageClient


class NationalPensionClient(MessageClient):
    """Asks, and reports participation."""

    def insured_elsewhere(self, queries: Sequence[Query], month: int) -> list[Elsewhere | None]:
        """Where else pension is paid for each person in that month (YYYYMM), aligned; None: nowhere. Raises Failure."""
        found: list[Elsewhere | None] = []
        for at in range(0, len(queries), MOST_QUERIES):
            found += self._answers(queries[at : at + MOST_QUERIES], month)
        return found

    def _answers(self, queries: Sequence[Query], month: int) -> list[Elsewhere | None]:
        asked = {"month": month, "persons": [query.to_json() for query in queries]}
        reply = self._transport.post("/participation_checks", asked)
        try:
            results = wire.record(reply, frozenset(("results",)), "reply")["results"]
            found = wire.listed(results, MOST_QUERIES, "results", parse_elsewhere)
        except wire.Malformed as error:
            raise self._transport.unreadable(error) from error
        if len(found) != len(queries) or not all(map(_fits, queries, found)):
            raise self._transport.mismatched()
        return found


def _fits(query: Query, elsewhere: Elsewhere | None) -> bool:
    return elsewhere is None or elsewhere.number == query.number

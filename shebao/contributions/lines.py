"""The persons on a notice, with their amounts: page by page, and all of them as a stream."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from shebao.contributions.models import Notice
from shebao.database import bulk
from shebao.persons import searching

ROWS_AT_ONCE = 5_000


class Amount(NamedTuple):
    """One scheme of a person on a notice: base in yuan, shares in fen."""

    base: int
    employer_fen: int
    personal_fen: int


@dataclass(frozen=True, slots=True)
class PersonOnNotice:
    """A person on a notice; ``entries`` above the number of schemes means that something was corrected."""

    person_id: int
    name: str
    document_type: str
    document_number: str
    wage_fen: int
    employer_fen: int
    personal_fen: int
    entries: int
    amounts: Mapping[str, Amount]

    @property
    def total_fen(self) -> int:
        """Both shares of all schemes."""
        return self.employer_fen + self.personal_fen

    @property
    def corrected(self) -> bool:
        """Whether there are differences beside the first entries."""
        return self.entries > len(self.amounts)


def page(
    notice: Notice, chain: Sequence[int], *, search: str = "", after: int = 0, size: int = 50
) -> list[PersonOnNotice]:
    """Persons on the notice behind id ``after``, found by name, pinyin or number; one statement.

    ``chain`` are the ids of the notice and of those it replaced (`overview.chain`).
    """
    condition, values = searching.condition(search)
    params = {**values, **_where(notice, chain), "after": after, "size": size}
    cut = "search_of_notice" if values else "page_of_notice"
    part = bulk.statement(__file__, cut)
    part = part.format(search=condition) if values else part
    return [_line(row) for row in bulk.formatted(__file__, "notice_lines", params, page=part)]


def everybody(notice: Notice, chain: Sequence[int]) -> Iterator[PersonOnNotice]:
    """All persons on the notice in order, read as they are used; inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(bulk.statement(__file__, "notice_export"), _where(notice, chain))
        for person_id, rows in groupby(_fetched(cursor), key=lambda row: row[3]):
            yield _person(person_id, list(rows))


def _fetched(cursor: CursorWrapper) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _where(notice: Notice, chain: Sequence[int]) -> dict[str, Any]:
    return {"month": notice.month, "employer": notice.employer_id, "notices": list(chain)}


def _line(row: tuple[Any, ...]) -> PersonOnNotice:
    *facts, amounts = row
    person_id, name, document_type, document_number, wage_fen, employer_fen, personal_fen, entries = facts
    return PersonOnNotice(
        person_id=person_id,
        name=name,
        document_type=document_type,
        document_number=document_number,
        wage_fen=wage_fen,
        employer_fen=employer_fen,
        personal_fen=personal_fen,
        entries=entries,
        amounts={scheme: Amount(*values) for scheme, values in sorted(json.loads(amounts).items())},
    )


def _person(person_id: int, rows: Sequence[Sequence[Any]]) -> PersonOnNotice:
    name, document_type, document_number = rows[0][:3]
    amounts = {row[4]: Amount(row[6], row[7], row[8]) for row in rows}
    return PersonOnNotice(
        person_id=person_id,
        name=name,
        document_type=document_type,
        document_number=document_number,
        wage_fen=max(row[5] for row in rows),
        employer_fen=sum(amount.employer_fen for amount in amounts.values()),
        personal_fen=sum(amount.personal_fen for amount in amounts.values()),
        entries=len(amounts),
        amounts=amounts,
    )

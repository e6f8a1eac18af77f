"""Reads of the lines of filings, of either kind: those that add somebody and those that end a contract."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from typing import Final

from django.db.models import Count, Q, QuerySet

from shebao.declarations.models import Line
from shebao.services.enrolment import queries as adding
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.withdrawal import queries as ending
from shebao.services.withdrawal.models import WithdrawalLine

EitherLine = EnrolmentLine | WithdrawalLine
_TABLES: Final[tuple[type[EnrolmentLine] | type[WithdrawalLine], ...]] = (EnrolmentLine, WithdrawalLine)


def line(declaration_id: int, line_no: int) -> EitherLine | None:
    """One line of a filing, None if there is none."""
    return adding.line(declaration_id, line_no) or ending.line(declaration_id, line_no)


def lines(
    declaration_id: int, *, state: str | None = None, after: int | None = None, size: int = 50
) -> list[EitherLine]:
    """Lines in order, at most `size`, those behind line number `after`."""
    wanted = Q(declaration_id=declaration_id)
    if state:
        wanted &= Q(state=state)
    if after is not None:
        wanted &= Q(line_no__gt=after)
    return _in_order(rows[:size] for rows in _both(wanted))[:size]


def by_number(declaration_id: int, line_nos: Collection[int]) -> dict[int, EitherLine]:
    """Some lines of a filing, by their number."""
    wanted = Q(declaration_id=declaration_id, line_no__in=line_nos)
    return {line.line_no: line for rows in _both(wanted) for line in rows}


def counts(declaration_id: int) -> dict[str, int]:
    """How many lines of a filing stand in each state."""
    found: Counter[str] = Counter()
    for rows in _both(Q(declaration_id=declaration_id)):
        found.update(dict(rows.order_by().values_list("state").annotate(number=Count("id"))))
    return dict(found)


def sheet_rows(declaration_id: int) -> dict[int, int | None]:
    """The row in the workbook of each line, by its number."""
    return {
        line_no: row
        for rows in _both(Q(declaration_id=declaration_id))
        for line_no, row in rows.values_list("line_no", "sheet_row")
    }


def in_states(declaration_id: int, states: Collection[str], others: Collection[int]) -> Iterator[EitherLine]:
    """Lines in some states, and `others`, in order."""
    wanted = Q(declaration_id=declaration_id) & (Q(state__in=states) | Q(line_no__in=others))
    return merge(*(rows.iterator() for rows in _both(wanted)), key=_place)


def of_declarations(declarations: Collection[int], line_nos: Collection[int]) -> dict[tuple[int, int], EitherLine]:
    """Lines by declaration and number."""
    wanted = Q(declaration_id__in=declarations, line_no__in=line_nos)
    return {(line.declaration_id, line.line_no): line for rows in _both(wanted) for line in rows}


def adds(declaration_id: int, state: str) -> int:
    """How many lines of a filing that add somebody stand in a state."""
    return EnrolmentLine.objects.filter(declaration_id=declaration_id, state=state).count()


def service_of(line: Line) -> str:
    """The service that the line alone would be filed under."""
    return "withdrawal" if isinstance(line, WithdrawalLine) else "enrolment"


def payload_of(line: EitherLine) -> dict[str, str]:
    """The line as the fields of its form."""
    return ending.payload_of(line) if isinstance(line, WithdrawalLine) else adding.payload_of(line)


def _both(wanted: Q) -> "Iterator[QuerySet[EitherLine]]":
    return (table._default_manager.filter(wanted).order_by("line_no") for table in _TABLES)  # noqa: SLF001


def _in_order(found: Iterable[Iterable[EitherLine]]) -> list[EitherLine]:
    return sorted((line for rows in found for line in rows), key=_place)


def _place(line: Line) -> int:
    return line.line_no

"""Asking the other authorities about many persons while the rest of the workbook is still being read."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple, Protocol
from uuid import UUID

import structlog

from shebao.counterparties.failures import Failure
from shebao.counterparties.national_pension.messages import Elsewhere
from shebao.counterparties.national_pension.messages import Query as PensionQuery
from shebao.counterparties.shared_data.messages import Query, SharedPerson
from shebao.declarations.models import Declaration
from shebao.kernel.clock import day_of
from shebao.persons.models import SharedLookup
from shebao.services.enrolment.models import SharedResult
from shebao.services.enrolment.shape import ShapedLine

CHUNK = 5_000
AHEAD = 3  # chunks asked about at the same time
TOKEN_HOURS = 24  # how long an answer the form got may be used
CITIZEN = "01"

log = structlog.get_logger(__name__)


class SharedData(Protocol):
    """What we ask of shared government data."""

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        """The person's basic data, or None when name and number do not both match."""

    def confirm_many(self, queries: list[Query]) -> list[bool]:
        """Aligned with the questions: whether name and number both match."""


class NationalPension(Protocol):
    """What we ask of the national pension system."""

    def insured_elsewhere(self, queries: list[PensionQuery], month: int) -> list[Elsewhere | None]:
        """Aligned with the questions; the province that insures the person in the month."""


class Authorities(NamedTuple):
    """The authorities that a check asks."""

    shared_data: SharedData
    national_pension: NationalPension


def ask_in_chunks(
    lines: Iterable[ShapedLine], authorities: Authorities, declaration: Declaration, now: datetime
) -> Iterator[list[ShapedLine]]:
    """The same lines, in chunks, with what the authorities said of them; an authority that fails is told as silent."""
    month = int(f"{day_of(now):%Y%m}")
    return _in_chunks(iter(lines), authorities, month, _confirmed_by_form(declaration, now))


def _in_chunks(
    source: Iterator[ShapedLine], authorities: Authorities, month: int, confirmed: tuple[str, str, str] | None
) -> Iterator[list[ShapedLine]]:
    waiting: deque[tuple[list[ShapedLine], Future[None]]] = deque()
    with ThreadPoolExecutor(max_workers=AHEAD, thread_name_prefix="asking") as pool:
        while chunk := list(islice(source, CHUNK)):
            waiting.append((chunk, pool.submit(_ask, chunk, authorities, month, confirmed)))
            if len(waiting) >= AHEAD:
                yield _take(waiting)
        while waiting:
            yield _take(waiting)


def _take(waiting: deque[tuple[list[ShapedLine], Future[None]]]) -> list[ShapedLine]:
    chunk, answer = waiting.popleft()
    answer.result()
    return chunk


def _confirmed_by_form(declaration: Declaration, now: datetime) -> tuple[str, str, str] | None:
    """Type, number and name that 「获取共享信息」 confirmed for this very form, if it did and not too long ago."""
    token = _uuid(declaration.payload.get("shared_lookup", "")) if declaration.single else None
    if token is None:
        return None
    found = SharedLookup.objects.filter(
        token=token, employer_id=declaration.employer_id, matched=True, at__gte=now - timedelta(hours=TOKEN_HOURS)
    ).first()
    return (found.document_type, found.document_number, found.name) if found else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ask(chunk: list[ShapedLine], authorities: Authorities, month: int, confirmed: tuple[str, str, str] | None) -> None:
    citizens = [line for line in chunk if line.document_type == CITIZEN and line.document_number and line.name]
    unknown = []
    for line in citizens:
        if confirmed == (line.document_type, line.document_number, line.name):
            line.shared_result = SharedResult.MATCHED.value
        else:
            unknown.append(line)
    _ask_shared_data(unknown, authorities.shared_data)
    _ask_pension(citizens, authorities.national_pension, month)


def _ask_shared_data(lines: list[ShapedLine], shared_data: SharedData) -> None:
    if not lines:
        return
    try:
        answers = shared_data.confirm_many([Query(line.name, line.document_number) for line in lines])
    except Failure as failure:
        log.warning("shared_data_silent", code=failure.code, lines=len(lines))
        for line in lines:
            line.shared_result = SharedResult.SILENT.value
        return
    for line, answer in zip(lines, answers, strict=True):
        line.shared_result = (SharedResult.MATCHED if answer else SharedResult.NO_MATCH).value


def _ask_pension(lines: list[ShapedLine], pension: NationalPension, month: int) -> None:
    if not lines:
        return
    try:
        answers = pension.insured_elsewhere([PensionQuery(line.name, line.document_number) for line in lines], month)
    except Failure as failure:
        log.warning("national_pension_silent", code=failure.code, lines=len(lines))
        for line in lines:
            line.elsewhere = "?"
        return
    for line, answer in zip(lines, answers, strict=True):
        line.elsewhere = answer.province if answer else ""

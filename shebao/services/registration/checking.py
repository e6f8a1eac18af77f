"""Checking a filing: read → shape → ask the other authorities → facts → rules → findings, the same for one and 100,000.

Two transactions. After the first the clerk sees what reading found; after the second everything. The number of SQL
statements does not depend on the number of lines. Checking again starts over, so it can be killed at any point.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.kernel.clock import day_of
from shebao.law import law
from shebao.services.enrolment import checking as adding
from shebao.services.enrolment.asking import Authorities, ask_in_chunks
from shebao.services.enrolment.shape import ShapedLine
from shebao.services.lines import findings, standing
from shebao.services.registration import sources
from shebao.services.registration.basis import basis
from shebao.services.withdrawal import checking as ending
from shebao.services.withdrawal.shape import EndingLine

ENGINE = Actor.system("系统检查")


@dataclass(slots=True)
class Read:
    """The lines of a filing as read: those that add somebody, and those that end somebody's contract."""

    adding: list[ShapedLine] = field(default_factory=list)
    ending: list[EndingLine] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.adding) + len(self.ending)

    def __iter__(self) -> Iterator[ShapedLine | EndingLine]:
        yield from self.adding
        yield from self.ending


def check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Read and check a filing that is in state checking; afterwards it is checked, or unreadable.

    An authority that does not answer stops nothing: its silence becomes a finding.
    """
    with _without_collector():
        _check(declaration, authorities, now)


def _check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    try:
        lines = _read(declaration, authorities, now)
    except SpreadsheetRefused as refused:
        _refuse(declaration, refused)
        return
    _judge(declaration, lines, now)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Lines are many, live until the end and hold no cycles: the collector would only walk them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(declaration: Declaration, authorities: Authorities, now: datetime) -> Read:
    """First transaction: the lines as read, with what reading found."""
    read = Read()
    readers = sources.Readers.of(law(), day_of(now))
    with action(ENGINE, "read_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        chunks = ask_in_chunks(sources.lines(declaration, readers, read.ending), authorities, declaration, now)
        bulk.copy_in("enrolment_enrolmentline", adding.LINE_COLUMNS, adding.rows(declaration, chunks, read.adding))
        if read.ending:
            rows = ending.rows(declaration, read.ending)
            bulk.copy_in("withdrawal_withdrawalline", ending.LINE_COLUMNS, rows)
        findings.write(declaration.pk, ((line.line_no, line.findings) for line in read))
        declaration.lines = len(read)
        declaration.bad = sum(not line.well_formed for line in read)
        declaration.progress = 60
        declaration.save(update_fields=["lines", "bad", "progress"])
    return read


def _judge(declaration: Declaration, read: Read, now: datetime) -> None:
    """Second transaction: facts, rules, and where each line stands."""
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        leaving = {(line.document_type, line.document_number): line.row for line in read.ending}
        judged = adding.judge(declaration, read.adding, leaving, now) + ending.judge(declaration, read.ending, now)
        declaration.basis = basis(declaration.pk, day_of(now))
        declaration.shown = None
        standing.checked(declaration, judged.states, ENGINE.name, now, to_review=judged.to_review)


def _refuse(declaration: Declaration, refused: SpreadsheetRefused) -> None:
    """The file as a whole cannot be read: say why, keep nothing of it."""
    with action(ENGINE, "refuse_workbook", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        standing.unreadable(declaration, refused.code, refused.params, refused.text(), ENGINE.name)

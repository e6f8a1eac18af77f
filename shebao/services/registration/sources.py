"""Where the lines of a filing come from: its workbook, or the fields of a form."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple, Self

from django.conf import settings

from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.cells import Cell
from shebao.documents.spreadsheets.layout import Column as SheetColumn
from shebao.documents.spreadsheets.layout import Row
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.reading import open_rows
from shebao.kernel.findings import hard
from shebao.kernel.widths import echo, fold
from shebao.law import Law
from shebao.services.enrolment.fields import COLUMNS as ADDING
from shebao.services.enrolment.shape import ShapedLine, Shaper
from shebao.services.lines.columns import Kind
from shebao.services.lines.reading import to_text
from shebao.services.registration.fields import COLUMNS, END, FILING_KIND, KINDS, NEW, ONLY_ENDING, REQUIRED
from shebao.services.withdrawal.fields import COLUMNS as ENDING
from shebao.services.withdrawal.shape import EndingLine, EndingShaper

WITHDRAWAL: Final = "withdrawal"

SHEET_COLUMNS: Final = tuple(
    SheetColumn(column.key, column.title, column.aliases, required=column.key in REQUIRED) for column in COLUMNS
)
_PLACES: Final = {column.key: place for place, column in enumerate(COLUMNS)}
_ADDING: Final = slice(1, 1 + len(ADDING))
_ENDING: Final = tuple(_PLACES[column.key] for column in ENDING)
_ONLY_ENDING: Final = tuple((_PLACES[column.key], column) for column in ONLY_ENDING)


class Readers(NamedTuple):
    """What reads the lines of either kind."""

    adding: Shaper
    ending: EndingShaper

    @classmethod
    def of(cls, law: Law, today: date) -> Self:
        """Readers for a filing handed in on `today`."""
        return cls(Shaper(law, today), EndingShaper(law, today))


def lines(declaration: Declaration, readers: Readers, ending: list[EndingLine]) -> Iterator[ShapedLine]:
    """The lines that add somebody, in order, shaped one by one; those that end a contract are put into `ending`.

    Raises SpreadsheetRefused for a workbook as a whole. Whatever the database has to say is asked before the first
    line is drawn: the lines go straight into a COPY, during which the connection answers nothing else.
    """
    if not declaration.single:
        stored = StoredFile.objects.get(pk=declaration.workbook_id or 0)
        return _from_workbook(Path(settings.FILE_STORE) / stored.path, stored.name, readers, ending)
    if declaration.service == WITHDRAWAL:
        ending.append(readers.ending.shape(1, None, _typed(declaration, [column.key for column in ENDING])))
        return iter(())
    return iter([readers.adding.shape(1, None, _typed(declaration, [column.key for column in ADDING]))])


def _typed(declaration: Declaration, keys: Sequence[str]) -> list[Cell]:
    return [declaration.payload.get(key) or None for key in keys]


def _from_workbook(path: Path, name: str, readers: Readers, ending: list[EndingLine]) -> Iterator[ShapedLine]:
    limits = Limits(file_bytes=settings.WORKBOOK_MAX_BYTES)
    with open_rows(path, SHEET_COLUMNS, filename=name, limits=limits) as sheet:
        for line_no, row in enumerate(sheet, 1):
            kind = _kind(row.cells[0])
            if kind == END:
                ending.append(readers.ending.shape(line_no, row.number, [row.cells[place] for place in _ENDING]))
            else:
                yield _adding(readers.adding, line_no, row, kind)


def _kind(cell: Cell) -> str | None:
    """新增 or 终止; None for what is neither."""
    if cell is None:
        return NEW
    text, problem = to_text(cell, Kind.TEXT)
    plain = fold(text).strip()
    return None if problem else KINDS.get(plain) if plain else NEW


def _adding(shaper: Shaper, line_no: int, row: Row, kind: str | None) -> ShapedLine:
    """A line that adds somebody; what is only filled in to end a contract shows that another kind was meant."""
    line = shaper.shape(line_no, row.number, row.cells[_ADDING])
    if kind is None:
        text = to_text(row.cells[0], Kind.TEXT)[0]
        line.findings.append(hard("code_unknown", FILING_KIND.key, title=FILING_KIND.title, value=echo(text)))
        line.keep(FILING_KIND.key, text)
    for place, column in _ONLY_ENDING:
        if row.cells[place] is not None and kind is not None:
            line.findings.append(hard("filing_kind_missing", FILING_KIND.key, title=column.title))
            break
    return line

"""The uploaded workbook given back: the same values, with an error column in front and the bad cells marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import xlsxwriter

from shebao.documents.spreadsheets.cells import BoolCell, Cell, DateCell, MergedCell, NumberCell
from shebao.documents.spreadsheets.layout import ERROR_TITLE, Column, Header, Row
from shebao.documents.spreadsheets.reading import OpenSheet
from shebao.documents.spreadsheets.template import WORKBOOK_OPTIONS, header_formats

# Comments stay in memory until the file is closed, and Excel grows slow with many; the error column holds every text.
MOST_COMMENTS: Final = 2_000
_ERROR_WIDTH: Final = 48
_CELL_TEXT_LIMIT: Final = 32_767
_MESSAGES_LIMIT: Final = 2_000
_FIRST_EXCEL_DAY: Final = datetime(1900, 3, 1)  # noqa: DTZ001 - a calendar day of a spreadsheet has no zone


class CellProblem(NamedTuple):
    """What is wrong in a row: ``key`` of the column (None: the row as a whole) and the ``message`` for the user."""

    key: str | None
    message: str


Problems = Mapping[int, Sequence[CellProblem]]


@dataclass
class _Target:
    """The workbook being written."""

    book: Any
    page: Any
    formats: dict[str, Any]
    comments: int = field(default=0)


def write_annotated(
    rows: OpenSheet, target: Path, columns: Sequence[Column], problems: Problems, *, only_bad: bool = False
) -> int:
    """Write the workbook with ``problems`` by row number (from 1, as in the source); gives the rows written.

    ``rows`` comes from ``open_rows(..., everything=True)`` and the same ``columns``. Rows keep their numbers, so that
    people find them; with ``only_bad`` the bad rows follow each other and the message says which row each was.
    SpreadsheetRefused as while iterating over ``rows``. Memory does not grow with the rows.
    """
    book = xlsxwriter.Workbook(str(target), {**WORKBOOK_OPTIONS, "constant_memory": True})
    try:
        page = book.add_worksheet(_sheet_name(rows.header.sheet))
        writer = _Writer(_Target(book, page, _formats(book)), rows.header, columns, problems)
        return writer.write(rows, only_bad=only_bad)
    finally:
        book.close()


def _sheet_name(name: str) -> str:
    kept = "".join(letter for letter in name if letter not in "[]:*?/\\").strip("'")[:31]
    return kept or "数据"


def _formats(book: Any) -> dict[str, Any]:
    shapes = {
        "text": {"num_format": "@"},
        "number": {"num_format": "General"},
        "day": {"num_format": "yyyy-mm-dd"},
        "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    }
    red = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
    formats = {name: book.add_format(shape) for name, shape in shapes.items()}
    formats |= {f"bad {name}": book.add_format(shape | red) for name, shape in shapes.items()}
    formats["message"] = book.add_format({"num_format": "@", "font_color": "#9C0006", "text_wrap": True})
    return formats


class _Writer:
    """Copies rows into a workbook, one after the other."""

    def __init__(self, target: _Target, header: Header, columns: Sequence[Column], problems: Problems) -> None:
        self._target = target
        self._header = header
        self._required = {header.positions.get(column.key) for column in columns if column.required}
        self._problems = problems
        # The error column of an earlier return is not copied: this one takes its place.
        self._places = [place for place, title in enumerate(header.titles) if title.strip() != ERROR_TITLE]

    def write(self, rows: Iterator[Row], *, only_bad: bool) -> int:
        header_at = 0 if only_bad else self._header.row - 1
        self._write_header(header_at)
        written = 0
        for row in rows:
            problems = self._problems.get(row.number, ())
            if only_bad and not problems:
                continue
            written += 1
            at = header_at + written if only_bad else row.number - 1
            self._write_row(at, row, problems, says_row=only_bad)
        return written

    def _write_header(self, at: int) -> None:
        page, formats = self._target.page, header_formats(self._target.book)
        page.set_column(0, 0, _ERROR_WIDTH)
        page.set_column(1, len(self._places), 18)
        page.freeze_panes(at + 1, 1)
        page.write_string(at, 0, ERROR_TITLE, formats[True])
        for out, place in enumerate(self._places, start=1):
            page.write_string(at, out, self._header.titles[place], formats[place in self._required])

    def _write_row(self, at: int, row: Row, problems: Sequence[CellProblem], *, says_row: bool) -> None:
        messages = {self._header.positions.get(problem.key or ""): problem.message for problem in problems}
        if problems:
            text = "；".join(problem.message for problem in problems)
            text = f"原第 {row.number} 行：{text}" if says_row else text
            self._target.page.write_string(at, 0, text[:_MESSAGES_LIMIT], self._target.formats["message"])
        for out, place in enumerate(self._places, start=1):
            message = messages.get(place)
            self._write_cell(at, out, row.cells[place], is_bad=message is not None)
            if message is not None:
                self._comment(at, out, message)

    def _comment(self, at: int, out: int, message: str) -> None:
        if self._target.comments < MOST_COMMENTS:
            self._target.page.write_comment(at, out, message[:_MESSAGES_LIMIT])
            self._target.comments += 1

    def _write_cell(self, at: int, out: int, cell: Cell, *, is_bad: bool) -> None:
        page, mark = self._target.page, "bad " if is_bad else ""
        if cell is None or isinstance(cell, MergedCell):
            if is_bad:
                page.write_blank(at, out, None, self._target.formats["bad text"])
        elif isinstance(cell, str):
            page.write_string(at, out, cell[:_CELL_TEXT_LIMIT], self._target.formats[mark + "text"])
        else:
            self._write_special(at, out, cell, mark)

    def _write_special(self, at: int, out: int, cell: Any, mark: str) -> None:
        """Numbers stay numbers where Excel writes them back unchanged; anything else becomes the text it shows."""
        page, formats = self._target.page, self._target.formats
        if isinstance(cell, NumberCell) and _survives(cell.text):
            page.write_number(at, out, float(cell.text), formats[mark + "number"])
        elif isinstance(cell, DateCell) and (moment := datetime.fromisoformat(cell.iso)) >= _FIRST_EXCEL_DAY:
            shape = "day" if len(cell.iso) == len("2024-03-01") else "moment"
            page.write_datetime(at, out, moment, formats[mark + shape])
        elif isinstance(cell, BoolCell):
            page.write_boolean(at, out, cell.text == "TRUE", formats[mark + "text"])
        else:
            page.write_string(at, out, cell.iso if isinstance(cell, DateCell) else cell.text, formats[mark + "text"])


def _survives(text: str) -> bool:
    """Whether a number is the same after XlsxWriter wrote it with 16 digits."""
    value = float(text)
    return value == float(f"{value:.16G}") and abs(value) < float("inf")

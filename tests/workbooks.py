"""Workbooks as clerks send them, right and wrong in every way we know, and reading back what they get in return."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from city.numbers import check_digit
from shebao.documents.spreadsheets.layout import ERROR_TITLE
from shebao.services.enrolment.fields import BY_KEY, COLUMNS

FIRST_ROW: Final = 2
"""Row of the first person, as its sender sees it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes its value."""

    text: str = "=4000+5000"


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell merged with the one above it: it looks filled and holds nothing."""


@dataclass(frozen=True, slots=True)
class Error:
    """A cell that shows an error."""

    text: str = "#N/A"


Typed = str | int | float | bool | date | Formula | Merged | Error | None
Row = Mapping[str, Typed]


def identity_number(serial: int, *, born: date = date(1990, 3, 7), female: bool = False, region: str = "110105") -> str:
    """A well-formed number of somebody who does not exist; `serial` from 0 to 499."""
    first17 = f"{region}{born:%Y%m%d}{serial * 2 + (not female):03d}"
    return first17 + check_digit(first17)


def workbook(rows: Sequence[Row], *, titles: Mapping[str, str] | None = None) -> bytes:
    """An .xlsx with the template's header and one row a person; `titles` gives columns another heading."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "劳动合同批量申报"
    for place, column in enumerate(COLUMNS, 1):
        sheet.cell(1, place, (titles or {}).get(column.key, column.title))
    for at, row in enumerate(rows, FIRST_ROW):
        for place, column in enumerate(COLUMNS, 1):
            _put(sheet, at, place, row.get(column.key))
    return _bytes(book)


def csv(rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    """The same as .csv."""
    lines = [",".join(column.title for column in COLUMNS)]
    lines += [",".join(_quoted(row.get(column.key, "")) for column in COLUMNS) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook given back: what its error column says by row, and the cells marked, as (row, title)."""

    errors: dict[int, str]
    marked: set[tuple[int, str]]
    values: dict[tuple[int, str], object]


def read_back(content: bytes) -> Returned:
    """What a clerk sees in the workbook that came back."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    titles = {place: str(sheet.cell(1, place).value) for place in range(1, sheet.max_column + 1)}
    if titles[1] != ERROR_TITLE:
        raise AssertionError("no error column in front")
    returned = Returned({}, set(), {})
    for row in range(FIRST_ROW, sheet.max_row + 1):
        for place, title in titles.items():
            _take(sheet, row, place, title, returned)
    return returned


def _take(sheet: Worksheet, row: int, place: int, title: str, returned: Returned) -> None:
    cell = sheet.cell(row, place)
    if title == ERROR_TITLE:
        if cell.value:
            returned.errors[row] = str(cell.value)
        return
    returned.values[row, title] = cell.value
    if cell.fill.fgColor.rgb == "FFFFC7CE":
        returned.marked.add((row, title))


def repaired(content: bytes, corrections: Mapping[int, Row]) -> bytes:
    """The workbook that came back with the rows in `corrections` typed anew, as a clerk would save it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    places = {str(sheet.cell(1, place).value): place for place in range(1, sheet.max_column + 1)}
    for row, typed in corrections.items():
        for key, column in BY_KEY.items():
            _put(sheet, row, places[column.title], typed.get(key))
    return _bytes(book)


def _put(sheet: Any, row: int, place: int, typed: Typed) -> None:
    match typed:
        case Merged():
            sheet.merge_cells(start_row=row - 1, end_row=row, start_column=place, end_column=place)
        case Formula(text) | Error(text):
            sheet.cell(row, place).value = text
        case _:
            sheet.cell(row, place).value = typed
            if isinstance(typed, str):
                sheet.cell(row, place).number_format = "@"
                sheet.cell(row, place).data_type = "s"


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()

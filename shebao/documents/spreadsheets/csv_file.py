"""A .csv file as rows: encoding, separator and the habits of Excel's exports."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NoReturn

from shebao.documents.spreadsheets.cells import Cell, column_letters
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.sheet import RawRow

_SEPARATORS: Final = (",", "\t", ";", ",")
_SAMPLE_LINES: Final = 10
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def open_csv(source: BinaryIO, limits: Limits) -> Iterator[RawRow]:
    """The rows of a file, blank ones included; SpreadsheetRefused if it cannot be read without a doubt.

    The whole text is decoded first: half a file read in a wrong encoding would be worse than none.
    """
    source.seek(0)
    text = _decoded(source.read(limits.file_bytes + 1))
    control = _CONTROL.search(text)
    if control:
        raise SpreadsheetRefused("control_character", {"line": str(text.count("\n", 0, control.start()) + 1)})
    return _rows(text, limits)


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030, each strictly."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _strictly(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as not_utf8:
        if b"\x00" in content:
            line = content.count(b"\n", 0, content.find(b"\x00")) + 1
            raise SpreadsheetRefused("control_character", {"line": str(line)}) from not_utf8
        return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise SpreadsheetRefused("encoding_unknown", {"line": str(line)}) from broken


def _separator(text: str) -> str:
    """The separator that most of the first lines hold the same number of times, outside quotes."""
    lines = [line for line in io.StringIO(text[:65_536]) if line.strip()][:_SAMPLE_LINES]
    counts = {separator: [_outside_quotes(line, separator) for line in lines] for separator in _SEPARATORS}
    return max(
        _SEPARATORS, key=lambda separator: (sum(1 for count in counts[separator] if count), sum(counts[separator]))
    )


def _outside_quotes(line: str, separator: str) -> int:
    return sum(piece.count(separator) for piece in line.split('"')[::2])


def _rows(text: str, limits: Limits) -> Iterator[RawRow]:
    csv.field_size_limit(max(limits.cell_characters * 2, 1024))
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = 0
    for number in range(1, len(text) + 2):
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            _refuse_line(str(broken), line, limits)
        row = RawRow(number, hidden=False, cells=_cells(fields, number, limits))
        cells += len(row.cells)
        if cells > limits.cell_elements:
            raise SpreadsheetRefused("too_many_cells", {"limit": str(limits.cells)})
        yield row


def _refuse_line(reason: str, line: int, limits: Limits) -> NoReturn:
    if "field larger" in reason:
        params = {"address": f"第 {line} 行某", "limit": str(limits.cell_characters)}
        raise SpreadsheetRefused("cell_too_long", params)
    raise SpreadsheetRefused("csv_quotes", {"line": str(line)})


def _cells(fields: list[str], number: int, limits: Limits) -> list[Cell]:
    if len(fields) > limits.columns:
        _check_surplus(fields, number, limits)
        fields = fields[: limits.columns]
    cells: list[Cell] = [_cell(field) for field in fields]
    cells += [None] * (limits.columns - len(cells))
    if any(len(field) > limits.cell_characters for field in fields):
        place = max(range(len(fields)), key=lambda at: len(fields[at]))
        params = {"address": f"{column_letters(place)}{number}", "limit": str(limits.cell_characters)}
        raise SpreadsheetRefused("cell_too_long", params)
    return cells


def _check_surplus(fields: list[str], number: int, limits: Limits) -> None:
    for place in range(limits.columns, len(fields)):
        if fields[place].strip():
            params = {"address": f"{column_letters(place)}{number}", "limit": str(limits.columns)}
            raise SpreadsheetRefused("too_many_columns", params)


def _cell(field: str) -> Cell:
    """One field: ``="123"`` is the text 123, a leading apostrophe marks text, any other formula stays one."""
    if not field:
        return None
    first = field[0]
    if first == "=" and len(field) > 1:
        if field.startswith('="') and field.endswith('"') and len(field) > len('="'):
            return field[2:-1].replace('""', '"') or None
        return field
    if first == "'":
        return field[1:] or None
    return field

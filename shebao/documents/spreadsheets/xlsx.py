"""An .xlsx file as rows: the guard, the small parts, the merged regions, and then the sheet as a stream."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from shebao.documents.spreadsheets import xml_text
from shebao.documents.spreadsheets.cells import Cell, MergedCell, column_index
from shebao.documents.spreadsheets.guard import open_archive, open_part
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.shared_strings import SharedStrings, read_shared_strings
from shebao.documents.spreadsheets.sheet import Meaning, RawRow, SheetReader
from shebao.documents.spreadsheets.workbook import Workbook, choose_sheet, read_date_styles, read_workbook

_MERGE: Final = re.compile(
    r"""<(?:[A-Za-z0-9_]+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})["']"""
)
_MERGE_NEEDLE: Final = "mergeCell "
_MERGE_TEXT: Final = 4 * 1024 * 1024


@dataclass(frozen=True, order=True)
class Region:
    """A merged region; rows from 1, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    name: str


@dataclass
class RawSheet:
    """A sheet opened for reading; ``hidden_columns`` is complete when the first row has been given."""

    name: str
    rows: Iterator[RawRow]
    hidden_columns: set[int] = field(default_factory=set)


def open_xlsx(source: BinaryIO, limits: Limits, wanted: str | None) -> RawSheet:
    """The rows of the wanted sheet, blank ones included; SpreadsheetRefused if the file cannot be taken."""
    archive = open_archive(source, limits)
    book = read_workbook(archive)
    chosen = choose_sheet(book, wanted)
    meaning = Meaning(
        _shared_strings(archive, book, limits), read_date_styles(archive, book.styles), from_1904=book.from_1904
    )
    with open_part(archive, chosen.part) as part:
        regions = _merged_regions(part, limits)
    reader = SheetReader(meaning, limits)
    rows = reader.rows(open_part(archive, chosen.part))
    if regions:
        rows = _with_merges(rows, regions, limits)
    return RawSheet(chosen.name, rows, reader.hidden_columns)


def _shared_strings(archive: zipfile.ZipFile, book: Workbook, limits: Limits) -> SharedStrings:
    if book.shared_strings is None or book.shared_strings not in archive.namelist():
        return SharedStrings(limits)
    with open_part(archive, book.shared_strings) as part:
        return read_shared_strings(part, limits)


def _merged_regions(part: io.BufferedIOBase, limits: Limits) -> list[Region]:
    """The merged regions, which stand after all rows: the part is searched once before it is read."""
    found = ""
    tail = b""
    needle = encoding = None
    for chunk in xml_text.read_bytes(part):
        if encoding is None:
            encoding = "utf-16-be" if chunk[:1] == b"\xfe" else "utf-16-le" if chunk[:1] == b"\xff" else "utf-8"
            needle = _MERGE_NEEDLE.encode(encoding)
        window = tail + chunk
        at = -1 if found else window.find(needle or b"")
        if found:
            found += chunk.decode(encoding, "replace")
        elif at >= 0:
            found = window[max(0, at - 128) :].decode(encoding, "replace")
        if len(found) > _MERGE_TEXT:
            raise SpreadsheetRefused("too_many_merges", {"limit": str(limits.merged_regions)})
        tail = window[-256:]
    return _regions_in(found, limits)


def _regions_in(text: str, limits: Limits) -> list[Region]:
    regions = []
    for match in _MERGE.finditer(text):
        left, top, right, bottom = match.groups()
        name = f"{left}{top}:{right}{bottom}"
        regions.append(Region(int(top), column_index(left), int(bottom), column_index(right), name))
        if len(regions) > limits.merged_regions:
            raise SpreadsheetRefused("too_many_merges", {"limit": str(limits.merged_regions)})
    return sorted(regions)


def _with_merges(rows: Iterator[RawRow], regions: list[Region], limits: Limits) -> Iterator[RawRow]:
    """Mark the cells that a merged region covers, other than its first."""
    waiting = regions[::-1]
    active: list[Region] = []
    for row in rows:
        while waiting and waiting[-1].first_row <= row.number:
            active.append(waiting.pop())
        active = [region for region in active if region.last_row >= row.number]
        if len(active) > limits.columns * 256:
            raise SpreadsheetRefused("damaged")
        _mark(row, active, limits)
        yield row


def _mark(row: RawRow, active: list[Region], limits: Limits) -> None:
    cells: list[Cell] = row.cells
    if not cells:
        return
    for region in active:
        for place in range(region.first_column, min(region.last_column + 1, limits.columns)):
            if row.number != region.first_row or place != region.first_column:
                cells[place] = MergedCell(region.name)

"""The child process that reads a spreadsheet nobody trusts.

The file is its standard input. The first message is the header, then follow chunks of rows, then the end; or, at any
time, a problem.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import chain, islice
from operator import itemgetter
from typing import Any, BinaryIO, Final

from shebao.documents.limited.child import Send, serve
from shebao.documents.spreadsheets.cells import Cell, MergedCell
from shebao.documents.spreadsheets.csv_file import open_csv
from shebao.documents.spreadsheets.guard import check_content, check_size
from shebao.documents.spreadsheets.header import HEADER_ROWS, find_header
from shebao.documents.spreadsheets.layout import Column, Header
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.sheet import RawRow
from shebao.documents.spreadsheets.xlsx import RawSheet, open_xlsx

ROWS_A_FRAME: Final = 500


def read_sheet(source: BinaryIO, request: dict[str, Any], send: Send) -> None:
    """Send the header and all rows that are not blank; SpreadsheetRefused if the file cannot be taken."""
    limits = Limits.from_wire(request["limits"])
    columns = [Column(**{**column, "aliases": tuple(column["aliases"])}) for column in request["columns"]]
    check_size(source.seek(0, os.SEEK_END), limits)
    check_content(source, request["kind"])
    sheet = _open(source, limits, request)
    first = list(_within_header_rows(sheet.rows))
    candidates = [row for row in first if row.number <= HEADER_ROWS]
    header = find_header(candidates, columns, everything=request["everything"])
    hidden = tuple(key for key, place in header.positions.items() if place in sheet.hidden_columns)
    header = replace(header, sheet=sheet.name, hidden=hidden)
    send({"header": asdict(header)})
    data = (row for row in chain(first, sheet.rows) if row.number > header.row)
    count = _send_rows(data, _selector(header, everything=request["everything"]), limits, send)
    if not count:
        raise SpreadsheetRefused("no_rows")
    send({"end": count})


def _open(source: BinaryIO, limits: Limits, request: dict[str, Any]) -> RawSheet:
    if request["kind"] == "csv":
        return RawSheet("", open_csv(source, limits))
    return open_xlsx(source, limits, request["sheet"])


def _within_header_rows(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """The rows among which the header may be, and the one read to know that they are over."""
    for row in islice(rows, HEADER_ROWS):
        yield row
        if row.number >= HEADER_ROWS:
            return


def _selector(header: Header, *, everything: bool) -> Callable[[list[Cell]], list[Cell]]:
    """A function that picks the cells to send out of the cells of a whole row."""
    if everything:
        width = len(header.titles)
        return lambda cells: cells[:width]
    places = [header.positions.get(key, -1) for key in header.keys]
    if len(places) == 1 or -1 in places:
        return lambda cells: [None if place < 0 else cells[place] for place in places]
    pick = itemgetter(*places)
    return lambda cells: list(pick(cells))


def _is_blank(cells: list[Cell]) -> bool:
    return all(
        cell is None or isinstance(cell, MergedCell) or (isinstance(cell, str) and not cell.strip()) for cell in cells
    )


def _send_rows(rows: Iterator[RawRow], select: Callable[[list[Cell]], list[Cell]], limits: Limits, send: Send) -> int:
    count = 0
    chunk: list[tuple[int, bool, list[Cell]]] = []
    for number, hidden, cells in rows:
        if not cells:
            continue
        chosen = select(cells)
        if _is_blank(chosen):
            continue
        count += 1
        if count > limits.rows:
            raise SpreadsheetRefused("too_many_rows", {"limit": str(limits.rows)})
        chunk.append((number, hidden, chosen))
        if len(chunk) >= ROWS_A_FRAME:
            send({"rows": chunk})
            chunk = []
    if chunk:
        send({"rows": chunk})
    return count


if __name__ == "__main__":
    serve(read_sheet, SpreadsheetRefused)

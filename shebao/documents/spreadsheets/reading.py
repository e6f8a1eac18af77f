"""The parent's side of reading: starts the limited child process and yields its rows."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Literal, Self

from shebao.documents.limited.parent import ChildFailedError, LimitedProcess, ProcessLimits
from shebao.documents.spreadsheets.cells import from_wire
from shebao.documents.spreadsheets.guard import check_size, kind_by_name
from shebao.documents.spreadsheets.layout import Column, Header, Row
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS, Limits
from shebao.documents.spreadsheets.problems import CATALOGUE, SpreadsheetRefused

Kind = Literal["xlsx", "csv"]

_PLAIN_TYPES: Final = frozenset({str, type(None)})
_MODULE: Final = "shebao.documents.spreadsheets.child"


class OpenSheet(Iterator[Row]):
    """A sheet being read: an iterator of rows with the recognised ``header``; a context manager."""

    header: Header

    def __init__(self, process: LimitedProcess) -> None:
        self._process = process
        self._rows: deque[Row] = deque()
        self._ended = False
        self.header = self._first()

    def __next__(self) -> Row:
        while not self._rows:
            if self._ended:
                raise StopIteration
            self._take(self._message())
        return self._rows.popleft()

    def close(self) -> None:
        """End the child process, whether or not all rows were read."""
        self._ended = True
        self._rows.clear()
        self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self._process.close()

    def _first(self) -> Header:
        message = self._message()
        try:
            return Header.from_wire(message["header"])
        except (KeyError, TypeError, ValueError) as broken:
            raise self._nonsense() from broken

    def _message(self) -> dict[str, Any]:
        try:
            message = self._process.message()
        except ChildFailedError as failed:
            self._ended = True
            raise SpreadsheetRefused("too_slow" if failed.reason == "slow" else "reader_failed") from failed
        if "problem" in message:
            self.close()
            raise _refusal(message["problem"], message.get("params"))
        return message

    def _nonsense(self) -> SpreadsheetRefused:
        self.close()
        return SpreadsheetRefused("reader_failed")

    def _take(self, message: dict[str, Any]) -> None:
        if "end" in message:
            self._ended = True
            self._process.close()
            return
        try:
            self._rows.extend(map(_row, message["rows"]))
        except (KeyError, TypeError, ValueError) as broken:
            raise self._nonsense() from broken


def _row(sent: list[Any]) -> Row:
    """A row as the child sent it; ValueError or TypeError if it is anything else."""
    number, hidden, cells = sent
    if not set(map(type, cells)) <= _PLAIN_TYPES:
        cells = [cell if cell.__class__ is str or cell is None else from_wire(cell) for cell in cells]
    return _new_row(Row, (int(number), tuple(cells), bool(hidden)))


_new_row: Final = tuple.__new__


def _refusal(code: object, params: object) -> SpreadsheetRefused:
    if not isinstance(code, str) or code not in CATALOGUE or not isinstance(params, dict):
        return SpreadsheetRefused("reader_failed")
    return SpreadsheetRefused(code, {str(name): str(value) for name, value in params.items()})


def open_rows(
    path: Path,
    columns: Sequence[Column],
    *,
    kind: Kind | None = None,
    filename: str | None = None,
    sheet: str | None = None,
    everything: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> OpenSheet:
    """Start reading; SpreadsheetRefused here for the file and its header, or while iterating for later rows.

    ``filename`` is the name the user gave, if the path is another; its extension must fit the content unless ``kind``
    says what it is. ``sheet`` is the name of the sheet to read (the only visible one need not bear it). The cells of
    a row stand in the order of ``columns``; with ``everything`` they are all cells of the sheet's row, and
    ``header.positions`` tells which are which.
    """
    kind = kind or kind_by_name(filename or path.name)
    try:
        source = path.open("rb")
    except FileNotFoundError as missing:
        raise SpreadsheetRefused("file_missing") from missing
    with source:
        check_size(os.fstat(source.fileno()).st_size, limits)
        request = {
            "kind": kind,
            "columns": [asdict(column) for column in columns],
            "sheet": sheet,
            "everything": everything,
            "limits": limits.to_wire(),
        }
        bounds = ProcessLimits(limits.memory_bytes, limits.cpu_seconds, limits.wall_seconds)
        process = LimitedProcess(_MODULE, source, request, bounds)
    return OpenSheet(process)

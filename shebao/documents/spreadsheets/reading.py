"""The parent's side of reading: starts the limited child process and yields its rows."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final, Literal, Self

import shebao
from shebao.documents.spreadsheets.cells import from_wire
from shebao.documents.spreadsheets.guard import check_size, kind_by_name
from shebao.documents.spreadsheets.layout import Column, Header, Row
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS, Limits
from shebao.documents.spreadsheets.problems import CATALOGUE, SpreadsheetRefused

Kind = Literal["xlsx", "csv"]

_LENGTH_BYTES: Final = 4
_LARGEST_FRAME: Final = 512 * 1024 * 1024
_PIPE_READ: Final = 1024 * 1024
_PLAIN_TYPES: Final = frozenset({str, type(None)})
_ROOT: Final = Path(shebao.__path__[0]).parent
_MODULE: Final = "shebao.documents.spreadsheets.child"
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop()); import runpy; runpy.run_module(sys.argv.pop(), run_name='__main__')"
)


class OpenSheet(Iterator[Row]):
    """A sheet being read: an iterator of rows with the recognised ``header``; a context manager."""

    header: Header

    def __init__(self, process: "ChildProcess") -> None:
        self._process = process
        self._rows: deque[Row] = deque()
        self._ended = False
        self.header = self._first()

    def __next__(self) -> Row:
        while not self._rows:
            if self._ended:
                raise StopIteration
            self._take(self._process.message())
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
        message = self._process.message()
        try:
            return Header.from_wire(message["header"])
        except (KeyError, TypeError, ValueError) as broken:
            raise self._process.failed() from broken

    def _take(self, message: dict[str, Any]) -> None:
        if "end" in message:
            self._ended = True
            self._process.close()
            return
        try:
            self._rows.extend(map(_row, message["rows"]))
        except (KeyError, TypeError, ValueError) as broken:
            raise self._process.failed() from broken


def _row(sent: list[Any]) -> Row:
    """A row as the child sent it; ValueError or TypeError if it is anything else."""
    number, hidden, cells = sent
    if not set(map(type, cells)) <= _PLAIN_TYPES:
        cells = [cell if cell.__class__ is str or cell is None else from_wire(cell) for cell in cells]
    return _new_row(Row, (int(number), tuple(cells), bool(hidden)))


_new_row: Final = tuple.__new__


class ChildProcess:
    """A limited child and its frames. Waiting for it is bounded; it never outlives its owner's interest."""

    def __init__(self, module: str, source: IO[bytes], request: dict[str, Any], wall_seconds: float) -> None:
        self._left = wall_seconds
        self._buffer = bytearray()
        flags = ["-I"] if "site" in request else ["-I", "-S"]
        # -I and an own path: nothing of the environment or the working directory can be loaded by the child.
        command = [sys.executable, *flags, "-c", _START, json.dumps(request), module, str(_ROOT)]
        self._process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, start_new_session=True
        )
        if self._process.stdout is None:
            raise RuntimeError("the child has no pipe")
        self._pipe = self._process.stdout.fileno()

    def message(self) -> dict[str, Any]:
        """The next frame; SpreadsheetRefused if it is a problem, or the child crashed or took too long."""
        length = int.from_bytes(self._exactly(_LENGTH_BYTES), "big")
        if length > _LARGEST_FRAME:
            raise self.failed()
        try:
            message = json.loads(self._exactly(length))
        except ValueError as broken:
            raise self.failed() from broken
        if not isinstance(message, dict):
            raise self.failed()
        if "problem" in message:
            self.close()
            code = message["problem"]
            raise _refusal(code, message.get("params"))
        return message

    def failed(self) -> SpreadsheetRefused:
        """Stop the child; gives the refusal to raise."""
        self.close()
        return SpreadsheetRefused("reader_failed")

    def close(self) -> None:
        """Stop the child if it still runs, and leave nothing of it behind."""
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def _exactly(self, length: int) -> bytes:
        while len(self._buffer) < length:
            self._buffer += self._some()
        taken = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        return taken

    def _some(self) -> bytes:
        """Whatever comes next. Only the time spent waiting counts: the caller may work as long as it likes."""
        started = time.monotonic()
        ready, _, _ = select.select([self._pipe], [], [], max(0.0, self._left))
        self._left -= time.monotonic() - started
        if not ready:
            self.close()
            raise SpreadsheetRefused("too_slow")
        piece = os.read(self._pipe, _PIPE_READ)
        if not piece:
            raise self._ended_early()
        return piece

    def _ended_early(self) -> SpreadsheetRefused:
        code = self._process.wait(timeout=10)
        self.close()
        return SpreadsheetRefused("too_slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "reader_failed")


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
        process = ChildProcess(_MODULE, source, request, limits.wall_seconds)
    return OpenSheet(process)

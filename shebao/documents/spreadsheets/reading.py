"""The parent's side of reading: starts the limited child process and yields its rows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, Self

from shebao.documents.spreadsheets.layout import Column, Header, Row
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS, Limits

Kind = Literal["xlsx", "csv"]


class OpenSheet(Iterator[Row]):
    """A sheet being read: an iterator of rows with the recognised ``header``; a context manager."""

    header: Header

    def __next__(self) -> Row:
        raise NotImplementedError

    def close(self) -> None:
        """End the child process, whether or not all rows were read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_rows(
    path: Path,
    columns: Sequence[Column],
    *,
    kind: Kind | None = None,
    filename: str | None = None,
    sheet: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> OpenSheet:
    """Start reading; SpreadsheetRefused here for the file and its header, or while iterating for later rows."""
    raise NotImplementedError

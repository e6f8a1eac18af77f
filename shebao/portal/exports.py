"""Tables given out as .xlsx."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from shebao.documents.spreadsheets import table
from shebao.documents.spreadsheets.table import Value

__all__ = ["Value", "write_table"]


def write_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> BinaryIO:
    """The workbook as an open file without a name; memory does not grow with the rows."""
    target = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 (whoever sends it closes it)
    try:
        table.write_table(target, title, headings, rows)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target

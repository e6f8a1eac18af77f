"""Tables given out as .xlsx: every cell a text, a number or an amount in yuan, never a formula."""

import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from shebao.documents.spreadsheets.template import WORKBOOK_OPTIONS

Value = str | int | Decimal | None
MOST_CHARACTERS = 32_767
WIDTH = 22


def write_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> BinaryIO:
    """The workbook as an open file without a name; memory does not grow with the rows."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as named:
        path = Path(named.name)
    try:
        book = xlsxwriter.Workbook(str(path), {**WORKBOOK_OPTIONS, "constant_memory": True})
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        text = book.add_format({"num_format": "@", "text_wrap": True})
        sheet.set_column(0, len(headings) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        for at, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(at, place, value, money)
                elif isinstance(value, int):
                    sheet.write_number(at, place, value)
                elif value:
                    sheet.write_string(at, place, value[:MOST_CHARACTERS], text)
        book.close()
        return path.open("rb")
    finally:
        path.unlink()

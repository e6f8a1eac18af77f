"""Where the lines of a filing come from: its workbook, or what was typed on the page."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.layout import Column as SheetColumn
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.reading import open_rows
from shebao.services.person_changes.fields import COLUMNS
from shebao.services.person_changes.shape import ShapedLine, Shaper

SHEET_COLUMNS = tuple(
    SheetColumn(column.key, column.title, column.aliases, required=column.required) for column in COLUMNS
)


def lines(declaration: Declaration, shaper: Shaper) -> list[ShapedLine]:
    """The lines of the filing in order. Raises SpreadsheetRefused for a workbook as a whole."""
    if declaration.single:
        return [shaper.shape_page(declaration.payload)]
    stored = StoredFile.objects.get(pk=declaration.workbook_id or 0)
    return list(_from_workbook(Path(settings.FILE_STORE) / stored.path, stored.name, shaper))


def _from_workbook(path: Path, name: str, shaper: Shaper) -> Iterator[ShapedLine]:
    limits = Limits(file_bytes=settings.WORKBOOK_MAX_BYTES)
    with open_rows(path, SHEET_COLUMNS, filename=name, limits=limits) as sheet:
        for line_no, row in enumerate(sheet, 1):
            yield shaper.shape(line_no, row.number, row.cells)

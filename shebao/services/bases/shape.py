"""Is a line well-formed? Pure: cells in, a typed line and its findings out; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.money import to_fen
from shebao.kernel.names import parse_name
from shebao.law import Law
from shebao.services.bases.fields import COLUMNS
from shebao.services.lines.shape import CellReader, Shaped


@dataclass(slots=True)
class ShapedLine(Shaped):
    """A declared wage as read."""

    year: int | None = None
    wage: Decimal | None = None

    @property
    def wage_fen(self) -> int | None:
        """The wage in whole fen."""
        return None if self.wage is None else to_fen(self.wage)


class Shaper:
    """Reads the lines of one filing."""

    def __init__(self, law: Law, today: date) -> None:
        self.reader = CellReader(COLUMNS, law, today)

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> ShapedLine:
        """One line from its cells, which stand in the order of `COLUMNS`."""
        line = ShapedLine(line_no, sheet_row)
        texts = self.reader.read(line, cells)
        if texts.get("name"):
            self._name(line, texts["name"])
        self.reader.document(line, texts.get("document_number", ""))
        return line

    def _name(self, line: ShapedLine, text: str) -> None:
        name = parse_name(text)
        if name.problem:
            self.reader.complain(line, "name", text, name.problem)
        else:
            line.name = name.text

"""Is a line well-formed? Pure: cells, or what was typed on the page, in; a typed line and its findings out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.errors import Invalid
from shebao.kernel.findings import hard
from shebao.kernel.money import from_fen, parse_yuan, to_fen
from shebao.kernel.months import Month, months
from shebao.kernel.names import parse_name
from shebao.law import Law
from shebao.services.lines.shape import CellReader, Shaped
from shebao.services.supplements.fields import BY_KEY, COLUMNS, MONTHS, PERSON_COLUMNS, SCHEMES, WAGE

MOST_MONTHS: Final = 400
"""Of one line: more than anybody has worked since social insurance began."""


@dataclass(slots=True)
class ShapedLine(Shaped):
    """Months to be made up as read; `wanted` has the wage in fen by month, None where it could not be read.

    `provinces` are those that insure the person's pension in a month; `silent`: nobody could say for all of them.
    """

    household_registration: str = ""
    first_month: int | None = None
    last_month: int | None = None
    wage: Decimal | None = None
    schemes: str | None = None
    wanted: dict[int, int | None] = field(default_factory=dict)
    provinces: dict[int, str] = field(default_factory=dict)
    silent: bool = False


class Shaper:
    """Reads the lines of one filing."""

    def __init__(self, law: Law, today: date) -> None:
        self.reader = CellReader(COLUMNS, law, today)
        self.page = CellReader(PERSON_COLUMNS, law, today)
        employee = (code for code, scheme in law.codes("scheme").items() if scheme.flag("employee"))
        self.usual = ",".join(code for code in employee if law.codes("scheme")[code].text("side") == "here")

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> ShapedLine:
        """One line from its cells, which stand in the order of `COLUMNS`."""
        line = ShapedLine(line_no, sheet_row)
        self._who(self.reader, line, cells)
        self._schemes(line)
        self._span(line)
        return line

    def shape_page(self, payload: Mapping[str, str]) -> ShapedLine:
        """The one line of a filing by page; without a ticked month it only asks which there are."""
        line = ShapedLine(1, None)
        self._who(self.page, line, [payload.get(column.key) or None for column in PERSON_COLUMNS])
        chosen = {code for code in payload.get(SCHEMES, "").split(",") if code in self.usual.split(",")}
        line.schemes = ",".join(sorted(chosen)) or self.usual
        for month in ticked(payload):
            line.wanted[month] = self._wage(line, month, payload.get(f"{WAGE}{month}", ""))
        if line.wanted:
            line.first_month, line.last_month = min(line.wanted), max(line.wanted)
            line.wage = _the_same(line.wanted.values())
        return line

    def _who(self, reader: CellReader, line: ShapedLine, cells: Sequence[Cell]) -> None:
        texts = reader.read(line, cells)
        if texts.get("name"):
            name = parse_name(texts["name"])
            if name.problem:
                reader.complain(line, "name", texts["name"], name.problem)
            else:
                line.name = name.text
        reader.document(line, texts.get("document_number", ""))

    def _schemes(self, line: ShapedLine) -> None:
        if line.schemes is None:
            line.schemes = self.usual
        elif not line.schemes:
            line.findings.append(hard("schemes_none", "schemes"))

    def _span(self, line: ShapedLine) -> None:
        """The months of a row of a workbook, all with its wage."""
        if line.first_month is None:
            return
        if line.last_month is None and not line.complained("last_month"):
            line.last_month = line.first_month
        if line.last_month is None:
            return
        first, last = Month.from_int(line.first_month), Month.from_int(line.last_month)
        if last < first:
            line.findings.append(hard("months_reversed", "last_month"))
        elif last - first >= MOST_MONTHS:
            line.findings.append(hard("months_too_many", "last_month"))
        else:
            fen = None if line.wage is None else to_fen(line.wage)
            line.wanted = {int(month): fen for month in months(first, last)}

    def _wage(self, line: ShapedLine, month: int, text: str) -> int | None:
        """The wage typed for a month; what is wrong with it is said of that month."""
        title = f"{Month.from_int(month).chinese}{BY_KEY['wage'].title}"
        if not text.strip():
            line.findings.append(hard("required_missing", f"{WAGE}{month}", title=title))
            return None
        try:
            return to_fen(parse_yuan(text))
        except Invalid as problem:
            line.findings.append(hard(problem.code, f"{WAGE}{month}", title=title, value=text[:40]))
            return None


def ticked(payload: Mapping[str, str]) -> list[int]:
    """The months ticked on the page, in order; what is no month is passed over."""
    found = {text for text in payload.get(MONTHS, "").split(",") if text.isascii() and text.isdigit()}
    return sorted(int(text) for text in found if _is_month(text))[:MOST_MONTHS]


def _the_same(wages: Iterable[int | None]) -> Decimal | None:
    """The one wage in yuan of all months, None where they differ or one could not be read."""
    found = set(wages)
    fen = found.pop()
    return None if found or fen is None else from_fen(fen)


def _is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except Invalid:
        return False
    return True

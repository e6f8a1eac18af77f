"""Is a line well-formed? Pure: cells, or what was typed on the page, in; a typed line and its findings out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import hard
from shebao.kernel.names import parse_name
from shebao.kernel.pinyin import match
from shebao.kernel.widths import fold
from shebao.law import Law
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import Parsed, Value, parser_of
from shebao.services.lines.shape import CellReader, Shaped
from shebao.services.person_changes.derive import FOLLOWING
from shebao.services.person_changes.fields import (
    BATCH,
    BY_KEY,
    CHOSEN,
    CLEARED,
    COLUMNS,
    DERIVED,
    ITEMS,
    NEW,
    REASON,
    WHO,
)

MOST_REASON: Final = 200


@dataclass(slots=True)
class ShapedLine(Shaped):
    """Changes of one person as read.

    `wanted` are the items to be changed, in order; `values` the new ones as our record writes them, without those that
    could not be read or that follow from others.
    """

    mobile: str = ""
    residence_address: str = ""
    postcode: str = ""
    email: str = ""
    education: str = ""
    wanted: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class Shaper:
    """Reads the lines of one filing."""

    def __init__(self, law: Law, today: date) -> None:
        self.law = law
        self.today = today
        self.reader = CellReader(COLUMNS, law, today)
        self.page = CellReader(ITEMS, law, today)
        self.parsers = {column.key: parser_of(column, law, today) for column in ITEMS}

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> ShapedLine:
        """One line of a workbook from its cells, in the order of `COLUMNS`; a blank cell changes nothing."""
        line = ShapedLine(line_no, sheet_row)
        texts = self.reader.read(line, cells)
        if texts.get("name"):
            name = parse_name(texts["name"])
            if name.problem:
                self.reader.complain(line, "name", texts["name"], name.problem)
            line.name = name.text
        self.reader.document(line, texts.get("document_number", ""))
        line.values = {key: getattr(line, key) for key in BATCH if getattr(line, key)}
        line.wanted = tuple(key for key in BATCH if key in line.values or line.complained(key))
        return line

    def shape_page(self, payload: Mapping[str, str]) -> ShapedLine:
        """The one line of a filing by page. Who it is stands in the payload as our record has it."""
        who = {column.key: payload.get(column.key, "") for column in WHO}
        line = ShapedLine(1, None, who["name"], who["document_type"], who["document_number"])
        line.wanted = chosen(payload)
        line.reason = " ".join(fold(payload.get(REASON, "")).split())[:MOST_REASON]
        for item in line.wanted:
            if item not in DERIVED:
                self._read(line, BY_KEY[item], payload)
        return line

    def _read(self, line: ShapedLine, column: Column, payload: Mapping[str, str]) -> None:
        text = payload.get(f"{NEW}{column.key}", "")
        if not text.strip():
            self._blank(line, column)
            return
        value, problem = self._parsed(line, column, text)
        if problem is None and isinstance(value, str) and len(value) > column.most:
            problem = "text_too_long"
        if problem is None:
            line.values[column.key] = "" if value is None else str(value)
        elif not line.complained(column.key):
            self.page.complain(line, column.key, text, problem)

    def _blank(self, line: ShapedLine, column: Column) -> None:
        if column.key in CLEARED:
            line.values[column.key] = ""
        elif column.key not in FOLLOWING:
            line.findings.append(hard("required_missing", column.key, title=column.title))

    def _parsed(self, line: ShapedLine, column: Column, text: str) -> Parsed:
        """The value that was typed, and what is wrong with it."""
        if column.kind is Kind.NAME:
            name = parse_name(text)
            return name.text, name.problem or None
        if column.kind is Kind.DOCUMENT:
            return self._number(line, text)
        if column.key == "name_pinyin":
            return _spelt(line.values.get("name") or line.name, text)
        return self.parsers[column.key](text)

    def _number(self, line: ShapedLine, text: str) -> tuple[Value, str | None]:
        """The number as one of the document that it will belong to."""
        read = ShapedLine(line.line_no, None, document_type=line.values.get("document_type") or line.document_type)
        result = self.page.document(read, text)
        line.findings += read.findings
        if read.raw:
            line.raw = {**(line.raw or {}), **read.raw}
        return (result.number, None) if result else (None, "number_format")


def chosen(payload: Mapping[str, str]) -> tuple[str, ...]:
    """The items ticked on the page, in their order; what is none is passed over."""
    ticked = set(payload.get(CHOSEN, "").split(","))
    return tuple(key for key in BY_KEY if key in ticked)


def _spelt(name: str, text: str) -> Parsed:
    """A spelling as it was typed for a name, in the form in which it is kept."""
    try:
        return match(name, text).full, None
    except ValueError:
        return None, "pinyin_malformed"

"""Is a line well-formed? Pure: cells in, a typed line and its findings out; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import Finding, hard
from shebao.kernel.identifiers import Reading, parse_document
from shebao.kernel.widths import echo
from shebao.law import Law
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import CachedParser, Parsed, parser_of, to_text


@dataclass(slots=True)
class Shaped:
    """A line as read. None (or empty text) where a field was left out or could not be read; `raw` then keeps it."""

    line_no: int
    sheet_row: int | None
    name: str = ""
    document_type: str = ""
    document_number: str = ""
    raw: dict[str, str] | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Where its sender finds it: the row of the workbook, or its number where there is no workbook."""
        return self.sheet_row or self.line_no

    @property
    def well_formed(self) -> bool:
        """Whether nothing hard was found while reading."""
        return not any(finding.severity == "hard" for finding in self.findings)

    def complained(self, key: str) -> bool:
        """Whether reading already found fault with a field."""
        return any(finding.field == key and finding.severity == "hard" for finding in self.findings)

    def keep(self, key: str, text: str) -> None:
        """Keep what was typed where it cannot be read."""
        if self.raw is None:
            self.raw = {}
        self.raw[key] = text


class CellReader:
    """Reads the cells of lines of one kind; keeps the parsers and what they remember."""

    def __init__(self, columns: Sequence[Column], law: Law, today: date) -> None:
        self.law = law
        self.today = today
        self.titles = {column.key: column.title for column in columns}
        self.plan = tuple(
            (column.key, column.kind, column.required, *_parser(column, law, today)) for column in columns
        )

    def read(self, line: Any, cells: Sequence[Cell]) -> dict[str, str]:
        """Put what the cells say on the line; the texts of name and number, which are read together at the end.

        A text seen before in its column costs one look into a dictionary: this loop runs three million times
        for a large workbook.
        """
        texts: dict[str, str] = {}
        for (key, kind, required, parse, seen), cell in zip(self.plan, cells, strict=True):
            if cell is None:
                if required:
                    line.findings.append(hard("required_missing", key, title=self.titles[key]))
                continue
            if type(cell) is str:
                text = cell
            else:
                text, problem = to_text(cell, kind)
                if problem is not None:
                    self.complain(line, key, text, problem)
                    continue
            if parse is None:
                texts[key] = text
                continue
            found = seen.get(text) or parse(text)
            if found[1] is not None:
                self.complain(line, key, text, found[1])
            elif found[0] is not None:
                setattr(line, key, found[0])
            elif required:
                line.findings.append(hard("required_missing", key, title=self.titles[key]))
        return texts

    def complain(self, line: Shaped, key: str, text: str, problem: str, **params: str) -> None:
        """Find fault with a field, and keep what was typed."""
        line.findings.append(hard(problem, key, title=self.titles[key], value=echo(text), **params))
        line.keep(key, text)

    def document(self, line: Shaped, text: str) -> Reading | None:
        """Read the number as one of the line's kind of document; None if it cannot be read."""
        if not text:
            return None
        if not line.document_type:
            line.keep("document_number", text)
            return None
        result = parse_document(line.document_type, text, self.today)
        if result.problem:
            self.complain(line, "document_number", text, result.problem, hint=result.hint)
            return None
        line.document_number = result.number
        return result


def _parser(column: Column, law: Law, today: date) -> tuple[CachedParser | None, dict[str, Parsed]]:
    """The parser of a column and what it remembers; none for name and number, which are read together at the end."""
    if column.kind in (Kind.NAME, Kind.DOCUMENT):
        return None, {}
    parser = CachedParser(column, parser_of(column, law, today))
    return parser, parser.seen

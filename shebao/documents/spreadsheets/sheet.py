"""The cells of one worksheet, row by row.

Rows in the plain form that Excel, WPS, LibreOffice, POI and the common libraries write are cut out of the text and
read by one pattern. Whatever is not exactly in that form goes through expat, which also sees everything outside the
rows; both ways end in the same cells.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, NoReturn

from shebao.documents.spreadsheets import xml_text
from shebao.documents.spreadsheets.cells import (
    BoolCell,
    Cell,
    DateCell,
    ErrorCell,
    FormulaCell,
    NumberCell,
    column_index,
    column_letters,
)
from shebao.documents.spreadsheets.learned_row import Field, Form, LearnedRow
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.shared_strings import SharedStrings
from shebao.documents.spreadsheets.workbook import date_of_serial

_ROW_END: Final = "</row>"
_ROW_START: Final = re.compile(r'\s*<row((?: (?!xmlns)[A-Za-z0-9:]+="[^"<&]*")*) ?(/?)>')
_ROW_NUMBER: Final = re.compile(r' r="([1-9][0-9]{0,6})"')
_ROW_HIDDEN: Final = re.compile(r' hidden="(?:1|true)"')
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?: [a-z]+="[A-Za-z0-9]*")*) ?'
    r"(?:/>|>"
    r'(<f(?: [A-Za-z0-9]+="[^"<&]*")*(?:/>|>[^<&]*</f>))?'
    r'(?:<v>([^<]*)</v>|<v/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?'
    r"</c>)"
)
_GROUPS: Final = _CELL.groups + 1
_ATTRIBUTE: Final = re.compile(r' ([a-z]+)="([A-Za-z0-9]*)"')
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER: Final = 64
_SHORT_NUMBER: Final = 16
# NumberCell(text) without the call of a Python function; a sheet has millions of them.
_new_tuple: Final = tuple.__new__
_LAST_ROW: Final = 1_048_576
_LONGEST_ROW: Final = 8 * 1024 * 1024

_INLINE, _SHARED, _NUMBER_KIND, _DATE, _TEXT, _BOOL, _ERROR, _ISO_DATE = range(8)
_KINDS: Final = {"inlineStr": _INLINE, "s": _SHARED, "str": _TEXT, "b": _BOOL, "e": _ERROR, "d": _ISO_DATE}
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2})?")


class RawRow(NamedTuple):
    """A row as the sheet holds it: ``cells`` by place, ``number`` from 1."""

    number: int
    hidden: bool
    cells: list[Cell]


@dataclass
class Meaning:
    """What the rest of the workbook says about cells."""

    shared: SharedStrings
    date_styles: frozenset[int] = frozenset()
    from_1904: bool = False


class _Kinds(dict[str, int]):
    """The kind of a cell by the text of its attributes; few different ones occur in a sheet."""

    def __init__(self, date_styles: frozenset[int]) -> None:
        super().__init__()
        self._date_styles = date_styles

    def __missing__(self, attributes: str) -> int:
        if len(self) > 10_000:  # noqa: PLR2004
            self.clear()
        found = dict(_ATTRIBUTE.findall(attributes))
        kind = self.of(found.get("t", "n"), found.get("s", ""))
        self[attributes] = kind
        return kind

    def of(self, type_name: str, style: str) -> int:
        """The kind for the values of the attributes ``t`` and ``s``."""
        if type_name == "n":
            return _DATE if style.isdigit() and int(style) in self._date_styles else _NUMBER_KIND
        kind = _KINDS.get(type_name)
        if kind is None:
            raise SpreadsheetRefused("damaged")
        return kind


@dataclass
class _OpenCell:
    """A cell that expat is in."""

    place: int
    kind: int
    formula: bool = False
    value: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    length: int = 0


class SheetReader:
    """Reads one worksheet part. ``hidden_columns`` is complete when the first row has been given."""

    def __init__(self, meaning: Meaning, limits: Limits) -> None:
        self.hidden_columns: set[int] = set()
        self._meaning = meaning
        self._limits = limits
        self._kinds = _Kinds(meaning.date_styles)
        self._blank: list[Cell] = [None] * limits.columns
        self._places = {column_letters(place): place for place in range(limits.columns)}
        self._learned = LearnedRow(self._places)
        self._parser = xml_text.make_parser(self._start, self._end, self._text)
        self._path: list[str] = []
        self._bypass = True
        self._last_row = 0
        self._elements = 0
        self._values = 0
        self._ready: list[RawRow] = []
        self._row: RawRow | None = None
        self._last_place = -1
        self._row_elements = 0
        self._cell: _OpenCell | None = None
        self._long_strings = meaning.shared.longest > limits.cell_characters

    def rows(self, stream: io.BufferedIOBase) -> Iterator[RawRow]:
        """All rows, blank ones too; SpreadsheetRefused when a limit is passed or the part is broken."""
        rest = ""
        for chunk, plain in xml_text.read_text(stream):
            self._bypass = self._bypass and plain
            rest = self._take(rest + chunk)
            yield from self._ready
            self._ready.clear()
        xml_text.feed(self._parser, rest, final=True)
        yield from self._ready
        self._ready.clear()

    # --- cutting the text into rows ---------------------------------------------------------------

    def _take(self, text: str) -> str:
        """Read all complete rows of a text; what is left over comes back."""
        at = 0
        if not self._path:
            at = text.find("<sheetData>") + len("<sheetData>")
            if at < len("<sheetData>"):
                return self._leave(text)
            xml_text.feed(self._parser, text[:at])
        while self._bypass:
            at = self._take_learned_rows(text, at)
            end = text.find(_ROW_END, at)
            if end < 0:
                return self._leave(text[at:])
            at = self._take_row(text, at, end)
        xml_text.feed(self._parser, text[at:])
        return ""

    def _leave(self, text: str) -> str:
        """Keep an unfinished row for the next chunk, unless it is so long that expat had better have it."""
        if self._bypass and len(text) < _LONGEST_ROW:
            return text
        self._bypass = False
        xml_text.feed(self._parser, text)
        return ""

    def _take_learned_rows(self, text: str, at: int) -> int:
        """Read rows as long as they match the learned pattern; gives the place after them."""
        pattern = self._learned.pattern
        if pattern is None or self._path[-1:] != ["sheetData"]:
            return at
        fields, limit = self._learned.fields, self._limits.cell_characters
        while (found := pattern.match(text, at)) and text.find("_x", at, found.end()) < 0:
            groups = found.groups()
            number = int(groups[0])
            row = self._open_row(number, hidden=_ROW_HIDDEN.search(groups[1]) is not None)
            self._ready.append(row)
            cells = row.cells
            cells += self._blank
            try:
                self._fill(cells, groups, fields)
            except (IndexError, ValueError) as broken:
                raise SpreadsheetRefused("damaged") from broken
            self._count(number, len(fields), cells, check_length=found.end() - at > limit)
            at = found.end()
        return at

    def _fill(self, cells: list[Cell], groups: tuple[str | None, ...], fields: list[Field]) -> None:
        shared = self._meaning.shared
        ready = shared.ready
        already = len(ready)
        for group, place, kind, formula in fields:
            value = groups[group]
            if value is None or (value == "" and not formula):
                continue
            if formula:
                cells[place] = self._special(kind, value, value, formula=True)
            elif kind == _INLINE:
                cells[place] = value
            elif kind == _SHARED:
                index = int(value)
                cells[place] = (ready[index] if 0 <= index < already else shared[index]) or None
            elif kind == _NUMBER_KIND:
                short = len(value) < _SHORT_NUMBER and value.isdigit() and value.isascii()
                cells[place] = _new_tuple(NumberCell, (value, "n")) if short else _number(value)
            else:
                cells[place] = self._special(kind, value, None, formula=False)

    def _take_row(self, text: str, at: int, end: int) -> int:
        """Read the text up to the row end found at ``end``; gives the place after it."""
        after = end + len(_ROW_END)
        if self._path[-1:] != ["sheetData"]:
            xml_text.feed(self._parser, text[at:after])
            return after
        start = _ROW_START.match(text, at)
        while start and start.group(2):
            self._begin_row(start.group(1))
            at = start.end()
            start = _ROW_START.match(text, at)
        if not start or start.end() > end or not self._take_plain_row(start.group(1), text[start.end() : end]):
            xml_text.feed(self._parser, text[at:after])
        return after

    def _take_plain_row(self, attributes: str, body: str) -> bool:
        """Read a row by pattern; False, with nothing changed, if it is not in the plain form."""
        parts = _CELL.split(body)
        between = "".join(parts[::_GROUPS])
        if between and not between.isspace():
            return False
        letters = parts[1::_GROUPS]
        values, inlines = parts[5::_GROUPS], parts[6::_GROUPS]
        if "&" in body or "_x" in body:
            if "&" in body and not xml_text.has_only_known_entities(body):
                return False
            values = [value and xml_text.unescape(value) for value in values]
            inlines = [value and xml_text.unescape(value) for value in inlines]
        number = self._begin_row(attributes)
        if letters and (set(parts[2::_GROUPS]) != {str(number)} or len(set(letters)) != len(letters)):
            raise SpreadsheetRefused("damaged")
        cells = self._cells(number, zip(letters, parts[3::_GROUPS], parts[4::_GROUPS], values, inlines, strict=True))
        self._ready[-1].cells.extend(cells)
        self._count(number, len(letters), cells, check_length=len(body) > self._limits.cell_characters)
        if self._learned.may_learn:
            self._learn(body)
        return True

    def _learn(self, body: str) -> None:
        """Let the next rows of this form be read in one step."""
        forms = []
        for cell in _CELL.finditer(body):
            form = self._form(cell, body)
            if form is None:
                return
            forms.append(form)
        self._learned.learn(forms)

    def _form(self, cell: re.Match[str], body: str) -> Form | None:
        """How a cell is written; None if it is too odd to learn from."""
        letters, attributes, formula, value, inline = cell.group(1, 3, 4, 5, 6)
        kind = self._kinds[attributes]
        start, end = cell.span(6 if kind == _INLINE else 5)
        is_blank = start < 0
        if is_blank != (value is None and inline is None) or (formula and is_blank):
            return None
        middle_end = cell.start(4) if formula else cell.end() if is_blank else start
        middle = body[cell.end(2) + 1 : middle_end]
        return Form(letters, middle, None if is_blank else body[end : cell.end()], kind, formula is not None)

    def _begin_row(self, attributes: str) -> int:
        written = _ROW_NUMBER.search(attributes)
        number = int(written.group(1)) if written else self._last_row + 1
        self._ready.append(self._open_row(number, hidden=_ROW_HIDDEN.search(attributes) is not None))
        return number

    def _open_row(self, number: int, *, hidden: bool) -> RawRow:
        if not self._last_row < number <= _LAST_ROW:
            raise SpreadsheetRefused("damaged")
        self._last_row = number
        return RawRow(number, hidden, [])

    # --- what a cell means ------------------------------------------------------------------------

    def _cells(self, number: int, found: "Iterator[tuple[str, str, str | None, str | None, str | None]]") -> list[Cell]:
        cells = self._blank.copy()
        places, kinds = self._places, self._kinds
        for letters, attributes, formula, value, inline in found:
            if value is None and inline is None and formula is None:
                continue
            place = places.get(letters)
            if place is None:
                self._refuse_column(letters, number)
            kind = kinds[attributes]
            if formula is not None or kind > _NUMBER_KIND:
                cells[place] = self._special(kind, value, inline, formula=formula is not None)
            elif kind == _INLINE:
                cells[place] = inline or None
            elif not value:
                continue
            elif kind == _SHARED:
                cells[place] = self._shared(value)
            else:
                cells[place] = _number(value)
        return cells

    def _refuse_column(self, letters: str, number: int) -> NoReturn:
        params = {"address": f"{letters}{number}", "limit": str(self._limits.columns)}
        raise SpreadsheetRefused("too_many_columns", params)

    def _special(self, kind: int, value: str | None, inline: str | None, *, formula: bool) -> Cell:
        """A cell of one of the rarer kinds, or a formula of any kind."""
        text = (inline if kind == _INLINE else value) or ""
        if formula:
            return FormulaCell(self._shown(kind, text))
        if not text:
            return None
        if kind in (_DATE, _ISO_DATE):
            return self._date(kind, text)
        if kind == _BOOL:
            return BoolCell("TRUE" if text == "1" else "FALSE")
        return ErrorCell(text) if kind == _ERROR else text

    def _date(self, kind: int, text: str) -> Cell:
        if kind == _ISO_DATE:
            return DateCell(text, text.removesuffix("T00:00:00")) if _ISO.fullmatch(text) else text
        iso = date_of_serial(text, from_1904=self._meaning.from_1904)
        return _number(text) if iso is None else DateCell(text, iso)

    def _shown(self, kind: int, text: str) -> str:
        """What a formula's stored value looks like."""
        if kind == _DATE:
            return date_of_serial(text, from_1904=self._meaning.from_1904) or text
        if kind == _SHARED:
            return self._shared(text) or ""
        return text

    def _shared(self, index: str) -> str | None:
        if not (index.isascii() and index.isdigit()) or int(index) >= len(self._meaning.shared):
            raise SpreadsheetRefused("damaged")
        return self._meaning.shared[int(index)] or None

    def _count(self, number: int, elements: int, cells: list[Cell], *, check_length: bool) -> None:
        """Hold one row against the limits."""
        self._elements += elements
        self._values += len(cells) - cells.count(None)
        if self._values > self._limits.cells or self._elements > self._limits.cell_elements:
            raise SpreadsheetRefused("too_many_cells", {"limit": str(self._limits.cells)})
        if not (check_length or self._long_strings):
            return
        for place, cell in enumerate(cells):
            if cell is not None and len(cell if isinstance(cell, str) else cell.text) > self._limits.cell_characters:
                self._refuse_length(place, number)

    def _refuse_length(self, place: int, number: int) -> NoReturn:
        params = {"address": f"{column_letters(place)}{number}", "limit": str(self._limits.cell_characters)}
        raise SpreadsheetRefused("cell_too_long", params)

    # --- the way through expat --------------------------------------------------------------------

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, local = xml_text.split_name(name)
        self._path.append(local if namespace in xml_text.MAIN_NAMESPACES else "?")
        if len(self._path) > xml_text.DEEPEST:
            raise SpreadsheetRefused("suspicious")
        depth = len(self._path)
        if depth == 3 and self._path[1:] == ["cols", "col"]:  # noqa: PLR2004
            self._hide_columns(attributes)
        elif depth == 3 and self._path[1:] == ["sheetData", "row"]:  # noqa: PLR2004
            self._start_row(attributes)
        elif depth == 4 and self._path[1:] == ["sheetData", "row", "c"]:  # noqa: PLR2004
            self._start_cell(attributes)
        elif self._cell is not None and self._path[4:] == ["f"]:
            self._cell.formula = True

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in ("1", "true") and first.isdigit() and last.isdigit():
            self.hidden_columns.update(range(int(first) - 1, min(int(last), self._limits.columns)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", str(self._last_row + 1))
        if not (written.isascii() and written.isdigit()) or len(written) > 7:  # noqa: PLR2004
            raise SpreadsheetRefused("damaged")
        self._row = self._open_row(int(written), hidden=attributes.get("hidden") in ("1", "true"))
        self._row.cells.extend(self._blank)
        self._last_place = -1
        self._row_elements = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = self._last_place + 1
        if "r" in attributes:
            reference = _REFERENCE.fullmatch(attributes["r"])
            if reference is None or int(reference.group(2)) != self._last_row:
                raise SpreadsheetRefused("damaged")
            place = column_index(reference.group(1))
        if place <= self._last_place:
            raise SpreadsheetRefused("damaged")
        self._last_place = place
        self._row_elements += 1
        kind = self._kinds.of(attributes.get("t", "n"), attributes.get("s", ""))
        self._cell = _OpenCell(place, kind)

    def _text(self, text: str) -> None:
        cell = self._cell
        if cell is None:
            return
        inside = self._path[4:]
        if inside == ["v"]:
            cell.value.append(text)
        elif inside in (["is", "t"], ["is", "r", "t"]):
            cell.inline.append(text)
        else:
            return
        cell.length += len(text)
        # An escape such as _x000D_ is seven characters long and means one.
        if cell.length > self._limits.cell_characters * 8:
            self._refuse_length(cell.place, self._last_row)

    def _end(self, _name: str) -> None:
        path = self._path
        if len(path) == 4 and self._cell is not None:  # noqa: PLR2004
            self._end_cell(self._cell)
            self._cell = None
        elif len(path) == 3 and self._row is not None:  # noqa: PLR2004
            self._count(self._row.number, self._row_elements, self._row.cells, check_length=True)
            self._ready.append(self._row)
            self._row = None
        path.pop()

    def _end_cell(self, cell: _OpenCell) -> None:
        if self._row is None or not (cell.value or cell.inline or cell.formula):
            return
        if cell.place >= self._limits.columns:
            self._refuse_column(column_letters(cell.place), self._last_row)
        value = xml_text.unescape_ooxml("".join(cell.value))
        inline = xml_text.unescape_ooxml("".join(cell.inline))
        self._row.cells[cell.place] = self._any(cell.kind, value, inline, formula=cell.formula)

    def _any(self, kind: int, value: str, inline: str, *, formula: bool) -> Cell:
        if formula or kind > _NUMBER_KIND:
            return self._special(kind, value, inline, formula=formula)
        if kind == _INLINE:
            return inline or None
        if not value:
            return None
        return self._shared(value) if kind == _SHARED else _number(value)


def _number(text: str) -> Cell:
    """A number cell; what claims to be a number and is none is an error the user must see."""
    text = text.strip()
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        return _new_tuple(NumberCell, (text, "n"))
    return ErrorCell(text) if text else None

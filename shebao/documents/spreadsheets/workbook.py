"""The small parts of a workbook: which sheets it has, where their parts are, which styles show dates."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from shebao.documents.spreadsheets import xml_text
from shebao.documents.spreadsheets.guard import open_part
from shebao.documents.spreadsheets.problems import SpreadsheetRefused

_RELATION_NAMES: Final = ("officeDocument", "sharedStrings", "styles")
_MACRO_TYPE: Final = "macroenabled"
_BUILT_IN_DATES: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
# Quoted text, [colour] and [$-804] locale marks, escaped and padding characters are not part of the date pattern.
_NOT_PATTERN: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_SECONDS_A_DAY: Final = 86_400
_LAST_SERIAL: Final = 2_958_465  # 9999-12-31
_MISSING_DAY: Final = 60  # Excel's 1900 has a 29 February that never was
_MOST_STYLES: Final = 100_000


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, the name of its part in the archive, and whether the user can see it."""

    name: str
    part: str
    visible: bool


@dataclass
class Workbook:
    """What workbook.xml and its relations say."""

    sheets: list[SheetPart] = field(default_factory=list)
    shared_strings: str | None = None
    styles: str | None = None
    from_1904: bool = False


@dataclass(frozen=True)
class _Relation:
    """A part of the archive that another one names, and as what."""

    kind: str
    target: str


def read_workbook(archive: zipfile.ZipFile) -> Workbook:
    """Find the sheets of an archive; SpreadsheetRefused if it is no workbook."""
    _refuse_macros(archive)
    main = _main_part(archive)
    relations = _relations(archive, main)
    book = Workbook()
    for relation in relations.values():
        if relation.kind == "sharedStrings":
            book.shared_strings = relation.target
        elif relation.kind == "styles":
            book.styles = relation.target
    _read_main(archive, main, relations, book)
    return book


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    found: list[str] = []

    def start(_name: str, attributes: dict[str, str]) -> None:
        found.append(attributes.get("ContentType", "").lower())

    xml_text.parse_small(open_part(archive, _actual_name(archive, "[Content_Types].xml")), start, lambda _name: None)
    if any(_MACRO_TYPE in kind for kind in found):
        raise SpreadsheetRefused("macros")


def _actual_name(archive: zipfile.ZipFile, name: str) -> str:
    """The name as the archive spells it: part names ignore case."""
    by_lower = {entry.lower(): entry for entry in archive.namelist()}
    return by_lower.get(name.lower(), name)


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in _relations(archive, "").values():
        if relation.kind == "officeDocument":
            return relation.target
    return _actual_name(archive, "xl/workbook.xml")


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, _Relation]:
    """The inner relations of a part by id; external links are left out, nothing is ever fetched."""
    folder, name = posixpath.split(part)
    path = _actual_name(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    relations: dict[str, _Relation] = {}
    if path not in archive.namelist():
        return relations

    def start(element: str, attributes: dict[str, str]) -> None:
        if xml_text.split_name(element)[1] != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        relations[attributes.get("Id", "")] = _Relation(kind, _actual_name(archive, target))

    xml_text.parse_small(open_part(archive, path), start, lambda _name: None)
    return relations


def _read_main(archive: zipfile.ZipFile, main: str, relations: dict[str, _Relation], book: Workbook) -> None:
    roots: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        namespace, local = xml_text.split_name(element)
        roots.append(local)
        if namespace not in xml_text.MAIN_NAMESPACES:
            return
        if local == "workbookPr":
            book.from_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif local == "sheet":
            _add_sheet(attributes, relations, book)

    xml_text.parse_small(open_part(archive, main), start, lambda _name: None)
    if not roots or roots[0] != "workbook":
        raise SpreadsheetRefused("wrong_content", {"extension": ".xlsx"})


def _add_sheet(attributes: dict[str, str], relations: dict[str, _Relation], book: Workbook) -> None:
    by_local = {xml_text.split_name(name): value for name, value in attributes.items()}
    ids = [value for (namespace, local), value in by_local.items() if local == "id" and namespace]
    relation = relations.get(ids[0]) if ids else None
    if relation is None or relation.kind != "worksheet":
        return
    visible = attributes.get("state", "visible") == "visible"
    book.sheets.append(SheetPart(attributes.get("name", ""), relation.target, visible))


def choose_sheet(book: Workbook, wanted: str | None) -> SheetPart:
    """The sheet of the wanted name, or the only visible one; SpreadsheetRefused if it is not clear which."""
    visible = [sheet for sheet in book.sheets if sheet.visible]
    if not visible:
        raise SpreadsheetRefused("no_sheet")
    for sheet in visible:
        if wanted is not None and sheet.name.strip() == wanted:
            return sheet
    if wanted is not None and len(visible) > 1:
        names = "、".join(sheet.name for sheet in visible[:10])
        raise SpreadsheetRefused("sheet_missing", {"sheet": wanted, "found": names})
    return visible[0]


def read_date_styles(archive: zipfile.ZipFile, part: str | None) -> frozenset[int]:
    """The numbers of the cell styles that show a calendar date."""
    if part is None or part not in archive.namelist():
        return frozenset()
    formats: dict[int, str] = {}
    styles: list[int] = []
    path: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        path.append(xml_text.split_name(element)[1])
        if path[-1] == "numFmt" and len(formats) < _MOST_STYLES:
            formats[_whole(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif path[-2:] == ["cellXfs", "xf"] and len(styles) < _MOST_STYLES:
            styles.append(_whole(attributes.get("numFmtId", "0")))

    def end(_name: str) -> None:
        path.pop()

    xml_text.parse_small(open_part(archive, part), start, end)
    return frozenset(at for at, number in enumerate(styles) if _shows_date(number, formats))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def _shows_date(number: int, formats: dict[int, str]) -> bool:
    code = formats.get(number)
    if code is None:
        return number in _BUILT_IN_DATES
    pattern = _NOT_PATTERN.sub("", code.split(";")[0]).lower()
    # "General" holds an e, "[h]:mm" is a duration: a date shows at least a year or a day.
    return "y" in pattern or "d" in pattern or "e" in pattern.replace("general", "").replace("e+", "")


def date_of_serial(text: str, *, from_1904: bool) -> str | None:
    """The ISO date (with time unless midnight) of a serial number; None if it is not a date."""
    try:
        serial = Decimal(text)
    except InvalidOperation:
        return None
    if not 0 < serial <= _LAST_SERIAL or not serial.is_finite():
        return None
    days = int(serial)
    seconds = int(((serial - days) * _SECONDS_A_DAY).to_integral_value())
    if from_1904:
        start = date(1904, 1, 1)
    elif days in (0, _MISSING_DAY):
        return None
    else:
        start = date(1899, 12, 31) if days < _MISSING_DAY else date(1899, 12, 30)
    try:
        moment = datetime.combine(start, datetime.min.time()) + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()

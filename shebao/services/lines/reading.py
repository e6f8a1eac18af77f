"""From a cell as typed to a value: one parser a field, pure, without the database.

A parser takes text and gives (value, problem code); the same text is parsed once, because large workbooks repeat
their dates, codes and wages. Values are kept in the form in which they go to the database.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from shebao.documents.spreadsheets.cells import (
    BoolCell,
    Cell,
    DateCell,
    ErrorCell,
    FormulaCell,
    MergedCell,
    NumberCell,
)
from shebao.kernel.errors import Invalid
from shebao.kernel.money import parse_yuan
from shebao.kernel.months import Month
from shebao.kernel.widths import fold
from shebao.law import Law
from shebao.law.values import Code
from shebao.services.lines.columns import Column, Kind

Value = str | date | Decimal | int | None
Parsed = tuple[Value, str | None]
Parser = Callable[[str], Parsed]

KEPT = 50_000  # parsed texts remembered per field: bounds the memory of a workbook in which nothing repeats
EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
NO_SCHEME = "无"
WITHOUT_END = frozenset({"长期", "长期有效", "9999-12-31", "99991231", "9999/12/31"})
PROBLEMS = {FormulaCell: "formula_cell", ErrorCell: "error_cell", MergedCell: "merged_cell", BoolCell: "truth_cell"}

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?(?:年度?)?", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]+00:00(?::00(?:\.0+)?)?")
_SERIAL = re.compile(r"\d{5}(?:\.0*)?", re.ASCII)
_TENTH_MONTH_OR_FIRST = re.compile(r"\d{4}\.1", re.ASCII)
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})|\+(?!86)\d{6,18}|(?:852|853|886)\d{8,10}", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_LINE_ENDS = re.compile(r"[ \t]*[\t\r\n]+[ \t]*")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
_NUMBER_NAMES = str.maketrans("", "", " \u3000,，")


def to_text(cell: Cell, kind: Kind) -> tuple[str, str | None]:
    """The text a person meant by a cell, and the problem if the cell does not hold what it shows.

    Numbers become their plain digits; a number with more digits than Excel keeps is a problem, not a value.
    """
    if cell is None or isinstance(cell, str):
        return cell or "", None
    if isinstance(cell, NumberCell):
        return _number_text(cell, kind)
    if isinstance(cell, DateCell):
        return cell.iso[:7] if kind is Kind.MONTH else cell.iso[:10], None
    return "" if isinstance(cell, MergedCell) else cell.text, PROBLEMS[type(cell)]


def _number_text(cell: NumberCell, kind: Kind) -> tuple[str, str | None]:
    if cell.lost_digits:
        return cell.text, "number_mangled"
    if kind in (Kind.DATE, Kind.MONTH) and _SERIAL.fullmatch(cell.text):
        return _from_serial(int(cell.text[:5]))[: 7 if kind is Kind.MONTH else 10], None
    if kind is Kind.MONTH and _TENTH_MONTH_OR_FIRST.fullmatch(cell.plain):
        return cell.plain, "month_malformed"
    return cell.plain, None


def _from_serial(serial: int) -> str:
    """The day of an Excel serial number (1900 system) whose cell lost its date format."""
    return date.fromordinal(serial + date(1899, 12, 30).toordinal()).isoformat()


def parse_date(text: str) -> Parsed:
    """2024-03-11, 2024/3/11, 2024.3.11, 2024年3月11日, 20240311, also full-width or with midnight behind."""
    found = _DATE.fullmatch(_MIDNIGHT.sub("", fold(text).strip()).replace(" ", ""))
    if found is None:
        return None, "date_malformed"
    year, month, day = (int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)))
    try:
        value = date(year, month, day)
    except ValueError:
        return None, "date_impossible"
    return (value, None) if EARLIEST <= value <= LATEST else (None, "date_out_of_range")


def parse_validity(text: str) -> Parsed:
    """The last day of a document; None for one without end (长期)."""
    return (None, None) if fold(text).strip() in WITHOUT_END else parse_date(text)


def parse_month(text: str) -> Parsed:
    """A month in any usual writing, as YYYYMM; a full date counts as its month."""
    try:
        return int(Month.parse(text)), None
    except Invalid:
        day = parse_date(text)[0]
        return (day.year * 100 + day.month, None) if isinstance(day, date) else (None, "month_malformed")


def parse_year(text: str) -> Parsed:
    """A calendar year: 2024, 2024年, 2024年度."""
    found = _YEAR.fullmatch(fold(text).strip())
    return (
        (int(found[1]), None) if found and EARLIEST.year <= int(found[1]) <= LATEST.year else (None, "year_malformed")
    )


def parse_money(text: str) -> Parsed:
    """Yuan with at most two decimals."""
    try:
        return parse_yuan(text), None
    except Invalid as problem:
        return None, problem.code


def parse_number(text: str) -> Parsed:
    """A whole number from 0 to 999."""
    plain = fold(text).translate(_NUMBER_NAMES).removesuffix("个月").removesuffix("月")
    if not re.fullmatch(r"\d{1,3}(?:\.0+)?", plain, re.ASCII):
        return None, "number_malformed"
    return int(plain.split(".")[0]), None


def parse_mobile(text: str) -> Parsed:
    """A mainland mobile number of 11 digits, or a foreign one with its country code."""
    found = _MOBILE.fullmatch(fold(text).replace(" ", "").replace("-", ""))
    return (found[1] or found[0], None) if found else (None, "mobile_malformed")


def parse_email(text: str) -> Parsed:
    """An e-mail address."""
    plain = fold(text).strip()
    return (plain, None) if _EMAIL.fullmatch(plain) else (None, "email_malformed")


def parse_postcode(text: str) -> Parsed:
    """Six digits."""
    plain = fold(text).strip()
    return (plain, None) if re.fullmatch(r"\d{6}", plain, re.ASCII) else (None, "postcode_malformed")


def parse_text(text: str) -> Parsed:
    """Free text without control, bidirectional or invisible characters; line ends inside of it become blanks."""
    plain = text.strip()
    if plain.isprintable() and "\ufffd" not in plain:  # the usual case, told in one step
        return plain, None
    plain = _LINE_ENDS.sub(" ", plain)
    return (None, "invisible_character") if _CONTROL.search(plain) else (plain, None)


def parse_schemes(short_names: Mapping[str, str]) -> Parser:
    """Scheme codes or short names, separated by commas, as `110,210,410` in ascending order; 无 is none of them."""

    def parse(text: str) -> Parsed:
        parts = [part for part in re.split(r"[,，、;；\s]+", fold(text).strip()) if part]
        if parts == [NO_SCHEME]:
            return "", None
        codes = {short_names.get(part.removesuffix("保险")) for part in parts}
        if None in codes or not codes:
            return None, "scheme_unknown"
        return ",".join(sorted(code for code in codes if code)), None

    return parse


def parse_code(names: Mapping[str, str]) -> Parser:
    """A code, its Chinese name, or both as the drop-down writes them."""

    def parse(text: str) -> Parsed:
        plain = _fold_name(text)
        code = names.get(plain) or names.get(plain.split(" ", 1)[0])
        return (code, None) if code else (None, "code_unknown")

    return parse


def _fold_name(text: str) -> str:
    return fold(text).strip().replace("(", "（").replace(")", "）")


def offered(law: Law, table: str, day: date) -> dict[str, Code]:
    """The codes of a table that a filing may choose on `day`, in order; others occur in carried-over data only."""
    valid = law.codes(table).valid_on(day)
    selectable = {code: entry for code, entry in valid.items() if entry.flag("selectable")}
    return selectable or valid


def code_names(law: Law, table: str, day: date) -> dict[str, str]:
    """Every way to write a code that is offered on `day`: the code, the name, the name without its bracket."""
    entries = offered(law, table, day)
    names = {writing: code for code, entry in entries.items() for writing in (code, _fold_name(entry.name))}
    for code, entry in entries.items():
        names.setdefault(_fold_name(entry.name).split("（")[0], code)
    if table == "ethnic_group":
        names = {name.removesuffix("族"): code for name, code in names.items()} | names
    return names


def parser_of(column: Column, law: Law, day: date) -> Parser:
    """The parser of a field; names and document numbers are read by `shape`, which knows how they belong together."""
    simple: dict[Kind, Parser] = {
        Kind.DATE: parse_date,
        Kind.MONTH: parse_month,
        Kind.YEAR: parse_year,
        Kind.MONEY: parse_money,
        Kind.NUMBER: parse_number,
        Kind.MOBILE: parse_mobile,
        Kind.EMAIL: parse_email,
        Kind.POSTCODE: parse_postcode,
    }
    if column.key == "document_valid_until":
        return parse_validity
    if column.kind is Kind.CODE:
        return parse_code(code_names(law, column.table, day))
    if column.kind is Kind.SCHEMES:
        return parse_schemes(scheme_names(law))
    return simple.get(column.kind, parse_text)


def scheme_names(law: Law) -> dict[str, str]:
    """Writings of the schemes that are filed here: code, short name, full name."""
    names: dict[str, str] = {}
    for code, scheme in law.codes("scheme").items():
        if scheme.flag("employee") and scheme.text("side") == "here":
            names |= {code: code, scheme.text("short"): code, scheme.name.removesuffix("保险"): code}
    return names


UNIQUE = frozenset({Kind.MOBILE, Kind.EMAIL})  # different on every line: nothing to remember
BLANK: Parsed = (None, None)
TOO_LONG: Parsed = (None, "text_too_long")


class CachedParser:
    """A parser that remembers what it has parsed; blank text is neither a value nor a problem."""

    __slots__ = ("kept", "most", "parse", "seen")

    def __init__(self, column: Column, parse: Parser) -> None:
        self.parse = parse
        self.most = column.most
        self.kept = 0 if column.kind in UNIQUE else KEPT
        self.seen: dict[str, Parsed] = {}

    def __call__(self, text: str) -> Parsed:
        """Parse `text`, which has not been seen before or was not kept."""
        found = self._parse(text)
        if len(self.seen) < self.kept:
            self.seen[text] = found
        return found

    def _parse(self, text: str) -> Parsed:
        if not text.strip():
            return BLANK
        if len(text) > self.most * 2:
            return TOO_LONG
        found = self.parse(text)
        return TOO_LONG if isinstance(found[0], str) and len(found[0]) > self.most else found

"""What a cell of a spreadsheet can hold.

The common cell is a plain ``str`` (text exactly as typed) or ``None`` (blank). Everything that a person may have
meant otherwise than it is stored gets a small class of its own, so that an importer cannot take it for text.

The classes are named tuples whose last field names the kind: the child process sends them as JSON lists unchanged.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

# A double keeps 15 decimal digits; Excel shows and saves no more. Longer numbers have lost their tail.
EXACT_DIGITS: Final = 15


class NumberCell(NamedTuple):
    """A number: ``text`` is exactly what the file holds, such as ``8000.5`` or ``1.10101199003070E+17``."""

    text: str
    kind: str = "n"

    @property
    def value(self) -> Decimal:
        """The number as people see it in Excel: rounded to 15 significant digits."""
        exact = Decimal(self.text)
        if len(exact.as_tuple().digits) <= EXACT_DIGITS:
            return exact
        return Decimal(f"{exact:.{EXACT_DIGITS - 1}E}")

    @property
    def plain(self) -> str:
        """The number without exponent or trailing zeros, such as ``13800138000`` for ``1.3800138E+10``."""
        value = self.value
        if abs(value.adjusted()) > EXACT_DIGITS * 2:
            return self.text
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    @property
    def lost_digits(self) -> bool:
        """Whether the number is too long for Excel to have kept every digit (an 18-digit identity number)."""
        try:
            return Decimal(self.text).adjusted() >= EXACT_DIGITS
        except InvalidOperation:
            return True


class DateCell(NamedTuple):
    """A number shown as a date: ``text`` is the serial as stored, ``iso`` is ``YYYY-MM-DD`` or with ``THH:MM:SS``."""

    text: str
    iso: str
    kind: str = "d"

    @property
    def day(self) -> date:
        """The calendar day."""
        return date.fromisoformat(self.iso[:10])


class BoolCell(NamedTuple):
    """TRUE or FALSE: ``text`` is ``TRUE`` or ``FALSE``."""

    text: str
    kind: str = "b"


class ErrorCell(NamedTuple):
    """An Excel error such as ``#N/A`` or ``#REF!``."""

    text: str
    kind: str = "e"


class FormulaCell(NamedTuple):
    """A formula: ``text`` is the value the sender's program stored for it ('' if none). Nobody here computed it."""

    text: str
    kind: str = "f"


class MergedCell(NamedTuple):
    """A cell covered by a merged region: it only looks filled. ``text`` is the address of the region, such as A2:A4."""

    text: str
    kind: str = "m"


_new_tuple: Final = tuple.__new__
_NUMBER_END: Final = ["n"]

SpecialCell = NumberCell | DateCell | BoolCell | ErrorCell | FormulaCell | MergedCell
Cell = str | SpecialCell | None


def _kind(cell_class: type[Any]) -> str:
    return str(cell_class._field_defaults["kind"])


_BY_KIND: Final[dict[str, Any]] = {
    _kind(each): each for each in (NumberCell, DateCell, BoolCell, ErrorCell, FormulaCell, MergedCell)
}


def from_wire(fields: object) -> SpecialCell:
    """Rebuild a special cell from the list of strings the child sent; ValueError or TypeError if it is none."""
    if not isinstance(fields, list):
        raise TypeError("a special cell is a list of strings")
    if fields[1:] == _NUMBER_END and fields[0].__class__ is str:
        # By far the most frequent, so without the general checks below.
        return _new_tuple(NumberCell, fields)
    if not fields or not all(isinstance(field, str) for field in fields):
        raise ValueError("a special cell is a list of strings")
    cell_class = _BY_KIND.get(fields[-1])
    if cell_class is None or len(fields) != len(cell_class._fields):
        raise ValueError("no such kind of cell")
    made: SpecialCell = cell_class(*fields)
    return made


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The number of a column counted from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1

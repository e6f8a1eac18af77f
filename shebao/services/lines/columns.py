"""A field of a line, described once: form, template, reading and explanation sheet come from here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds and how it is read."""

    TEXT = "text"
    NAME = "name"
    DOCUMENT = "document"
    CODE = "code"
    SCHEMES = "schemes"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    MONEY = "money"
    NUMBER = "number"
    MOBILE = "mobile"
    EMAIL = "email"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Column:
    """One field: `key` in programs, `title` on page and sheet; `table` names the code table of a CODE field.

    `required` means for everybody; what is needed only in some cases is said in `help` and checked by the rules.
    `most` is the greatest number of characters, `section` the part of the form in which it stands.
    """

    key: str
    title: str
    section: StrEnum
    kind: Kind = Kind.TEXT
    required: bool = False
    table: str = ""
    most: int = 128
    help: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    width: int = 14


def typed(column: Column, value: object) -> str:
    """A value as the field of a form holds it."""
    if value is None:
        return ""
    if column.kind is Kind.MONTH:
        return f"{str(value)[:4]}-{str(value)[4:]}"
    return value.isoformat() if isinstance(value, date) else str(value)

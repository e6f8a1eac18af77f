"""Finding the header among the first rows of a sheet."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from shebao.documents.spreadsheets.layout import ERROR_TITLE, Column, Header
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.sheet import RawRow

HEADER_ROWS: Final = 10
_NOT_PART: Final = re.compile(r"[\s*·_\u200b\ufeff]|\((?:必填|选填|必填项|选填项)\)")
_MOST_SHOWN: Final = 20


def folded(title: str) -> str:
    """A title as it is compared: full-width folded, without blanks, asterisks and (必填)."""
    return _NOT_PART.sub("", unicodedata.normalize("NFKC", title)).lower()


def find_header(rows: Sequence[RawRow], columns: Sequence[Column], *, everything: bool = False) -> Header:
    """The header among the first rows; SpreadsheetRefused if there is none or it does not fit the columns.

    With ``everything`` the rows will hold every column of the sheet, not only those asked for.
    """
    by_title = {folded(title): column.key for column in columns for title in (*column.aliases, column.title)}
    best = max(rows, key=lambda row: len(_keys_in(row, by_title)), default=None)
    if best is None or len(_keys_in(best, by_title)) < min(2, len(columns)):
        titles = "、".join(column.title for column in columns)
        raise SpreadsheetRefused("header_missing", {"rows": str(HEADER_ROWS), "titles": titles})
    return _header(best, columns, by_title, everything=everything)


def _titles(row: RawRow) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" for cell in row.cells]


def _keys_in(row: RawRow, by_title: dict[str, str]) -> list[str]:
    return [by_title[title] for title in map(folded, _titles(row)) if title in by_title]


def _header(row: RawRow, columns: Sequence[Column], by_title: dict[str, str], *, everything: bool) -> Header:
    titles = _titles(row)
    while titles and not titles[-1]:
        titles.pop()
    keys = [by_title.get(folded(title)) for title in titles]
    _check(row.number, titles, keys, columns)
    positions = {key: place for place, key in enumerate(keys) if key is not None}
    by_key = {column.key: column.title for column in columns}
    return Header(
        row=row.number,
        keys=tuple(by_key),
        titles=tuple(titles if everything else by_key.values()),
        positions=positions,
        unknown=tuple(_unknown(titles, keys)),
    )


def _unknown(titles: list[str], keys: list[str | None]) -> list[str]:
    return [
        title
        for title, key in zip(titles, keys, strict=True)
        if key is None and title and folded(title) != folded(ERROR_TITLE)
    ]


def _check(number: int, titles: list[str], keys: list[str | None], columns: Sequence[Column]) -> None:
    """Report missing and repeated columns in one problem, with the unknown ones: they are often the misspelt."""
    missing = [column.title for column in columns if column.required and column.key not in keys]
    times = Counter(key for key in keys if key is not None)
    duplicate = [column.title for column in columns if times[column.key] > 1]
    if not missing and not duplicate:
        return
    named = {"missing": missing, "duplicate": duplicate, "unknown": _unknown(titles, keys)}
    lists = {name: "、".join(titles[:_MOST_SHOWN]) for name, titles in named.items()}
    raise SpreadsheetRefused("columns_wrong", {"row": str(number), **lists})

"""The columns a caller expects, the header that was found, and one row of data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from shebao.documents.spreadsheets.cells import Cell, column_letters

ERROR_TITLE: Final = "错误说明"


@dataclass(frozen=True)
class Column:
    """One expected column: ``key`` in the program, ``title`` in the template, other titles people use for it."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Header:
    """What was recognised.

    ``row`` counts from 1 as the user sees it. ``positions`` maps the key of each found column to its place in the
    sheet, counted from 0. ``unknown`` are titles nobody asked for, ``hidden`` the keys of columns that are hidden.
    ``titles`` are the titles as written, aligned with the cells of a row.
    """

    row: int
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    positions: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    sheet: str = ""

    @classmethod
    def from_wire(cls, data: dict[str, Any]) -> "Header":
        """A header from the child's plain data; TypeError or ValueError if it is none."""
        positions = {str(key): int(place) for key, place in dict(data.pop("positions")).items()}
        row, sheet = int(data.pop("row")), str(data.pop("sheet"))
        tuples = {name: tuple(map(str, data.pop(name))) for name in ("keys", "titles", "unknown", "hidden")}
        return cls(row=row, sheet=sheet, positions=positions, **tuples, **data)

    def address(self, row: int, key: str) -> str:
        """Where a value stands for the user, such as ``C12``; only the row number if the column is absent."""
        position = self.positions.get(key)
        return str(row) if position is None else f"{column_letters(position)}{row}"


class Row(NamedTuple):
    """One row that is not blank: ``number`` as the user sees it, ``cells`` aligned with the keys asked for.

    A column that the sheet lacks is ``None`` in every row. ``hidden`` says that the user cannot see the row.
    """

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def by_key(self, keys: Sequence[str]) -> dict[str, Cell]:
        """The cells under their keys: ``row.by_key(sheet.header.keys)``."""
        return dict(zip(keys, self.cells, strict=True))

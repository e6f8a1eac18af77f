"""The kinds of difference: one SQL file each, below its area, with cause and the action that closes it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SQL: Final = Path(__file__).parent / "sql"
AREAS: Final = ("employment", "charges", "notices", "payments", "messages")
"""Folders of kinds, in the order of a month."""

# -- What differs.
# -- Cause: where it comes from.
# -- Closes: code of an action, which has its words in `texts.ACTIONS`
_HEADING: Final = re.compile(r"-- (?P<what>.+)\n-- Cause: (?P<cause>.+)\n-- Closes: (?P<action>[a-z_]+)\n")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of difference. `statement` answers subject (kind:id), and month, employer_id and fen or null."""

    name: str
    area: str
    what: str
    cause: str
    action: str
    statement: str


def all_kinds() -> list[Kind]:
    """Every kind, by area and name; ValueError for a file without its heading."""
    return [_of(path, area) for area in AREAS for path in sorted((SQL / area).glob("*.sql"))]


def _of(path: Path, area: str) -> Kind:
    text = path.read_text(encoding="utf-8")
    heading = _HEADING.match(text)
    if heading is None:
        raise ValueError(f"{area}/{path.name} does not begin with what differs, its cause and what closes it")
    return Kind(path.stem, area, heading["what"], heading["cause"], heading["action"], text[heading.end() :])

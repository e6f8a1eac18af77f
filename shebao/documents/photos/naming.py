"""Whose photo it is, by the name of its file."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from shebao.kernel.widths import fold

_LONGEST: Final = 120
_WORD: Final = re.compile(r"[0-9A-Z]+", re.ASCII)
_CITIZEN: Final = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_OTHER: Final = re.compile(r"(?=.*[A-Z])(?=(?:.*\d){4})[0-9A-Z]{6,32}", re.ASCII)
"""Numbers of permits and passports: letters and at least four digits."""
_WHOLE: Final = re.compile(r"(?=(?:.*\d){4})[0-9A-Z]{6,32}", re.ASCII)
_COUNTED: Final = re.compile(r"IMG|DSC|PIC|MVI|PXL|WP|MMEXPORT")
"""What cameras and phones call their pictures."""
_TYPED: Final = re.compile(r"[0-9A-Za-z]+", re.ASCII)
_LONG: Final = re.compile(r"\d{15,}[\dX]?", re.ASCII)
"""Digits that may be somebody's number mistyped."""
_LEFT_BEHIND: Final = ("thumbs.db", "desktop.ini", ".ds_store")


def shown(name: str) -> str:
    """The file name without folders and without characters that cannot be seen; at most 120 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")[:_LONGEST]


def masked(name: str, mask: Callable[[str], str]) -> str:
    """The file name as it may stand in a list: whatever may be a number, however typed, under ``mask``."""
    number = number_in(name)

    def hidden(word: re.Match[str]) -> str:
        text = word[0].upper()
        permit = _OTHER.fullmatch(text) and not _COUNTED.match(text)
        return mask(text) if text == number or permit or _LONG.fullmatch(text) else word[0]

    return _TYPED.sub(hidden, fold(shown(name)))


def is_left_behind(name: str) -> bool:
    """Whether an entry is a folder, or one of the files that systems leave in folders by themselves."""
    path = name.replace("\\", "/")
    last = PurePosixPath(path).name.lower()
    return path.endswith("/") or "__MACOSX" in path.split("/") or last.startswith("._") or last in _LEFT_BEHIND


def number_in(name: str) -> str | None:
    """The identity number in a file name, upper case and half width; None if there is none or more than one.

    Alone (``110101199003077571.jpg``) or beside other words (``张三_110101199003077571.jpg``); of citizens and
    residents 18 or 15 characters, else letters and digits as they stand on permits and passports.
    """
    stem = fold(PurePosixPath(shown(name)).stem).upper()
    words = _WORD.findall(stem)
    for pattern in (_CITIZEN, _OTHER):
        found = {word for word in words if pattern.fullmatch(word) and not _COUNTED.match(word)}
        if found:
            return found.pop() if len(found) == 1 else None
    return stem if _WHOLE.fullmatch(stem) and not _COUNTED.match(stem) else None

"""姓名全拼: how names are spelt, for searching and as a proposal (automatic spelling errs, people may correct it)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from shebao.kernel.names import DOT
from shebao.kernel.surnames import COMPOUND, SINGLE

_GIVEN = {"卜": "bu"}
"""Characters that pypinyin reads otherwise than names do, wherever they stand."""

_HAN = re.compile("[\u2e80-\U0010ffff]")
_LATIN_MARKS = frozenset(" '-.," + DOT)


@dataclass(frozen=True, slots=True)
class Spelling:
    """The spelling of a name.

    ``full`` is one lower-case word ("zengxiaoming"), ``initials`` its first letters ("zxm"), ``shown`` what a form
    proposes ("ZENG XIAOMING"), ``complete`` False if a character has no known reading.
    """

    full: str
    initials: str
    shown: str
    complete: bool


def spell(name: str) -> Spelling:
    """The spelling of a tidied ``name``; ü is written yu after l and n (LYU), as on passports.

    Latin names spell themselves, without marks and accents.
    """
    if not _HAN.search(name):
        return _latin(name)
    surname, given = _split(name)
    first = "".join(surname)
    rest, initials, complete = _given_name(given)
    shown = f"{first} {rest}" if surname and given else first + rest
    return Spelling(first + rest, "".join([part[0] for part in surname]) + initials, shown.upper(), complete)


@lru_cache(maxsize=65536)
def _given_name(text: str) -> tuple[str, str, bool]:
    """Spelling and initials of what follows the surname, and whether every character has a reading."""
    known = [part for part in _readings(text) if part]
    complete = len(known) == sum(character != DOT for character in text)
    return "".join(known), "".join([part[0] for part in known]), complete


def _split(name: str) -> tuple[tuple[str, ...], str]:
    """Readings of the surname and the rest; names with a separator have no Chinese surname."""
    if DOT in name:
        return (), name
    if len(name) > len(name[:2]) and name[:2] in COMPOUND:
        return COMPOUND[name[:2]], name[2:]
    surname = SINGLE.get(name[0]) or "".join(_readings(name[0]))
    return ((surname,), name[1:]) if surname else ((), name)


@lru_cache(maxsize=65536)
def _readings(text: str) -> tuple[str, ...]:
    """Readings of characters that are not a surname, "" where none is known; separators are left out."""
    single = [_only_reading(character) for character in text if character != DOT]
    if None not in single:
        return tuple(reading for reading in single if reading is not None)
    spelt = lazy_pinyin(text.replace(DOT, ""), errors=_unread)  # type: ignore[arg-type]  # a list is documented
    characters = text.replace(DOT, "")
    if len(spelt) != len(characters):
        return tuple(_plain(part) for part in spelt)
    return tuple(_GIVEN.get(character) or _plain(part) for character, part in zip(characters, spelt, strict=True))


def _unread(characters: str) -> list[str]:
    """What pypinyin is to put for characters it cannot read."""
    return [character.lower() if character.isascii() and character.isalpha() else "" for character in characters]


@lru_cache(maxsize=32768)
def _only_reading(character: str) -> str | None:
    """The reading of a character that has but one (tones apart), "" if it has none, None if the company decides."""
    if character in _GIVEN:
        return _GIVEN[character]
    if character.isascii():
        return character.lower() if character.isalpha() else ""
    readings = {_toneless(reading) for reading in PINYIN_DICT.get(ord(character), "").split(",")}
    return readings.pop() if len(readings) == 1 else None


def _toneless(reading: str) -> str:
    plain = reading.replace("ü", "v").translate(str.maketrans("ǖǘǚǜ", "vvvv"))
    return _plain("".join(part for part in unicodedata.normalize("NFD", plain) if not unicodedata.combining(part)))


def _plain(reading: str) -> str:
    """Pypinyin's ``lv`` as passports write it; other ü are written u already."""
    return reading.replace("v", "yu") if reading in ("lv", "nv") else reading.replace("v", "u")


def _latin(name: str) -> Spelling:
    base = "".join(part for part in unicodedata.normalize("NFD", name) if not unicodedata.combining(part))
    words = "".join(" " if character in _LATIN_MARKS else character for character in base).split()
    full = "".join(words).lower()
    return Spelling(full, "".join(word[0] for word in words).lower(), " ".join(words).upper(), bool(full))

"""姓名全拼: how names are spelt, for searching and as a proposal (automatic spelling errs, people may correct it).

By GB/T 28039-2011: surname first, then the given name as one word (5.1.1), ü written yu where only capital letters
stand (6.2). The proposal reads surnames by their own table, the rest by the dictionary of pypinyin.
"""

import importlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, islice, product
from types import ModuleType
from typing import Final

from shebao.kernel.names import DOT
from shebao.kernel.surnames import COMPOUND, SINGLE, SURNAME_READINGS
from shebao.kernel.widths import fold

MOST_READINGS: Final = 12
"""So many spellings are offered for one name."""

_GIVEN: Final = {"卜": "bu"}
"""Characters that pypinyin reads otherwise than names do, wherever they stand."""

_USUAL: Final = {"晟": "sheng", "隽": "jun", "曾": "zeng", "長": "chang", "长": "chang", "缪": "miao", "了": "liao"}
"""Readings usual in given names, where the name is no word that the dictionary knows."""

_HAN: Final = re.compile("[\u2e80-\U0010ffff]")
_YU: Final = re.compile("([ln])[üv]")
"""How ü is typed in pinyin."""
_LATIN_MARKS: Final = frozenset(" '-.," + DOT)
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ı": "i", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ħ": "h", "ŧ": "t"}
    | {"Đ": "D", "Ð": "D", "Ł": "L", "Ø": "OE", "Æ": "AE", "Œ": "OE", "ẞ": "SS", "Þ": "TH", "Ħ": "H", "Ŧ": "T"}
)
"""Latin letters that are no letter with an accent, as machine-readable zones of passports write them (ICAO 9303-3)."""

_LONGEST: Final = 6
"""Letters of the longest reading (zhuang)."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The spelling of a name.

    ``full`` is one lower-case word ("zengxiaoming"), ``initials`` its first letters ("zxm"), ``shown`` what a form
    proposes ("ZENG XIAOMING"), ``complete`` False if a character has no known reading or is no Latin letter.
    """

    full: str
    initials: str
    shown: str
    complete: bool


@cache
def _pypinyin() -> ModuleType:
    """pypinyin, whose dictionary takes 0.2 s to load: not before somebody's name is spelt."""
    return importlib.import_module("pypinyin")


def full(name: str) -> str:
    """姓名全拼 proposed for a tidied ``name`` as it is kept and searched: one word in small letters."""
    return spell(name).full


def spell(name: str) -> Spelling:
    """The spelling of a tidied ``name``; ü is written yu after l and n (LYU), as on passports.

    Latin names spell themselves, without marks and accents. The parts of a name with separators are words of their own.
    """
    if not _HAN.search(name):
        return _latin(name)
    surname, given = _split(name)
    return _joined(surname, [_given_name(part) for part in given.split(DOT)])


def readings(name: str) -> tuple[Spelling, ...]:
    """Spellings that a clerk may choose from, the proposal first, at most ``MOST_READINGS``, those nearest to it first.

    Another reading of one character is nearer than of two. Latin names have one spelling.
    """
    proposal = spell(name)
    if not _HAN.search(name) or not proposal.complete:
        return (proposal,)
    found = {proposal.full: proposal}
    for spelt in islice(_others(name), MOST_READINGS * 4):
        found.setdefault(spelt.full, spelt)
    return tuple(found.values())[:MOST_READINGS]


def match(name: str, typed: str) -> Spelling:
    """The spelling that somebody typed for a tidied ``name``, in the form in which it is kept.

    ``complete`` is False where the letters are none of the readings of the characters, or not those of a Latin name:
    that may be right (names of minorities are spelt by their own language) and is worth a second look. ValueError if
    ``typed`` has anything but letters, blanks and the marks of names, or no letter at all. Of a character without a
    known reading every reading is taken.
    """
    plain = unicodedata.normalize("NFC", fold(typed).lower()).translate(str.maketrans("ǖǘǚǜ", "üüüü"))
    words = _words(plain)
    letters = "".join(words)
    if not _HAN.search(name):
        usual = spell(name)
        return usual if usual.full == letters else Spelling(letters, _initials(words), " ".join(words).upper(), False)
    pinyin = "".join(_words(_YU.sub(r"\1yu", plain)))
    parts = _aligned(tuple(character for character in name if character != DOT), pinyin)
    if parts is None:
        return Spelling(letters, _initials(words), " ".join(words).upper(), complete=False)
    return _of_parts(name, parts)


def _words(plain: str) -> list[str]:
    """The words of what was typed, without marks and accents."""
    words = "".join(" " if mark in _LATIN_MARKS else mark for mark in _without_accents(plain)).split()
    if not words or not all(word.isascii() and word.isalpha() for word in words):
        raise ValueError("a spelling has letters only")
    return words


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words).lower()


def _aligned(characters: tuple[str, ...], letters: str) -> tuple[str, ...] | None:
    """``letters`` cut into readings of ``characters``, or None; remembers what failed, so that time stays bounded."""
    failed: set[tuple[int, int]] = set()

    def cut(place: int, start: int) -> tuple[str, ...] | None:
        if place == len(characters):
            return () if start == len(letters) else None
        if (place, start) in failed:
            return None
        for reading in _all_readings(characters[place]) or _any_reading(characters[place], letters[start:]):
            rest = cut(place + 1, start + len(reading)) if letters.startswith(reading, start) else None
            if rest is not None:
                return (reading, *rest)
        failed.add((place, start))
        return None

    return cut(0, 0)


def _any_reading(character: str, letters: str) -> tuple[str, ...]:
    """What a Chinese character that no dictionary reads may be read as: some of the letters that are left."""
    if not _HAN.match(character):
        return ()
    return tuple(letters[:length] for length in range(1, min(_LONGEST, len(letters)) + 1))


def _others(name: str) -> Iterator[Spelling]:
    """Other spellings of a Chinese name: one character read otherwise, then two."""
    characters = [character for character in name if character != DOT]
    proposed = _proposed(name)
    if len(proposed) != len(characters):
        return
    choices = [
        [reading for reading in _all_readings(character) if reading != usual]
        for character, usual in zip(characters, proposed, strict=True)
    ]
    places = [place for place, others in enumerate(choices) if others]
    for count in (1, 2):
        for changed in combinations(places, count):
            for others in product(*(choices[place] for place in changed)):
                parts = list(proposed)
                for place, reading in zip(changed, others, strict=True):
                    parts[place] = reading
                yield _of_parts(name, parts)


def _proposed(name: str) -> tuple[str, ...]:
    surname, given = _split(name)
    return (*surname, *(reading for part in given.split(DOT) for reading in _readings(part)))


def _of_parts(name: str, parts: Sequence[str]) -> Spelling:
    """The spelling of a Chinese name from the readings of its characters."""
    left = iter(parts)
    surname, given = _split(name)
    first = [next(left) for _ in surname]
    cut = [[next(left) for _ in part] for part in given.split(DOT)]
    return _joined(first, [("".join(read), _initials(read), True) for read in cut])


def _joined(surname: Sequence[str], words: Sequence[tuple[str, str, bool]]) -> Spelling:
    """The readings of a surname and what :func:`_given_name` says of the words behind it, as one spelling."""
    shown = " ".join(word for word in ("".join(surname), *(word[0] for word in words)) if word)
    initials = _initials(surname) + "".join([word[1] for word in words])
    return Spelling(shown.replace(" ", ""), initials, shown.upper(), all(word[2] for word in words))


@lru_cache(maxsize=65536)
def _given_name(text: str) -> tuple[str, str, bool]:
    """Spelling and initials of what follows the surname, and whether every character has a reading."""
    known = [part for part in _readings(text) if part]
    return "".join(known), "".join([part[0] for part in known]), len(known) == len(text)


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
    """Readings of characters that are not a surname, "" where none is known."""
    single = [_only_reading(character) for character in text]
    if None not in single:
        return tuple(reading for reading in single if reading is not None)
    spelt = [_plain(part) for part in _pypinyin().lazy_pinyin(text, errors=_unread)]
    if len(spelt) != len(text):
        return tuple(spelt)
    usual = _GIVEN if text in _pypinyin().constants.PHRASES_DICT else _USUAL | _GIVEN
    return tuple(usual.get(character) or part for character, part in zip(text, spelt, strict=True))


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
    readings = {_toneless(reading) for reading in _pypinyin().constants.PINYIN_DICT.get(ord(character), "").split(",")}
    return readings.pop() if len(readings) == 1 else None


def _all_readings(character: str) -> tuple[str, ...]:
    """Every reading of a character, as a surname first; none for what is not Chinese."""
    listed = (_toneless(reading) for reading in _pypinyin().constants.PINYIN_DICT.get(ord(character), "").split(","))
    usual = (*SURNAME_READINGS.get(character, ()), _GIVEN.get(character, ""), _only_reading(character) or "")
    return tuple(dict.fromkeys(reading for reading in (*usual, *listed) if reading))


def _toneless(reading: str) -> str:
    plain = reading.replace("ü", "v").translate(str.maketrans("ǖǘǚǜ", "vvvv"))
    return _plain(_without_accents(plain))


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(part for part in plain if not unicodedata.combining(part))


def _plain(reading: str) -> str:
    """Pypinyin's ``lv`` and ``lve`` as passports write them; other ü are written u already."""
    return reading.replace("v", "yu" if reading[:1] in ("l", "n") else "u")


def _latin(name: str) -> Spelling:
    words = "".join(" " if character in _LATIN_MARKS else character for character in _without_accents(name)).split()
    letters = "".join(words).lower()
    return Spelling(letters, _initials(words), " ".join(words).upper(), letters.isascii() and letters.isalpha())

"""Names of persons: tidied, checked, never mangled; length counts characters (code points), not bytes."""

# ruff: noqa: PLR2004 - code points are clearest as numbers

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from shebao.kernel import gb18030
from shebao.kernel.gb18030 import Level

MAX_LENGTH: Final = 100
DOT: Final = "\u00b7"
"""The name separator: GB 18030 A1A4."""

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name_empty": "未填写姓名。",
        "name_too_long": "姓名不能超过100个字。",
        "name_characters": "姓名中有不允许的字符，请只填写证件上的姓名。",
        "name_invisible": "姓名中有看不见的控制字符，请删除后重新输入。",
        "name_placeholder": "姓名中的生僻字没有正确录入，请用支持生僻字的输入法重新填写。",
        "name_dot": "姓名中的间隔号“·”不能在开头、结尾或连续出现。",
    }
)
"""Every problem code and its message in Chinese."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "one": "按标准编码保存，各系统都能显示。",
        "one_wide": "按标准编码保存（四字节），较早的系统可能显示为空白或方框。",
        "two": "通用规范汉字，按标准编码保存（四字节，基本平面以外），未升级字库的系统可能显示为空白或方框。",
        "three": "生僻字，按标准编码保存（四字节，基本平面以外），须使用三级字库的系统才能显示。",
        "outside": "有国际编码但未列入GB 18030-2022要求，按国际编码保存，多数系统暂不能显示。",
        "private": "自造字，没有标准编码，其他系统可能显示为另一个字，请改用证件上的标准字。",
    }
)
"""How a character is stored, by level; ``one_wide`` is level 1 in four bytes."""

_COMMON: Final = re.compile("[\u4e00-\u9fa5]{1,100}")
_HAN: Final = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003fffd]"
)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_RARE_CANDIDATE: Final = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff\U00020000-\U0010fffd]")
_LOOKALIKES: Final = "\u2022\u30fb\uff0e\u2027\uff65\u2e31\u16eb\u2219\u22c5\u2024\u0387\u25cf\u26ab\u318d\u00b7"
_DOTS: Final = str.maketrans(dict.fromkeys(_LOOKALIKES, DOT))
_LETTERS: Final[dict[int, int]] = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_LETTERS.update({0xFF07: 0x27, 0xFF0C: 0x2C, 0xFF0D: 0x2D, 0x2019: 0x27, 0x2018: 0x27, 0x2010: 0x2D, 0x2011: 0x2D})
_BLANKS: Final = re.compile(r"[\s\u3000]+")
_BLANK_AT_HAN: Final = re.compile(f"(?<={_HAN.pattern}) | (?={_HAN.pattern})| ?{DOT} ?")
_FULL_STOP_AT_HAN: Final = re.compile(rf"(?<={_HAN.pattern})\.(?={_HAN.pattern})")
_PLACEHOLDERS: Final = frozenset("▀□■?？�〓*＊")
_MARKS: Final = frozenset(" '-.,·")

# Code points of GB 18030-2005 in the private-use area and where GB 18030-2022 puts the same characters (those used
# in names; the ten vertical punctuation marks of the same move are left out).
_MOVED: Final = {
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE831: 0x215D7,
    0xE83B: 0x2298F,
    0xE855: 0x241FE,
}


_RADICALS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""Kangxi radicals, which text copied from PDF files has in the place of the characters that look the same."""

_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors and fillers: letters or marks by their category, but nothing is seen of them."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read: ``text`` tidied, ``problem`` "" or a key of :data:`PROBLEMS`.

    ``rare`` proposes the answer to 是否存在生僻字; ``private`` says that a character has no standard code, so that
    other systems may show it differently.
    """

    text: str
    problem: str = ""
    rare: bool = False
    private: bool = False

    @property
    def ok(self) -> bool:
        """Whether the name is without fault."""
        return not self.problem


def parse_name(text: str) -> Name:
    """A person's name as typed or received; never raises."""
    if _COMMON.fullmatch(text):
        return Name(text)  # GBK has every character of the pattern
    tidied = tidy(text[: MAX_LENGTH * 4])
    return Name(tidied, _problem(tidied), is_rare(tidied), _PRIVATE.search(tidied) is not None)


def tidy(text: str) -> str:
    """``text`` in the one form in which names are kept.

    NFC, never NFKC; look-alike dots become U+00B7 (a full stop stays one in Latin names); full-width Latin letters
    become half-width; blanks go from Chinese names and become single in others; private-use characters that GB
    18030-2022 moved get their standard code point; Kangxi radicals become the characters that they look like.
    """
    han = _HAN.search(text) is not None
    if not han:
        text = text.replace("\uff0e", ".")
    text = unicodedata.normalize(
        "NFC", text.translate(_MOVED).translate(_RADICALS).translate(_LETTERS).translate(_DOTS)
    )
    text = _BLANKS.sub(" ", text).strip()
    if han:
        text = _FULL_STOP_AT_HAN.sub(DOT, text)
    return _BLANK_AT_HAN.sub(lambda match: DOT if DOT in match[0] else "", text)


def is_rare(name: str) -> bool:
    """Whether ``name`` has a Chinese character that GBK lacks, or a private-use one (a proposal)."""
    return any(not _in_gbk(character) for character in _RARE_CANDIDATE.findall(name))


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class StoredCharacter:
    """How one character is stored: ``level`` and ``gb18030`` (hexadecimal) by GB 18030-2022, ``words`` for people."""

    character: str
    code_point: str
    level: Level
    gb18030: str
    words: str


@dataclass(frozen=True, slots=True)
class Stored:
    """How a name is stored, character by character; ``rare`` is the proposal for 是否存在生僻字."""

    characters: tuple[StoredCharacter, ...]
    rare: bool

    @property
    def level(self) -> Level:
        """The implementation level a system needs for the whole name; ``OUTSIDE`` if none suffices."""
        levels = {character.level for character in self.characters}
        return Level.OUTSIDE if Level.OUTSIDE in levels else max(levels, default=Level.ONE)


def storage(name: str) -> Stored:
    """How a tidied ``name`` will be stored; never raises."""
    return Stored(tuple(_stored(character) for character in name), is_rare(name))


def _stored(character: str) -> StoredCharacter:
    position, level = gb18030.encode(character), gb18030.level(character)
    words = _words(character, level, len(position))
    return StoredCharacter(character, f"U+{ord(character):04X}", level, position.hex().upper(), words)


def _words(character: str, level: Level, length: int) -> str:
    if _PRIVATE.match(character):
        return WORDS["private"]
    if level is Level.ONE and length > 2:
        return WORDS["one_wide"]
    return WORDS[level.name.lower()]


def _problem(name: str) -> str:
    if not name:
        return "name_empty"
    if len(name) > MAX_LENGTH:
        return "name_too_long"
    if not _PLACEHOLDERS.isdisjoint(name):
        return "name_placeholder"
    worst = {_of_character(character) for character in name}
    if "name_invisible" in worst:
        return "name_invisible"
    if "name_characters" in worst or not any(unicodedata.category(character)[0] in "LCN" for character in name):
        return "name_characters"
    return "name_dot" if name[0] == DOT or name[-1] == DOT or DOT * 2 in name else ""


def _of_character(character: str) -> str:
    """The problem of one character by its category; planes 2 and 3 hold ideographs newer than Python's tables."""
    code = ord(character)
    if 0x20000 <= code <= 0x3FFFD and code & 0xFFFF < 0xFFFE:
        return ""
    category = unicodedata.category(character)
    if _UNSEEN.match(character):
        return "name_invisible"
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp") or (category == "Cn" and _is_noncharacter(code)):
        return "name_invisible"
    if category[0] in "LM" or category == "Co" or character in _MARKS or character == "〇":
        return ""
    return "name_characters"


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel import gb18030
from shebao.kernel.gb18030 import Level
from shebao.kernel.names import WORDS, is_rare, storage

HAN = (
    *range(0x2E80, 0x2FE0),
    *range(0x3400, 0x4DC0),
    *range(0x4E00, 0xA000),
    *range(0xF900, 0xFB00),
    *range(0x20000, 0x32400),
)


def test_the_levels_have_as_many_characters_as_the_standard_says() -> None:
    """GB 18030-2022, clause 9: 27,584, 27,780 and 88,115 characters (the last with all below)."""
    count = Counter(gb18030.level(chr(code)) for code in HAN)
    one, two = count[Level.ONE], count[Level.ONE] + count[Level.TWO]
    assert (one, two, two + count[Level.THREE]) == (27_584, 27_780, 88_115)


def test_level_two_adds_the_standard_characters_beyond_the_basic_plane() -> None:
    """通用规范汉字表 (2013): 8,105 characters, 196 of them in CJK Extensions B (36), C (44), D (8) and E (108)."""
    starts = (0x20000, 0x2A700, 0x2B740, 0x2B820)
    blocks = Counter(max(start for start in starts if ord(c) >= start) for c in gb18030.STANDARD_BEYOND_BMP)
    assert [blocks[start] for start in starts] == [36, 44, 8, 108]


# Character, level and bytes: GB 2312 and GBK positions from their tables, the ends of the ranges in four bytes from
# clause 9 of the edition of 2022, exchanged positions from its foreword.
STORED = [
    ("王", 1, "CDF5"), ("芳", 1, "B7BC"), ("喆", 1, "86B4"), ("A", 1, "41"), ("·", 1, "A1A4"), ("〇", 1, "A996"),
    ("㐀", 1, "8139EE39"), ("䶵", 1, "82358738"), ("龦", 1, "82358F33"), ("鿯", 1, "82359636"),
    ("\u9fb4", 1, "FE59"), ("\u9fb5", 1, "FE61"), ("\u9fb6", 1, "FE66"), ("\u9fb7", 1, "FE67"),
    ("\u9fb8", 1, "FE6D"), ("\u9fb9", 1, "FE7E"), ("\u9fba", 1, "FE90"), ("\u9fbb", 1, "FEA0"), ("\u1e3f", 1, "A8BC"),
    ("𠀀", 3, "95328236"), ("\U00020087", 3, "95329031"), ("\U0002a6d6", 3, "9835F336"), ("\U0002a6d7", 0, "9835F337"),
    ("\ue81e", 0, "82359037"), ("\ue864", 0, "82359134"), ("\ue000", 0, "AAA1"), ("\uf92c", 0, "FD9C"),
]  # fmt: skip


def test_characters_are_stored_at_their_level_in_their_bytes() -> None:
    found = [(s.character, s.level, s.gb18030) for c, _, _ in STORED for s in storage(c).characters]
    assert found == STORED


@pytest.mark.parametrize("character", ["㛃", "䶮", "\u4db5", "\ufa0e", "\ufa29", "⺁"])
def test_other_characters_of_level_one(character: str) -> None:
    assert gb18030.level(character) is Level.ONE


@pytest.mark.parametrize("character", ["\u4db6", "\u9ff0", "\ufa20", "\U00031350", "\U0002ebe1", "\ufa2a"])
def test_characters_that_no_system_has_to_know(character: str) -> None:
    assert gb18030.level(character) is Level.OUTSIDE


@given(st.integers(0x10000, 0x10FFFF))
def test_beyond_the_basic_plane_the_bytes_count_on_from_90308130(code: int) -> None:
    rest = code - 0x10000
    counted = bytes((0x90 + rest // 12600, 0x30 + rest // 1260 % 10, 0x81 + rest // 10 % 126, 0x30 + rest % 10))
    assert gb18030.encode(chr(code)) == counted


def test_a_name_says_how_each_character_is_stored_and_which_level_it_needs() -> None:
    stored = storage("王㛃𬍤")
    assert [character.words for character in stored.characters] == [WORDS["one"], WORDS["one_wide"], WORDS["two"]]
    assert [character.code_point for character in stored.characters] == ["U+738B", "U+36C3", "U+2C364"]
    assert (stored.level, stored.rare) == (Level.TWO, True)


@pytest.mark.parametrize(
    ("name", "level", "word"),
    [
        ("张三", Level.ONE, "one"),
        ("𠮷", Level.THREE, "three"),
        ("王\U00031350", Level.OUTSIDE, "outside"),
        ("\ue000𬍤", Level.OUTSIDE, "two"),
        ("王\ue000", Level.OUTSIDE, "private"),
    ],
)
def test_the_hardest_character_decides(name: str, level: Level, word: str) -> None:
    stored = storage(name)
    assert stored.level is level
    assert [character.words for character in stored.characters[-1:]] == [WORDS[word]]
    assert stored.rare is is_rare(name)


def test_no_name_needs_nothing() -> None:
    assert (storage("").characters, storage("").level) == ((), Level.ONE)


@given(st.characters(exclude_categories=["Cs"]))
def test_no_two_characters_share_their_bytes(character: str) -> None:
    position = gb18030.encode(character)
    assert len(position) in (1, 2, 4)
    plain = position.decode("gb18030")
    assert plain == character or gb18030.encode(plain) != position


def test_a_lone_surrogate_has_no_bytes() -> None:
    assert storage("\ud800").characters[0].gb18030 == ""
    assert gb18030.level("\ud800") is Level.OUTSIDE

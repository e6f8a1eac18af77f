from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel import gb18030
from shebao.kernel.pinyin import MOST_READINGS, full, match, readings, spell

GROUPS = yaml.safe_load(Path(__file__).with_name("name_cases.yaml").read_text("utf-8"))
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


def cases_of(group: str) -> Iterator[tuple[str, str]]:
    """Names and their spellings; a character stands for a given name."""
    for case in GROUPS[group].get("characters", "").split():
        yield "王" + case[0], f"WANG {case[1:].upper()}"
    words = GROUPS[group].get("cases", "").split()
    yield from ((n.replace("^", " "), s.replace("^", " ")) for n, s in zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize("group", GROUPS)
def test_names_are_spelt_by_the_public_rule_of_their_group(group: str) -> None:
    wrong = {name: spell(name).shown for name, expected in cases_of(group) if spell(name).shown != expected}
    assert wrong == {}


def test_there_are_enough_cases_and_each_group_names_its_rule_and_source() -> None:
    assert sum(len(set(cases_of(group))) for group in GROUPS) >= 450
    assert all(group["rule"] and group["source"] for group in GROUPS.values())


def test_the_characters_beyond_the_basic_plane_are_those_of_level_two() -> None:
    read = {name[1] for name, _ in cases_of("standard_characters_beyond_the_basic_plane")}
    assert read <= gb18030.STANDARD_BEYOND_BMP
    assert all(spell("王" + character).complete for character in gb18030.STANDARD_BEYOND_BMP)


def test_full_is_what_is_kept_and_searched() -> None:
    assert (full("曾晓明"), full("José García"), full("阿卜杜拉·买买提")) == (
        "zengxiaoming",
        "josegarcia",
        "abudulamaimaiti",
    )


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("曾晓明", "CENG XIAOMING"),
        ("单增", "DAN ZENG"),
        ("盖明", "GAI MING"),
        ("谌明", "SHEN MING"),
        ("万俟明", "WANSI MING"),
        ("翟明", "DI MING"),
        ("王茜", "WANG XI"),
        ("乐长行", "LE ZHANGXING"),
    ],
)
def test_clerks_may_choose_other_readings(name: str, offered: str) -> None:
    found = readings(name)
    assert found[0] == spell(name)
    assert offered in [spelling.shown for spelling in found]


@pytest.mark.parametrize("typed", ["ZENG XIAOMING", "zengxiaoming", "Zēng Xiǎo-míng", "ＺＥＮＧ xiao ming"])
def test_what_is_typed_is_kept_in_one_form(typed: str) -> None:
    assert match("曾晓明", typed) == spell("曾晓明")


@pytest.mark.parametrize("typed", ["LYU BU", "LÜ BU", "lv bu", "Lǚ Bù"])
def test_every_way_to_type_a_u_with_dots_is_one_spelling(typed: str) -> None:
    assert match("吕布", typed) == spell("吕布")


@pytest.mark.parametrize(
    ("name", "typed", "full_letters", "initials"),
    [
        ("买买提", "Mämät", "mamat", "m"),
        ("王明", "LI HUA", "lihua", "lh"),
        ("José", "Joseph", "joseph", "j"),
        ("阿尔文", "Alvin", "alvin", "a"),
    ],
)
def test_a_spelling_that_is_none_of_the_readings_is_kept_and_flagged(
    name: str, typed: str, full_letters: str, initials: str
) -> None:
    spelling = match(name, typed)
    assert (spelling.full, spelling.initials, spelling.complete) == (full_letters, initials, False)


@pytest.mark.parametrize(
    ("name", "letters", "complete"),
    [("Đặng Łoß", "dangloss", True), ("Øre", "oere", True), ("Иван", "иван", False), ("Σωκράτης", "σωκρατης", False)],
)
def test_a_name_is_spelt_with_plain_letters_or_not_at_all(name: str, letters: str, complete: bool) -> None:
    spelling = spell(name)
    assert (spelling.full, spelling.complete) == (letters, complete)


def test_a_character_that_no_dictionary_reads_takes_what_is_typed() -> None:
    spelling = match("王𠮷", "WANG JI")
    assert (spelling.full, spelling.initials, spelling.shown, spelling.complete) == ("wangji", "wj", "WANG JI", True)
    assert not match("王𠮷", "WANG").complete
    assert not match("王𠮷", "LI JI").complete


@pytest.mark.parametrize("name", ["Silva", "Müller", "José García", "O'Brien", "Invernizzi"])
def test_a_latin_name_is_its_own_spelling(name: str) -> None:
    assert match(name, name.upper()) == spell(name)


@pytest.mark.parametrize("typed", ["", "  ", "曾", "zeng1", "zeng;ming", "-", "зeng", "zeng\x00"])
def test_a_spelling_without_letters_or_with_more_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="letters only"):
        match("曾明", typed)


@given(CHINESE)
def test_every_reading_that_is_offered_is_taken_when_typed(name: str) -> None:
    offered = readings(name)
    assert 1 <= len(offered) <= MOST_READINGS
    assert len({spelling.full for spelling in offered}) == len(offered)
    assert all(match(name, spelling.shown).full == spelling.full for spelling in offered if spelling.full)
    assert all(match(name, spelling.shown).complete for spelling in offered if spelling.complete)


def test_a_long_name_is_matched_in_bounded_time() -> None:
    assert not match("长" * 100, "chang" * 99 + "chan").complete
    assert len(readings("长" * 100)) == MOST_READINGS

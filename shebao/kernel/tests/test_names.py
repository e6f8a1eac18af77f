import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.names import MAX_LENGTH, PROBLEMS, is_rare, parse_name, tidy
from shebao.kernel.pinyin import spell


@pytest.mark.parametrize("dot", "\u2022\u30fb\uff0e\u2027\uff65\u2e31\u16eb.")
def test_look_alike_dots_become_the_one_dot(dot: str) -> None:
    assert parse_name(f"买买提{dot}吐尔逊").text == "买买提\u00b7吐尔逊"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 芳", "王芳"),
        ("王\u3000芳", "王芳"),
        ("阿卜杜拉 · 买买提", "阿卜杜拉·买买提"),
        ("ＪＯＨＮ　Ｓｍｉｔｈ", "JOHN Smith"),
        ("J．R. Smith", "J.R. Smith"),
        ("John   Smith ", "John Smith"),
        ("Jose\u0301", "José"),
        ("O’Neil", "O'Neil"),
        ("ﬁ", "ﬁ"),
        ("㐀㛃", "㐀㛃"),
        ("⾦⽂⽴", "金文立"),
    ],
)
def test_names_are_tidied_and_never_folded_by_compatibility(typed: str, kept: str) -> None:
    name = parse_name(typed)
    assert (name.text, name.problem) == (kept, "")


@pytest.mark.parametrize(
    ("private", "standard"),
    [("\ue81e", "\u9fb4"), ("\ue864", "\u9fbb"), ("\ue816", "\U00020087"), ("\ue855", "\U000241fe")],
)
def test_characters_moved_by_gb18030_2022_get_their_standard_code(private: str, standard: str) -> None:
    name = parse_name("王" + private)
    assert (name.text, name.ok, name.rare, name.private) == ("王" + standard, True, True, False)


def test_other_private_characters_stay_and_are_flagged() -> None:
    name = parse_name("王\ue000")
    assert (name.text, name.ok, name.rare, name.private) == ("王\ue000", True, True, True)


@pytest.mark.parametrize("name", ["𬍤一", "王㛃", "\U00031350明", "\U000323b0明"])
def test_rare_characters_survive_and_are_known_as_rare(name: str) -> None:
    assert (parse_name(name).text, parse_name(name).ok, is_rare(name)) == (name, True, True)


@pytest.mark.parametrize("name", ["张三", "镕基", "喆", "José García", "〇", "ジョン·スミス"])
def test_common_characters_are_not_rare(name: str) -> None:
    assert parse_name(name).ok
    assert not is_rare(name)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "name_empty"),
        ("  ", "name_empty"),
        ("王" * 101, "name_too_long"),
        ("\U00020000" * 101, "name_too_long"),
        ("王" * 10**6, "name_too_long"),
        ("王1", "name_characters"),
        ("王😀", "name_characters"),
        ("=1+1", "name_characters"),
        ("...", "name_characters"),
        ("张三（曾用名）", "name_characters"),
        ("王\x00", "name_invisible"),
        ("王\u200b芳", "name_invisible"),
        ("王\u202e芳", "name_invisible"),
        ("葛\U000e0100明", "name_invisible"),
        ("王\ufe00明", "name_invisible"),
        ("王\u3164", "name_invisible"),
        ("\ud800", "name_invisible"),
        ("王\ufffe", "name_invisible"),
        ("王\ufdd0", "name_invisible"),
        ("王▀", "name_placeholder"),
        ("王?", "name_placeholder"),
        ("·王", "name_dot"),
        ("王··芳", "name_dot"),
    ],
)
def test_each_fault_has_its_problem(typed: str, problem: str) -> None:
    assert parse_name(typed).problem == problem
    assert PROBLEMS[problem]


def test_a_hundred_characters_outside_the_bmp_are_a_hundred() -> None:
    assert parse_name("\U00020000" * MAX_LENGTH).ok


@given(st.text(max_size=150))
def test_any_text_is_a_name_or_has_a_problem(text: str) -> None:
    name = parse_name(text)
    assert name.problem in PROBLEMS or (name.text and unicodedata.is_normalized("NFC", name.text))


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Mn"], include_characters=" ·・.．’"), max_size=40))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("解晓东", "xiexiaodong", "xxd"),
        ("曾国藩", "zengguofan", "zgf"),
        ("查良镛", "zhaliangyong", "zly"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("区志伟", "ouzhiwei", "ozw"),
        ("阿卜杜拉", "abudula", "abdl"),
        ("阿卜杜拉·买买提", "abudulamaimaiti", "abdlmmt"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("吕布", "lyubu", "lb"),
        ("张长江", "zhangchangjiang", "zcj"),
        ("欧阳", "ouyang", "oy"),
        ("José García", "josegarcia", "jg"),
    ],
)
def test_spelling(name: str, full: str, initials: str) -> None:
    spelling = spell(name)
    assert (spelling.full, spelling.initials, spelling.complete) == (full, initials, True)


def test_the_proposal_parts_surname_and_given_name() -> None:
    assert spell("曾晓明").shown == "ZENG XIAOMING"
    assert spell("欧阳修").shown == "OUYANG XIU"


def test_an_unreadable_character_makes_the_spelling_incomplete() -> None:
    assert not spell("王\ue000").complete


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Co"]), min_size=1, max_size=20))
def test_spelling_never_fails(name: str) -> None:
    spelling = spell(name)
    assert " " not in spelling.full
    assert spelling.full[:1] == spelling.initials[:1]

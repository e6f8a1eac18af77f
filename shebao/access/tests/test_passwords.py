"""What a password must be, in both profiles."""

import gzip
from pathlib import Path

import pytest
from django.contrib.auth import password_validation

from shebao.access.passwords import PROFILES, WORDS, Profile, classes_of, weaknesses

ABOUT = ["zhang.min", "张敏", "13800138000", "谨慎商贸有限公司", "91110105MA00000011"]

GOOD_IN_BOTH = ["Xue-hua.7Piao.Piao", "correct Horse 7 battery", "窗前明月光Abc-疑是地上霜9"]
GOOD_IN_MLPS3 = ["Lan-se.De8Hai", "Qing-tian.6Yue", "k7Tv!mQ2", "éÀ9-xyzw"]
GOOD_IN_NIST = ["six white ducks swim here", "窗前明月光疑是地上霜举头望明月"]
BAD_IN_BOTH = [
    "",
    "Ab1!",
    "Aaaaaaaa1!"[:3],
    "12345678",
    "Password1!",
    "P@ssw0rd2026",
    "Shebao2026!",
    "Beijing@2026",
    "Chaoyang#110",
    "Zhang.Min2026",
    "ZHANG.MIN!1a",
    "91110105MA00000011Aa!",
    "13800138000Aa!",
    "aB1!aB1!aB1!aB1!"[:1] * 20,
    "abcdefghijklmnop",
    "Aa1!" * 40,
    "Qwerty123!",
    "Ｐａｓｓｗｏｒｄ１！",
]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("password", GOOD_IN_BOTH)
def test_good_in_both(password: str, profile: Profile) -> None:
    assert weaknesses(password, profile, ABOUT) == []


@pytest.mark.parametrize("password", GOOD_IN_MLPS3)
def test_eight_characters_of_three_classes(password: str) -> None:
    assert weaknesses(password, PROFILES["mlps3"], ABOUT) == []
    assert weaknesses(password, PROFILES["nist"], ABOUT)


@pytest.mark.parametrize("password", GOOD_IN_NIST)
def test_fifteen_characters_of_any_class(password: str) -> None:
    assert weaknesses(password, PROFILES["nist"], ABOUT) == []
    assert weaknesses(password, PROFILES["mlps3"], ABOUT)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("password", BAD_IN_BOTH)
def test_bad_in_both(password: str, profile: Profile) -> None:
    assert weaknesses(password, profile, ABOUT)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_words_of_this_place_are_refused_however_dressed(profile: Profile) -> None:
    dressed = [form for word in WORDS for form in (word, word.title() + "1!", word.upper() + "@2026", "1a!" + word)]
    assert [password for password in dressed if not weaknesses(password, profile, ())] == []


def test_the_three_thousand_commonest_are_refused() -> None:
    listed = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    words = gzip.decompress(listed.read_bytes()).decode().split("\n")[:3000]
    dressed = [form for word in words for form in (word, word.title(), word.title() + "1!", word.upper() + "#66")]
    assert len(dressed) == 12_000
    assert [one for one in dressed if "太常见" not in "".join(weaknesses(one, PROFILES["mlps3"], ()))] == []


@pytest.mark.parametrize(
    ("password", "classes"), [("", 0), ("abc", 1), ("aB", 2), ("aB1", 3), ("aB1!", 4), ("窗", 1), ("窗a", 2), ("１", 1)]
)
def test_classes(password: str, classes: int) -> None:
    assert classes_of(password) == classes


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert len(weaknesses("aaa", PROFILES["mlps3"], ())) == 3

"""Numbers in file names, and words for every problem."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.documents import photos
from shebao.documents.photos import messages
from shebao.documents.photos.naming import is_left_behind, masked, number_in, shown
from shebao.law import law
from shebao.law.card_photos import PhotoSpec, spec_on


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("110101199003077571.jpg", "110101199003077571"),
        ("11010119900307757x.JPG", "11010119900307757X"),
        ("照片/一部/110101199003077571.jpg", "110101199003077571"),
        ("张三_110101199003077571.jpg", "110101199003077571"),
        ("110101199003077571张三.jpg", "110101199003077571"),
        ("110101199003077571 (1).jpg", "110101199003077571"),
        ("110101199003077571-13800000000.png", "110101199003077571"),
        ("１１０１０１１９９００３０７７５７１.jpg", "110101199003077571"),
        ("110101900307757.jpg", "110101900307757"),
        ("李四_H12345678.jpg", "H12345678"),
        ("e12345678.png", "E12345678"),
        ("12345678.jpg", "12345678"),
        ("IMG_20231025_101112.jpg", None),
        ("DSC00123.jpg", None),
        ("张三.jpg", None),
        ("张三_20231025.jpg", None),
        ("110101199003077571_110101199003077643.jpg", None),
        ("1101011990030775710.jpg", "1101011990030775710"),
        (".jpg", None),
        ("", None),
    ],
)
def test_the_number_in_a_file_name(name: str, number: str | None) -> None:
    assert number_in(name) == number


@given(st.text(max_size=300))
def test_any_name_can_be_shown(name: str) -> None:
    seen = shown(name)
    assert len(seen) <= 120
    assert "/" not in seen
    assert seen.isprintable() or any(letter.isspace() for letter in seen)
    number_in(name)
    is_left_behind(name)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("110101199003077571.jpg", "#.jpg"),
        ("11010119900307757x.JPG", "#.JPG"),
        ("１１０１０１１９９００３０７７５７１.jpg", "#.jpg"),
        ("张三_110101199003077571-13800000000.png", "张三_#-13800000000.png"),
        ("110101199003077571_110101199003077643.jpg", "#_#.jpg"),
        ("张三11010119900307757.jpg", "张三#.jpg"),  # a digit is missing
        ("李四_h12345678.jpg", "李四_#.jpg"),
        ("12345678.jpg", "#.jpg"),
        ("IMG_20231025_101112.jpg", "IMG_20231025_101112.jpg"),
        ("mmexport1698219045123.jpg", "mmexport1698219045123.jpg"),
        ("合影.jpg", "合影.jpg"),
    ],
)
def test_numbers_in_file_names_are_masked(name: str, seen: str) -> None:
    assert masked(name, lambda _number: "#") == seen


@given(st.text(max_size=300))
def test_no_name_shows_the_number_that_it_gives(name: str) -> None:
    number = number_in(name)
    assert number is None or number not in masked(name, lambda _number: "#").upper()


def test_every_problem_has_words_and_every_word_a_problem() -> None:
    folder = Path(photos.__path__[0])
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "messages.py")
    named = set(re.findall(r'(?:Problem|PhotoRefused|refused)\(\s*"([a-z_]+)"', code))
    named |= set(re.findall(r'\[\["([a-z_]+)"', code)) | set(re.findall(r'"(?:slow|crashed)": "([a-z_]+)"', code))
    named |= set(re.findall(r'PhotoRefused\("([a-z_]+)" if kind else "([a-z_]+)"', code)[0])
    assert named == set(messages.CATALOGUE)
    for words in messages.CATALOGUE.values():
        assert str(words.message).endswith("。")
        assert str(words.remedy).endswith("。")


def test_the_specification_of_a_day_and_its_way_to_another_process() -> None:
    spec = spec_on(law(), date(2023, 10, 25))
    assert (spec.width, spec.height, spec.dpi, spec.least_size, spec.most_size) == (358, 441, 350, 15, 45)
    assert (spec.background, spec.formats) == ("white", ("jpeg", "png"))
    assert PhotoSpec.from_wire(spec.to_wire()) == spec

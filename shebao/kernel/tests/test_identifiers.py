import random
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.identifiers import (
    PROBLEMS,
    TYPE_FORMATS,
    citizen,
    mod11,
    parse_document,
    parse_employer_code,
    social_security_number,
)
from shebao.kernel.identifiers.employer_code import check_character
from shebao.kernel.identifiers.reading import Reading

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("document_type", "number", "country"),
    [
        ("01", "110101199003077635", "CHN"),
        ("16", "810000199001010019", "HKG"),
        ("16", "820000199001010010", "MAC"),
        ("16", "830000199001010012", "TWN"),
        ("07", "91184019900101123X", "840"),
    ],
)
def test_numbers_with_a_check_digit(document_type: str, number: str, country: str) -> None:
    reading = parse_document(document_type, number, TODAY)
    assert (reading.number, reading.problem, reading.country) == (number, "", country)
    assert reading.birth == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert reading.sex == ("1" if int(number[16]) % 2 else "2")


@pytest.mark.parametrize(
    "typed",
    [
        " 110101199003077635 ",
        "１１０１０１１９９００３０７７６３５",
        "110101 19900307 7635",
        "110101-19900307-7635",
        "'110101199003077635",
        "\u200b110101199003077635\ufeff",
    ],
)
def test_numbers_are_tidied(typed: str) -> None:
    assert parse_document("01", typed, TODAY).number == "110101199003077635"


def test_a_small_x_is_the_check_character() -> None:
    assert parse_document("07", "91184019900101123ｘ", TODAY).number == "91184019900101123X"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "number_empty"),
        ("110101199002300014", "number_birth"),
        ("11010119900307763X", "number_checksum"),
        ("11010119900307763", "number_length"),
        ("1" * 65, "number_too_long"),
        ("1" * 10**6, "number_too_long"),
        ("1.10101E+17", "number_excel_scientific"),
        ("1.1010119900307763e17", "number_excel_scientific"),
        ("110101199003077000", "number_excel_rounded"),
        ("110101900307763", "number_old_15"),
        ("810000199001010019", "number_is_residence_permit"),
        ("91184019900101123X", "number_is_permanent_card"),
        ("A10101199003077635", "number_characters"),
        ("11010119900307763²", "number_characters"),
        ("١١٠١٠١١٩٩٠٠٣٠٧٧٦٣٥", "number_characters"),
        ("11010119900307763Y", "number_characters"),
    ],
)
def test_each_fault_of_a_citizens_number(typed: str, problem: str) -> None:
    assert parse_document("01", typed, TODAY).problem == problem
    assert PROBLEMS[problem]


def _with_check(digits: str) -> str:
    return digits + mod11.check_digit(digits)


def test_birth_in_the_future_and_on_leap_days() -> None:
    assert parse_document("01", _with_check("11010120261124001"), TODAY).problem == "number_birth_future"
    assert parse_document("01", _with_check("11010120261123001"), TODAY).ok
    assert parse_document("01", _with_check("11010120000229001"), TODAY).ok
    assert parse_document("01", _with_check("11010119000229001"), TODAY).problem == "number_birth"


def test_abolished_districts_stay_valid_and_unknown_provinces_do_not() -> None:
    for region in ("110103", "110104", "110228", "110229"):
        assert parse_document("01", _with_check(region + "19600101001"), TODAY).ok
    assert parse_document("01", _with_check("99999919600101001"), TODAY).problem == "number_is_permanent_card"
    assert parse_document("01", _with_check("16010119600101001"), TODAY).problem == "number_region"


def test_an_old_number_says_birth_and_sex_like_the_one_that_took_its_place() -> None:
    """GB 11643-1999: the century goes before the year, the check digit behind the order."""
    old, new = (parse_document("01", number, TODAY) for number in ("110101900307763", "110101199003077635"))
    assert (old.hint, old.birth, old.sex, old.country) == (new.number, date(1990, 3, 7), "1", "CHN")
    assert (new.birth, new.sex) == (old.birth, old.sex)
    assert parse_document("01", "110101900230763", TODAY).birth is None


def test_old_numbers_are_upgraded() -> None:
    assert citizen.upgrade("110101900307763") == "110101199003077635"
    assert citizen.upgrade("110101900307998")[6:10] == "1890"
    assert parse_document("01", "110101900307763", TODAY).hint == "110101199003077635"
    assert parse_document("01", "110101901307763", TODAY).hint == ""


@pytest.mark.parametrize(
    ("document_type", "typed", "number", "country"),
    [
        ("04", "h12345678", "H12345678", "HKG"),
        ("04", "H1234567801", "H12345678", "HKG"),
        ("05", "M12345678", "M12345678", "MAC"),
        ("06", "12345678", "12345678", "TWN"),
        ("06", "1234567890（b）", "1234567890(B)", "TWN"),
        ("06", "1234567890B", "1234567890(B)", "TWN"),
        ("07", "usa110000123456", "USA110000123456", "USA"),
        ("08", "e 1234567", "E1234567", ""),
        ("02", "军字第1234567号", "军字第1234567号", ""),
    ],
)
def test_documents_without_a_known_check_digit(document_type: str, typed: str, number: str, country: str) -> None:
    reading = parse_document(document_type, typed, TODAY)
    assert (reading.number, reading.problem, reading.country) == (number, "", country)


@pytest.mark.parametrize(
    ("document_type", "typed", "problem"),
    [
        ("04", "M12345678", "number_other_place"),
        ("05", "H12345678", "number_other_place"),
        ("04", "12345678", "number_format"),
        ("06", "123456789", "number_format"),
        ("07", "USA11000012345", "number_length"),
        ("07", "11184019900101123X", "number_checksum"),
        ("07", _with_check("91684019900101123"), "number_region"),
        ("07", _with_check("11010119900101123"), "number_format"),
        ("16", "110101199003077635", "number_format"),
        ("08", "1234", "number_format"),
        ("08", "ABCDE", "number_format"),
        ("08", "12345678901234567", "number_format"),
        ("02", "军\x00字", "number_characters"),
        ("02", "", "number_empty"),
        ("77", "1", "number_type_unknown"),
    ],
)
def test_faults_of_other_documents(document_type: str, typed: str, problem: str) -> None:
    assert parse_document(document_type, typed, TODAY).problem == problem


@given(st.sampled_from([*TYPE_FORMATS, "", "1"]), st.text(max_size=80))
def test_any_text_gets_a_reading(document_type: str, text: str) -> None:
    reading = parse_document(document_type, text, TODAY)
    assert reading.problem == "" or reading.problem in PROBLEMS
    assert parse_document(document_type, reading.number, TODAY).number == reading.number


@given(
    st.from_regex(r"11010119[0-9]{2}0[1-9]1[0-9]{4}", fullmatch=True),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_every_single_wrong_digit_is_found(digits: str, place: int, digit: str) -> None:
    number = _with_check(digits)
    wrong = number[:place] + digit + number[place + 1 :]
    assert (citizen.problem_of(wrong, "20261123") == "") == (wrong == number)


@given(st.from_regex(r"110101199[0-9]0[1-9]1[0-9]{4}", fullmatch=True), st.integers(0, 16))
def test_every_swap_of_neighbours_is_found(digits: str, place: int) -> None:
    number = _with_check(digits)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (citizen.problem_of(swapped, "20261123") == "") == (swapped == number)


def test_unified_social_credit_codes() -> None:
    assert parse_employer_code("9111 0000 6000 0728 1u").number == "91110000600007281U"
    assert parse_employer_code("91110000600007281U").region == "110000"
    assert parse_employer_code("").problem == "credit_code_empty"
    assert parse_employer_code("91110000600007281").problem == "credit_code_length"
    assert parse_employer_code("91110000600007281O").problem == "credit_code_characters"
    assert parse_employer_code("911100006000072811").problem == "credit_code_checksum"
    body = "A1110000MA0123456"
    assert parse_employer_code(body + check_character(body)).ok


@pytest.mark.parametrize(
    ("document_type", "typed", "country", "expected"),
    [
        ("01", "110101199003077635", "CHN", "110101199003077635"),
        ("16", "810000199001010019", "HKG", "810000199001010019"),
        ("08", "G1234567", "USA", "USA0G1234567"),
        ("07", "USA110000123456", "USA", "USA0110000123456"),
        ("04", "H1234567801", "HKG", "HKG0H12345678"),
        ("06", "1234567890(B)", "TWN", "TWN01234567890B"),
    ],
)
def test_social_security_numbers(document_type: str, typed: str, country: str, expected: str) -> None:
    assert social_security_number(parse_document(document_type, typed, TODAY), country) == expected


def test_a_clash_takes_the_reserved_digit() -> None:
    assert social_security_number(parse_document("08", "G1234567", TODAY), "USA", 1) == "USA1G1234567"
    with pytest.raises(ValueError, match="reserved"):
        social_security_number(parse_document("08", "G1234567", TODAY), "840")
    with pytest.raises(ValueError, match="problem"):
        social_security_number(Reading("", "number_empty"), "USA")


def test_a_hundred_thousand_numbers_a_second_even_on_a_busy_machine() -> None:
    rng = random.Random(1)
    numbers = [
        _with_check(f"110101{rng.randint(1950, 2005)}0{rng.randint(1, 9)}1{rng.randint(0, 9999):04d}")
        for _ in range(50_000)
    ]
    best = min(_seconds(numbers) for _ in range(5))
    assert best < 0.5, f"{len(numbers) / best:,.0f} numbers a second"


def _seconds(numbers: list[str]) -> float:
    start = time.perf_counter()
    for number in numbers:
        citizen.problem_of(number, "20261123")
    return time.perf_counter() - start

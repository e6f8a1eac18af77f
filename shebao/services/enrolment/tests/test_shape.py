"""A line from its cells: everything found at once, nothing typed lost, no text too odd."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.documents.spreadsheets.cells import Cell, FormulaCell, NumberCell
from shebao.law import law
from shebao.services.enrolment.catalogue import CATALOGUE
from shebao.services.enrolment.fields import COLUMNS, KEYS
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.enrolment.shape import ShapedLine, Shaper
from shebao.services.enrolment.tests.people import TODAY, coded, foreigner, good, shaped, taiwan
from shebao.services.lines.tests.test_reading import CELLS
from tests.workbooks import identity_number

LENGTHS: dict[str, int] = {
    field.name: field.max_length for field in EnrolmentLine._meta.concrete_fields if field.max_length is not None
}


def found(line: ShapedLine) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.field) for finding in line.findings]


def test_a_right_line_has_all_its_values() -> None:
    line = shaped(good(3, probation_months="3", first_work_date="2012/7/1", ethnic="满族", postcode="100020"))
    assert line.findings == []
    assert line.well_formed
    assert (line.document_type, line.document_number) == ("01", identity_number(3))
    assert (line.sex, line.birth_date, line.nationality) == ("1", date(1990, 3, 7), "CHN")
    assert line.social_security_number == identity_number(3)
    assert (line.name, line.name_pinyin, line.name_initials) == ("刘伟", "liuwei", "lw")
    assert (line.starts_on, line.ends_on, line.insured_from) == (date(2026, 11, 2), date(2029, 11, 1), 202611)
    assert (line.wage, line.schemes, line.probation_months) == (Decimal("9000.00"), "110,210,410", 3)
    assert (line.first_work_date, line.ethnic, line.postcode) == (date(2012, 7, 1), "11", "100020")
    assert (line.line_no, line.sheet_row, line.raw) == (1, 2, None)


def test_the_form_and_the_workbook_say_the_same() -> None:
    assert shaped(coded(good(3))) == shaped(good(3))


def test_schemes_left_out_are_all_of_them() -> None:
    assert shaped(good(schemes=None)).schemes == "110,210,410"


def test_everything_wrong_is_found_at_once_and_what_was_typed_is_kept() -> None:
    line = shaped(good(wage="九千", starts_on="明天", mobile=None, document_number="123", education="博士后"))
    assert set(found(line)) == {
        ("required_missing", "mobile"),
        ("amount_malformed", "wage"),
        ("date_malformed", "starts_on"),
        ("number_length", "document_number"),
        ("code_unknown", "education"),
    }
    assert line.raw == {"wage": "九千", "starts_on": "明天", "document_number": "123", "education": "博士后"}
    assert (line.wage, line.starts_on, line.document_number, line.education) == (None, None, "", "")
    assert not line.well_formed


def test_a_number_is_kept_where_its_type_cannot_be_read() -> None:
    line = shaped(good(document_type="身分证"))
    assert found(line) == [("code_unknown", "document_type")]
    assert line.raw == {"document_type": "身分证", "document_number": identity_number(0)}


def test_a_formula_in_a_required_cell_is_told_once() -> None:
    assert found(shaped({**good(), "document_number": FormulaCell("1")})) == [("formula_cell", "document_number")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１１０１０５１９９００３０７００１７", "110105199003070017"),
        (" 110105 19900307 0017 ", "110105199003070017"),
        ("'110105199003070017", "110105199003070017"),
        ("\u202d110105199003070017\u202c", "110105199003070017"),
    ],
)
def test_numbers_are_tidied(typed: str, read: str) -> None:
    assert shaped(good(document_number=typed)).document_number == read


def test_a_small_x_becomes_a_capital_one() -> None:
    number = next(found for serial in range(500) if (found := identity_number(serial)).endswith("X"))
    assert shaped(good(document_number=number.lower())).document_number == number


def test_an_old_number_comes_with_the_new_one() -> None:
    (finding,) = shaped(good(document_number="110105900307001")).findings
    assert (finding.code, finding.params["hint"]) == ("number_old_15", identity_number(0))


def test_numbers_as_numbers_are_no_numbers_any_more() -> None:
    line = shaped({**good(), "document_number": NumberCell("1.10105199003070E+17")})
    assert found(line) == [("number_mangled", "document_number")]


def test_what_the_document_says_need_not_be_typed() -> None:
    line = shaped(taiwan(4))
    assert (line.nationality, line.birth_date, line.sex) == ("TWN", date(1990, 3, 7), "1")
    card = shaped(foreigner(document_type="外国人永久居留证", document_number="DEU110112345678", nationality=None))
    assert (card.nationality, card.social_security_number) == ("DEU", "DEU0110112345678")


def test_a_foreigners_number_is_made_of_country_and_passport() -> None:
    assert shaped(foreigner(5)).social_security_number == "DEU0C4F7K2005"


@pytest.mark.parametrize(
    "name",
    [
        "𠮷㛃",
        "阿卜杜拉·艾尔肯",
        "KATHARINA MÜLLER",
        "王",
        "庄" * 100,
        "A" * 100,
        "龘" * 100,
        "\U0002a6d6" * 100,
        "Ǉ" * 100,
    ],
)
def test_rare_long_and_foreign_names_are_kept_exactly(name: str) -> None:
    line = shaped(good(name=name))
    assert line.name == name
    assert line.well_formed
    assert len(line.name_pinyin) <= LENGTHS["name_pinyin"]
    assert len(line.name_initials) <= LENGTHS["name_initials"]


def test_dots_and_blanks_take_their_one_form() -> None:
    assert shaped(good(name="阿卜杜拉•艾尔肯 ")).name == "阿卜杜拉·艾尔肯"
    assert shaped(good(name="王 芳")).name == "王芳"


def test_a_rare_name_is_noted() -> None:
    assert found(shaped(good(name="王㛃"))) == [("rare_character", "name")]


def test_a_name_that_cannot_be_spelt_as_a_whole_is_not_spelt_at_all() -> None:
    for line in (shaped(good(name="王𠮷")), shaped(good(name="𠮷㛃"))):
        assert (line.well_formed, line.name_pinyin, line.name_initials) == (True, "", "")
        assert found(line) == [("rare_character", "name"), ("reading_unknown", "name")]


@given(cells=st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_no_cells_break_the_shaper(cells: list[Cell]) -> None:
    line = Shaper(law(), TODAY).shape(1, 2, cells)
    assert {code for code, _ in found(line)} <= CATALOGUE.keys()
    assert all(
        len(value) <= most for key, most in LENGTHS.items() if isinstance(value := getattr(line, key, None), str)
    )


@given(name=st.text(max_size=120), number=st.text(max_size=80))
def test_no_name_or_number_breaks_the_shaper(name: str, number: str) -> None:
    for typed in (good(), foreigner(), taiwan()):
        line = shaped(typed | {"name": name, "document_number": number})
        assert line.name == "" or len(line.name) <= 100
        assert line.document_number == "" or len(line.document_number) <= 32


@given(st.text(alphabet=st.characters(categories=["Lo"]), min_size=1, max_size=100))
def test_letters_of_any_script_make_a_name_or_a_reason(name: str) -> None:
    line = shaped(good(name=name))
    assert bool(line.name) != any(one.field == "name" and one.severity == "hard" for one in line.findings)


def test_the_fields_are_columns_of_the_line() -> None:
    assert set(KEYS) <= {field.name for field in EnrolmentLine._meta.get_fields()}

"""From cells as people type them to values: kept exactly, or refused with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.documents.spreadsheets.cells import BoolCell, Cell, DateCell, ErrorCell, FormulaCell, MergedCell, NumberCell
from shebao.law import law
from shebao.services.enrolment.catalogue import CATALOGUE
from shebao.services.enrolment.fields import COLUMNS
from shebao.services.enrolment.tests.people import TODAY
from shebao.services.lines import reading
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import CachedParser, code_names, offered, parser_of, to_text

CODED = [column for column in COLUMNS if column.kind is Kind.CODE]


@pytest.mark.parametrize(
    ("cell", "kind", "text", "problem"),
    [
        (None, Kind.TEXT, "", None),
        ("王芳", Kind.NAME, "王芳", None),
        (NumberCell("13800138000"), Kind.MOBILE, "13800138000", None),
        (NumberCell("1.3800138E+10"), Kind.MOBILE, "13800138000", None),
        (NumberCell("8000.1000000000004"), Kind.MONEY, "8000.1", None),
        (NumberCell("1.10105199003070E+17"), Kind.DOCUMENT, "1.10105199003070E+17", "number_mangled"),
        (NumberCell("110105900307001"), Kind.DOCUMENT, "110105900307001", None),
        (NumberCell("46328"), Kind.DATE, "2026-11-02", None),
        (NumberCell("46328"), Kind.MONTH, "2026-11", None),
        (NumberCell("46328"), Kind.MONEY, "46328", None),
        (NumberCell("20261102"), Kind.DATE, "20261102", None),
        (NumberCell("2026.11"), Kind.MONTH, "2026.11", None),
        (NumberCell("2026.1"), Kind.MONTH, "2026.1", "month_malformed"),
        (DateCell("46328", "2026-11-02"), Kind.DATE, "2026-11-02", None),
        (DateCell("46328.5", "2026-11-02T12:00:00"), Kind.DATE, "2026-11-02", None),
        (DateCell("46328", "2026-11-02"), Kind.MONTH, "2026-11", None),
        (FormulaCell("9000"), Kind.MONEY, "9000", "formula_cell"),
        (ErrorCell("#N/A"), Kind.TEXT, "#N/A", "error_cell"),
        (MergedCell("A2:A4"), Kind.TEXT, "", "merged_cell"),
        (BoolCell("TRUE"), Kind.TEXT, "TRUE", "truth_cell"),
    ],
)
def test_a_cell_becomes_the_text_that_was_meant(cell: Cell, kind: Kind, text: str, problem: str | None) -> None:
    assert to_text(cell, kind) == (text, problem)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02", "2026/11/2", "2026.11.02", "2026年11月2日", "20261102", "２０２６－１１－０２", " 2026-11-02 ",
        "2026-11-02 00:00:00", "2026-11-02T00:00", "2026 年 11 月 2 日",
    ],
)  # fmt: skip
def test_dates_in_every_usual_writing(text: str) -> None:
    assert reading.parse_date(text) == (date(2026, 11, 2), None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-02-29", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("1899-12-31", "date_out_of_range"),
        ("2200-01-01", "date_out_of_range"),
        ("26-11-02", "date_malformed"),
        ("11/02/2026", "date_malformed"),
        ("2026-11-02 12:30", "date_malformed"),
        ("٢٠٢٦-١١-٠٢", "date_malformed"),
    ],
)
def test_dates_that_are_none(text: str, problem: str) -> None:
    assert reading.parse_date(text) == (None, problem)


@pytest.mark.parametrize("text", ["长期", "长期有效", "9999-12-31", "99991231", " 长期 "])
def test_a_document_may_be_valid_without_end(text: str) -> None:
    assert reading.parse_validity(text) == (None, None)
    assert reading.parse_validity("2030-01-01") == (date(2030, 1, 1), None)


@pytest.mark.parametrize(
    "text", ["2026-11", "202611", "2026/11", "2026.11", "2026年11月", "２０２６年１１月", "2026-11-02", "20261130"]
)
def test_months_in_every_usual_writing(text: str) -> None:
    assert reading.parse_month(text) == (202611, None)


@pytest.mark.parametrize("text", ["2026-13", "11月", "2026", "26-11", "2026-11-31"])
def test_months_that_are_none(text: str) -> None:
    assert reading.parse_month(text) == (None, "month_malformed")


@pytest.mark.parametrize("text", ["9000", "9,000.00", "￥9000", "9000元", "９０００．００", " 9000.0 "])
def test_money_in_every_usual_writing(text: str) -> None:
    assert reading.parse_money(text) == (Decimal("9000.00"), None)


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("3个月", 3), ("3.0", 3), ("０", 0), ("999", 999), (" 3 月", 3)])
def test_whole_numbers(text: str, value: int) -> None:
    assert reading.parse_number(text) == (value, None)


@pytest.mark.parametrize("text", ["-1", "3.5", "1000", "三", "1e2", "٣"])
def test_what_is_no_whole_number(text: str) -> None:
    assert reading.parse_number(text) == (None, "number_malformed")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+85291234567", "+85291234567"),
        ("85291234567", "85291234567"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_mobile_numbers(text: str, value: str) -> None:
    assert reading.parse_mobile(text) == (value, None)


@pytest.mark.parametrize("text", ["1380013800", "23800138000", "+8612345678", "010-64501101", "138001380001", "电话"])
def test_what_is_no_mobile_number(text: str) -> None:
    assert reading.parse_mobile(text) == (None, "mobile_malformed")


@pytest.mark.parametrize("text", ["a@b", "a b@c.cn", "@c.cn", "a\x00b@c.cn", "a@c..cn", "王@c.cn", "a@b@c.cn"])
def test_what_is_no_address(text: str) -> None:
    assert reading.parse_email(text) == (None, "email_malformed")


def test_an_address_is_kept_as_typed() -> None:
    assert reading.parse_email(" Wang.Fang+hr@Example.com.cn ") == ("Wang.Fang+hr@Example.com.cn", None)


@pytest.mark.parametrize("text", ["朝阳区\u200b", "\u202e朝阳", "\ufeff", "a\x00b", "\ud800", "朝阳\ufffd"])
def test_invisible_characters_are_told(text: str) -> None:
    assert reading.parse_text(text) == (None, "invisible_character")


def test_line_ends_inside_an_address_become_blanks() -> None:
    assert reading.parse_text(" 朝阳区\r\n  1号\t2室 ") == ("朝阳区 1号 2室", None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("养老,失业,工伤", "110,210,410"),
        ("工伤、养老保险;失业保险", "110,210,410"),
        ("410", "410"),
        ("企业职工基本养老保险 失业", "110,210"),
        ("养老，养老", "110"),
        ("无", ""),
    ],
)
def test_schemes_in_every_usual_writing(text: str, codes: str) -> None:
    assert reading.parse_schemes(reading.scheme_names(law()))(text) == (codes, None)


@pytest.mark.parametrize("text", ["医疗", "养老,医疗", ",", "110,999"])
def test_other_schemes_are_not_filed_here(text: str) -> None:
    assert reading.parse_schemes(reading.scheme_names(law()))(text) == (None, "scheme_unknown")


@pytest.mark.parametrize("column", CODED, ids=lambda column: column.key)
def test_every_offered_code_is_read_by_code_name_and_both(column: Column) -> None:
    parse = parser_of(column, law(), TODAY)
    for code, entry in offered(law(), column.table, TODAY).items():
        for text in (code, entry.name, f"{code} {entry.name}", f" {entry.name} ", entry.name.replace("（", "(")):
            assert parse(text) == (code, None), text


@pytest.mark.parametrize("column", CODED, ids=lambda column: column.key)
def test_a_code_that_is_not_offered_is_refused(column: Column) -> None:
    assert parser_of(column, law(), TODAY)("这个没有") == (None, "code_unknown")


def test_registrations_of_old_data_are_not_offered() -> None:
    assert "50" in law().codes("household_registration")
    assert "50" not in offered(law(), "household_registration", TODAY)
    assert parser_of(COLUMNS[8], law(), TODAY)("居民户") == (None, "code_unknown")


def test_peoples_are_read_with_and_without_their_last_character() -> None:
    names = code_names(law(), "ethnic_group", TODAY)
    assert names["汉"] == names["汉族"] == names["01"] == "01"
    assert names["维吾尔族"] == names["维吾尔"]


def test_blank_text_is_neither_value_nor_problem() -> None:
    parse = CachedParser(COLUMNS[12], reading.parse_mobile)
    assert parse("  \u3000") == (None, None)


def test_a_parser_remembers_only_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "KEPT", 3)
    column = next(column for column in COLUMNS if column.key == "wage")
    parse = CachedParser(column, reading.parse_money)
    assert [parse(str(wage))[0] for wage in range(5)] == [Decimal(wage) for wage in range(5)]
    assert len(parse.seen) == 3


CELLS = st.one_of(
    st.none(),
    st.text(max_size=400),
    st.text(alphabet="0123456789.,-/年月日Xx长期元 ", max_size=40),
    st.builds(FormulaCell, st.text()),
    st.builds(ErrorCell, st.text()),
    st.builds(MergedCell, st.text()),
    st.builds(BoolCell, st.sampled_from(["TRUE", "FALSE"])),
    st.builds(NumberCell, st.one_of(st.decimals(allow_nan=False, allow_infinity=False).map(str), st.floats(
        allow_nan=False, allow_infinity=False).map(repr))),
    st.builds(lambda day: DateCell("1", day.isoformat()), st.dates()),
)  # fmt: skip


@given(cell=CELLS, column=st.sampled_from(COLUMNS))
def test_no_cell_breaks_a_parser(cell: Cell, column: Column) -> None:
    text, problem = to_text(cell, column.kind)
    if problem is None and text:
        value, problem = CachedParser(column, parser_of(column, law(), TODAY))(text)
        assert value is None or problem is None
        assert not isinstance(value, str) or len(value) <= column.most
    assert problem is None or problem in CATALOGUE


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_comes_back_from_every_writing(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert reading.parse_date(text) == (day, None)


@given(st.decimals(min_value=0, max_value=Decimal("99999999999999.99"), places=2))
def test_every_amount_comes_back(amount: Decimal) -> None:
    assert reading.parse_money(f"{amount:,.2f}") == (amount, None)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=64))
def test_visible_text_is_kept_exactly(text: str) -> None:
    assert reading.parse_text(text) == (text, None)

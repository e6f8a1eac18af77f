"""Exports: what goes in comes out of two other readers, whatever somebody typed."""

import io
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from shebao.documents.spreadsheets.table import MOST_CHARACTERS, write_table

HEADINGS = ["姓名", "基数", "金额"]


def written(*rows: list[Any], title: str = "明细", headings: list[str] = HEADINGS) -> bytes:
    target = io.BytesIO()
    assert write_table(target, title, headings, rows) == len(rows)
    return target.getvalue()


def read(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_texts_numbers_and_money_come_back() -> None:
    rows = read(written(["王𫠃", 9000, Decimal("1440.50")], ["", None, Decimal("-0.01")]))
    assert rows == [tuple(HEADINGS), ("王𫠃", 9000, 1440.5), (None, None, -0.01)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "@x",
        "-5",
        "110101199003077635",
        "<b> & \"'",
        " 前后空格 ",
        "第一行\n第二行",
        "𠮷·买买提",
        "]]>",
    ],
)
def test_whatever_was_typed_comes_back_as_text(text: str) -> None:
    content = written([text, 1, Decimal(1)])
    cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert read(written(["甲\x00\x07\ufffe乙", 1, Decimal(1)]))[1][0] == "甲乙"


def test_what_spreadsheets_take_for_an_escape_is_escaped() -> None:
    with zipfile.ZipFile(io.BytesIO(written(["_x0041_", 1, Decimal(1)]))) as archive:
        assert b">_x005F_x0041_<" in archive.read("xl/worksheets/sheet1.xml")


def test_too_long_a_text_is_cut() -> None:
    assert len(read(written(["某" * 40_000, 1, Decimal(1)]))[1][0]) == MOST_CHARACTERS


def test_there_is_never_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(written(["=1+1", 1, Decimal(1)]))) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_name_of_the_sheet_is_one_that_spreadsheets_take() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(title="缴费[2023/10]:*?\\明细" + "长" * 40)))
    assert book.sheetnames == [("缴费202310明细" + "长" * 40)[:31]]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert written(["甲", 1, Decimal("1.00")]) == written(["甲", 1, Decimal("1.00")])


def test_a_table_without_rows_has_its_headings() -> None:
    assert read(written()) == [tuple(HEADINGS)]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(["甲", 1])

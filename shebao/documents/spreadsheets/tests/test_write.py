"""What is written is read back equal: template, filled in, returned with its errors, uploaded again."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.documents.spreadsheets.annotate import MOST_COMMENTS, CellProblem, write_annotated
from shebao.documents.spreadsheets.cells import Cell, DateCell, MergedCell, NumberCell
from shebao.documents.spreadsheets.layout import ERROR_TITLE, Row
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.spreadsheets.reading import open_rows
from shebao.documents.spreadsheets.template import HELP_SHEET, LISTS_SHEET, Sheet, TemplateColumn, write_template
from shebao.documents.spreadsheets.tests import build
from shebao.documents.spreadsheets.tests.build import number, person, row, text, workbook
from shebao.documents.spreadsheets.tests.conftest import COLUMNS, Read

TEMPLATE = Sheet(
    "增员名单",
    (
        TemplateColumn("name", "姓名", help="与身份证件一致。", example="王芳"),
        TemplateColumn("identity", "证件号码", width=24, help="18 位。", example="110101199003070013"),
        TemplateColumn("sex", "性别", choices=("男", "女"), required=False),
        TemplateColumn("wage", "月工资", kind="money", required=False),
        TemplateColumn("start", "合同开始日期", kind="date", required=False),
    ),
    notes=("一行填一人。",),
)


def loaded(content: bytes | Path) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)


def annotated(content: bytes, folder: Path, problems: dict[int, list[CellProblem]], *, only_bad: bool = False) -> Path:
    source, target = folder / "in.xlsx", folder / "out.xlsx"
    source.write_bytes(content)
    with open_rows(source, COLUMNS, everything=True) as rows:
        write_annotated(rows, target, COLUMNS, problems, only_bad=only_bad)
    return target


# --- the template ---------------------------------------------------------------------------------


def test_the_template_has_header_help_and_lists() -> None:
    book = loaded(write_template(TEMPLATE))
    assert book.sheetnames == ["增员名单", HELP_SHEET, LISTS_SHEET]
    assert book[LISTS_SHEET].sheet_state == "hidden"
    page = book["增员名单"]
    assert [cell.value for cell in page[1]] == ["*姓名", "*证件号码", "性别", "月工资", "合同开始日期"]
    assert page.max_row == 1
    assert page.freeze_panes == "A2"
    assert page["A1"].comment.text == "与身份证件一致。"
    assert page.column_dimensions["B"].width == pytest.approx(24, abs=1)
    explained = [[cell.value for cell in line] for line in book[HELP_SHEET].iter_rows()]
    assert ["证件号码", "必填", "18 位。", "110101199003070013"] in explained
    assert any("一行填一人。" in line for line in explained)


def test_every_body_cell_of_an_identity_column_is_text() -> None:
    page = loaded(write_template(TEMPLATE))["增员名单"]
    assert page.column_dimensions["B"].number_format == "@"


def test_choices_are_offered() -> None:
    rules = loaded(write_template(TEMPLATE))["增员名单"].data_validations.dataValidation
    assert [(rule.type, rule.formula1) for rule in rules if rule.type == "list"] == [
        ("list", f"'{LISTS_SHEET}'!$A$2:$A$3")
    ]


def test_the_empty_template_says_that_it_is_empty(read: Read) -> None:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(write_template(TEMPLATE), sheet="增员名单")
    assert refused.value.code == "no_rows"


def test_a_filled_template_is_read(read: Read) -> None:
    book = loaded(write_template(TEMPLATE))
    book["增员名单"].append(["王芳", "110101199003070013", "女", 8000.5, "2024-03-01"])
    target = io.BytesIO()
    book.save(target)
    header, rows = read(target.getvalue(), sheet="增员名单")
    assert rows[0].cells == ("王芳", "110101199003070013", NumberCell("8000.5"))
    assert header.unknown == ("性别", "合同开始日期")


# --- the returned workbook ------------------------------------------------------------------------


def test_errors_stand_in_front_and_at_the_cell(tmp_path: Path) -> None:
    problems = {3: [CellProblem("identity", "校验位不正确"), CellProblem(None, "重复申报")]}
    page = loaded(annotated(workbook(person(2), person(3, "李伟")), tmp_path, problems)).active
    assert [cell.value for cell in page[1]] == [ERROR_TITLE, "姓名", "证件号码", "月工资"]
    assert [cell.value for cell in page[2]] == [None, "王芳", "110101199003070013", 8000.5]
    assert page["A3"].value == "校验位不正确；重复申报"
    assert page["C3"].comment.text == "校验位不正确"
    assert page["C3"].fill.start_color.rgb == "FFFFC7CE"
    assert page["C2"].comment is None
    assert page["C2"].number_format == "@"


def test_only_bad_rows_say_where_they_were(tmp_path: Path) -> None:
    content = workbook(*(person(at) for at in range(2, 12)))
    page = loaded(annotated(content, tmp_path, {7: [CellProblem("wage", "低于下限")]}, only_bad=True)).active
    assert page.max_row == 2
    assert page["A2"].value == "原第 7 行：低于下限"


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    title = row(1, text("A1", "名单"))
    content = build.pack(build.parts(build.sheet(title, build.titles(3), person(9))))
    page = loaded(annotated(content, tmp_path, {9: [CellProblem("name", "x")]})).active
    assert page["B3"].value == "姓名"
    assert page["B9"].value == "王芳"


def test_every_kind_of_cell_comes_back(tmp_path: Path) -> None:
    content = workbook(
        row(2, text("A2", "=cmd|' /C calc'!A0"), number("B2", "1.10101199003070E+17"), number("C2", "45362", 1)),
        row(3, text("A3", "x"), '<c r="B3" t="b"><v>1</v></c>', '<c r="C3" t="e"><v>#N/A</v></c>'),
        row(4, '<c r="A4"><f>1+1</f><v>2</v></c>', number("B4", "0.30000000000000004"), number("C4", "45362.5", 6)),
        row(5, text("A5", "y"), number("B5", "1e300"), number("C5", "1", 1)),
        row(6, '<c r="A6"/>', text("B6", "z")),
        after='<mergeCells><mergeCell ref="A5:A6"/></mergeCells>',
    )
    target = annotated(content, tmp_path, {6: [CellProblem("name", "合并单元格")]})
    with open_rows(target, COLUMNS) as rows:
        found = [each.cells for each in rows]
    assert found[0] == ("=cmd|' /C calc'!A0", NumberCell("1.1010119900307E+17"), DateCell("45362", "2024-03-11"))
    assert found[1][0] == "x"
    assert found[1][2] == "#N/A"
    assert found[2] == ("2", "0.30000000000000004", DateCell("45362.5", "2024-03-11T12:00:00"))
    assert found[3][2] == "1900-01-01"
    assert found[4] == (None, "z", None)


def test_a_returned_file_can_be_returned_again(tmp_path: Path) -> None:
    problems = {2: [CellProblem("name", "一")]}
    first = annotated(workbook(person(2)), tmp_path, problems)
    page = loaded(annotated(first.read_bytes(), tmp_path, problems)).active
    assert [cell.value for cell in page[1]] == [ERROR_TITLE, "姓名", "证件号码", "月工资"]


def test_comments_are_bounded(tmp_path: Path) -> None:
    count = MOST_COMMENTS + 50
    content = workbook(*(person(at) for at in range(2, 2 + count)))
    problems = {at: [CellProblem("name", "x")] for at in range(2, 2 + count)}
    target = annotated(content, tmp_path, problems)
    with zipfile.ZipFile(target) as archive:
        assert archive.read("xl/comments1.xml").count(b"<comment ") == MOST_COMMENTS
    assert loaded(target).active.cell(1 + count, 1).value == "x"


NAME_STARTS = st.sampled_from(
    ["", "=", "+", "-", "@", "＝", "'", "\t", " ", "·", "𠮷", "_x0041_", "http://x", "12345678901234567890"]
)
NAMES = st.builds(
    "{}{}".format,
    NAME_STARTS,
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8),
)


def meant(rows: list[Row]) -> list[tuple[Cell, ...]]:
    return [tuple(None if isinstance(each, MergedCell) else each for each in row.cells) for row in rows]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=30))
def test_names_survive_being_returned(names: list[str], tmp_path: Path, read: Read) -> None:
    rows = [
        row(at, text(f"A{at}", name), text(f"B{at}", "110101199003070013")) for at, name in enumerate(names, start=2)
    ]
    # What a file says literally is written with the escapes of the format.
    content = workbook(*(each.replace("_x0041_", "_x005F_x0041_") for each in rows))
    _, before = read(content)
    target = annotated(content, tmp_path, {3: [CellProblem("name", "x")]})
    _, after = read(target.read_bytes())
    assert meant(after) == meant(before)
    assert [each.cells[0] or "" for each in after] == names

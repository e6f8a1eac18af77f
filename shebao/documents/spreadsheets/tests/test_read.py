"""Odd but honest files: what programs and people really produce, and what must come out."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from shebao.documents.spreadsheets.cells import (
    BoolCell,
    Cell,
    DateCell,
    ErrorCell,
    FormulaCell,
    MergedCell,
    NumberCell,
    column_index,
    column_letters,
)
from shebao.documents.spreadsheets.reading import open_rows
from shebao.documents.spreadsheets.tests import build
from shebao.documents.spreadsheets.tests.build import MAIN, STRICT, number, pack, parts, person, row, text, workbook
from shebao.documents.spreadsheets.tests.conftest import COLUMNS, Read

USUAL = ("王芳", "110101199003070013", NumberCell("8000.5"))


def one(content: bytes, read: Read, filename: str = "a.xlsx") -> tuple[Cell, ...]:
    _, rows = read(content, filename)
    assert len(rows) == 1
    return rows[0].cells


def cell(xml: str, read: Read, **more: Any) -> Cell:
    """The first cell of the only data row, whose name cell is ``xml``."""
    return one(workbook(row(2, xml, text("B2", "x")), **more), read)[0]


# --- the forms of a workbook ----------------------------------------------------------------------


@pytest.mark.usefixtures("started")
def test_a_usual_file(read: Read) -> None:
    header, rows = read(workbook(person(2), person(5, "李伟")))
    assert (header.row, header.sheet, header.positions) == (1, "数据", {"name": 0, "identity": 1, "wage": 2})
    assert [row.number for row in rows] == [2, 5]
    assert rows[0].cells == USUAL
    assert header.address(5, "identity") == "B5"
    assert rows[1].by_key(header.keys)["name"] == "李伟"


def test_a_strict_file(read: Read) -> None:
    made = {
        name: part.replace(MAIN, STRICT).replace(build.RELATIONS, build.STRICT_RELATIONS)
        if isinstance(part, str)
        else part
        for name, part in parts(build.sheet(build.titles(), person(2))).items()
    }
    assert one(pack(made), read) == USUAL


def test_prefixed_names(read: Read) -> None:
    plain = build.sheet(build.titles(), person(2))
    for name in ("worksheet", "sheetData", "row", "c", "is", "t", "v"):
        for before in ("<", "</"):
            for after in (" ", ">"):
                plain = plain.replace(f"{before}{name}{after}", f"{before}x:{name}{after}")
    prefixed = plain.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert one(pack(parts(prefixed)), read) == USUAL


def test_foreign_elements_are_not_cells(read: Read) -> None:
    foreign = '<x:row xmlns:x="urn:other" r="9"><x:c r="A9"><x:v>1</x:v></x:c></x:row>'
    assert one(workbook(person(2), foreign), read) == USUAL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_a_part(encoding: str, read: Read) -> None:
    xml = build.sheet(build.titles(), person(2, "𠮷芳")).replace("UTF-8", encoding.removesuffix("-sig"))
    assert one(pack(parts(xml.encode(encoding))), read)[0] == "𠮷芳"


def test_single_quotes_comments_and_cdata(read: Read) -> None:
    odd = "<row r='2'><!-- </row> --><c r='A2' t='inlineStr'><is><t><![CDATA[王<芳]]></t></is></c><?x y?></row>"
    assert one(workbook(odd, person(3)[:0]), read)[0] == "王<芳"


def test_indented_xml(read: Read) -> None:
    xml = build.sheet(build.titles(), person(2)).replace("><c", ">\n      <c").replace("><row", ">\n    <row")
    assert one(pack(parts(xml)), read) == USUAL


def test_cells_and_rows_without_references(read: Read) -> None:
    bare = '<row><c t="inlineStr"><is><t>王芳</t></is></c><c/><c><v>1</v></c></row>'
    assert one(workbook(bare), read) == ("王芳", None, NumberCell("1"))


def test_no_dimension_no_styles_no_strings(read: Read) -> None:
    made = parts(build.sheet(build.titles(), person(2)))
    del made["xl/styles.xml"]
    assert one(pack(made), read) == USUAL


@pytest.mark.parametrize(
    "target", ["/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"]
)
def test_targets_of_relations(target: str, read: Read) -> None:
    made = parts(build.sheet(build.titles(), person(2)))
    made["xl/_rels/workbook.xml.rels"] = build.relations(worksheet=target)
    assert one(pack(made), read) == USUAL


def test_external_links_are_ignored(read: Read) -> None:
    made = parts(build.sheet(build.titles(), person(2)))
    kind = f"{build.RELATIONS}/externalLink"
    external = f'<Relationship Id="x9" Type="{kind}" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    relations = str(made["xl/_rels/workbook.xml.rels"])
    made["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", external + "</Relationships>")
    assert one(pack(made), read) == USUAL


def test_the_wanted_sheet_among_several(read: Read) -> None:
    made = parts(build.sheet(build.titles(), person(2)))
    made["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{build.RELATIONS}"><sheets>'
        '<sheet name="填表说明" sheetId="2" r:id="r2"/><sheet name="数据" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    made["xl/_rels/workbook.xml.rels"] = build.relations(worksheet="worksheets/sheet1.xml", styles="styles.xml")
    _, rows = read(pack(made), sheet="数据")
    assert rows[0].cells == USUAL


def test_sparse_rows_do_not_cost(read: Read) -> None:
    _, rows = read(workbook(person(2), person(1_048_576)))
    assert [row.number for row in rows] == [2, 1_048_576]


def test_formatted_but_empty_rows_and_columns(read: Read) -> None:
    wide = row(3, *(f'<c r="{column_letters(place)}3" s="5"/>' for place in range(200)))
    empty = "".join(f'<row r="{at}" s="1" customFormat="1"/>' for at in range(4, 5000))
    assert one(workbook(person(2), wide, empty), read) == USUAL


# --- text -----------------------------------------------------------------------------------------


def test_shared_rich_and_phonetic_strings(read: Read) -> None:
    shared = (
        '<si><t>王芳</t><phoneticPr fontId="1" type="noConversion"/></si>'
        '<si><r><t>李</t></r><r><rPr><b/></rPr><t xml:space="preserve">伟 </t></r>'
        '<rPh sb="0" eb="1"><t>リ</t></rPh></si>'
        "<si><t/></si><si><t>A&amp;B &#x20BB7;</t></si>"
    )
    rows = [row(at, f'<c r="A{at}" t="s"><v>{at - 2}</v></c>', text(f"B{at}", "x")) for at in range(2, 6)]
    _, found = read(workbook(*rows, shared=shared))
    assert [each.cells[0] for each in found] == ["王芳", "李伟 ", None, "A&B 𠮷"]


def test_many_shared_strings(read: Read) -> None:
    shared = "".join(f"<si><t>名{n}</t></si>" for n in range(5000))
    rows = [row(at, f'<c r="A{at}" t="s"><v>{5001 - at}</v></c>', text(f"B{at}", "x")) for at in range(2, 5002)]
    _, found = read(workbook(*rows, shared=shared))
    assert [each.cells[0] for each in found] == [f"名{4999 - n}" for n in range(5000)]


def test_rich_inline_text(read: Read) -> None:
    xml = '<c r="A2" t="inlineStr"><is><r><t>王</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t>芳</t></r></is></c>'
    assert cell(xml, read) == "王芳"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a_x000D__x000A_b", "a\nb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x0041_", "A"),
        ("_xD842__xDFB7_芳", "𠮷芳"),
        ("_x0000_", "_x0000_"),
        ("_xD842_", "_xD842_"),
        ("&lt;&#65;&gt;", "<A>"),
        ("  两边 ", "  两边 "),
        ("=1+1", "=1+1"),
        ("王·芳", "王·芳"),
        ("１２３", "１２３"),
    ],
)
def test_text_as_meant(written: str, meant: str, read: Read) -> None:
    assert cell(f'<c r="A2" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>', read) == meant


# --- the special kinds of cell --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (number("A2", "1.10101199003070E+17"), NumberCell("1.10101199003070E+17")),
        (number("A2", "110101900307001"), NumberCell("110101900307001")),
        ('<c r="A2" t="n"><v>-3.5</v></c>', NumberCell("-3.5")),
        (number("A2", "45362", 1), DateCell("45362", "2024-03-11")),
        (number("A2", "45362", 2), DateCell("45362", "2024-03-11")),
        (number("A2", "45362.75", 6), DateCell("45362.75", "2024-03-11T18:00:00")),
        (number("A2", "1", 1), DateCell("1", "1900-01-01")),
        (number("A2", "59", 1), DateCell("59", "1900-02-28")),
        (number("A2", "60", 1), NumberCell("60")),
        (number("A2", "61", 1), DateCell("61", "1900-03-01")),
        (number("A2", "0.5", 3), NumberCell("0.5")),
        (number("A2", "45362", 4), NumberCell("45362")),
        (number("A2", "9999999", 1), NumberCell("9999999")),
        (number("A2", "-1", 1), NumberCell("-1")),
        (number("A2", "nan"), ErrorCell("nan")),
        (number("A2", "1e9999"), ErrorCell("1e9999")),
        ('<c r="A2" t="d"><v>2024-03-11</v></c>', DateCell("2024-03-11", "2024-03-11")),
        ('<c r="A2" t="d"><v>2024-03-11T00:00:00</v></c>', DateCell("2024-03-11T00:00:00", "2024-03-11")),
        ('<c r="A2" t="b"><v>1</v></c>', BoolCell("TRUE")),
        ('<c r="A2" t="b"><v>0</v></c>', BoolCell("FALSE")),
        ('<c r="A2" t="e"><v>#N/A</v></c>', ErrorCell("#N/A")),
        ('<c r="A2"><f>1+1</f><v>2</v></c>', FormulaCell("2")),
        ('<c r="A2" t="str"><f>A1&amp;"x"</f><v>甲</v></c>', FormulaCell("甲")),
        ('<c r="A2" s="1"><f>TODAY()</f><v>45362</v></c>', FormulaCell("2024-03-11")),
        ('<c r="A2"><f t="shared" si="0"/><v>7</v></c>', FormulaCell("7")),
        ('<c r="A2"><f>HYPERLINK("http://x")</f></c>', FormulaCell("")),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', FormulaCell("#DIV/0!")),
        ('<c r="A2" t="str"><v>文</v></c>', "文"),
        ('<c r="A2"/>', None),
        ('<c r="A2"><v></v></c>', None),
        ('<c r="A2"><v/></c>', None),
        ('<c r="A2" t="inlineStr"></c>', None),
    ],
)
@pytest.mark.parametrize("way", ["pattern", "expat"])
def test_special_cells(xml: str, expected: Cell, way: str, read: Read) -> None:
    assert cell(xml + ("<!-- -->" if way == "expat" else ""), read) == expected


def test_dates_of_1904(read: Read) -> None:
    found = cell(number("A2", "43900", 1), read, properties='<workbookPr date1904="1"/>')
    assert found == DateCell("43900", "2024-03-11")
    assert isinstance(found, DateCell)
    assert found.day == date(2024, 3, 11)


def test_merged_cells_are_told(read: Read) -> None:
    content = workbook(
        person(2), row(3, text("B3", "x"), number("C3", "1")), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    )
    _, rows = read(content)
    assert rows[0].cells == USUAL
    assert rows[1].cells == (MergedCell("A2:A3"), "x", NumberCell("1"))


def test_a_row_that_only_looks_filled_is_blank(read: Read) -> None:
    content = workbook(person(2), row(3, '<c r="A3"/>'), after='<mergeCells><mergeCell ref="A2:C3"/></mergeCells>')
    _, rows = read(content)
    assert len(rows) == 1


def test_hidden_rows_and_columns_are_told(read: Read) -> None:
    hidden = person(3).replace('<row r="3"', '<row r="3" hidden="1"')
    header, rows = read(workbook(person(2), hidden, before='<cols><col min="3" max="9" hidden="1"/></cols>'))
    assert [each.hidden for each in rows] == [False, True]
    assert header.hidden == ("wage",)


# --- the header -----------------------------------------------------------------------------------


def test_a_title_above_the_header(read: Read) -> None:
    title = row(1, text("A1", "某某公司 2024 年 3 月增员名单"))
    content = pack(
        parts(build.sheet(title, build.titles(3), person(4), after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    )
    header, rows = read(content)
    assert header.row == 3
    assert [each.number for each in rows] == [4]


@pytest.mark.parametrize(
    "names",
    [("*姓 名", "证件号码(必填)", "月工资"), ("姓名 ＊", "身份证号", "备注"), ("错误说明", "姓名", "公民身份号码")],
)
def test_titles_as_people_write_them(names: tuple[str, ...], read: Read) -> None:
    header, _ = read(pack(parts(build.sheet(build.titles(1, names), person(2)))))
    assert {"name", "identity"} <= set(header.positions)
    assert header.unknown == (("备注",) if "备注" in names else ())


def test_an_absent_optional_column_is_none(read: Read) -> None:
    header, rows = read(pack(parts(build.sheet(build.titles(1, ("证件号码", "姓名")), person(2)))))
    assert rows[0].cells == ("110101199003070013", "王芳", None)
    assert header.address(2, "wage") == "2"


# --- files of other programs ----------------------------------------------------------------------

VALUES = [("王芳", "110101199003070013", 8000.5), ("𠮷·明", "=1+1", 12), ("李 伟", " 前后 ", 0.1)]
READ_BACK = [("王芳", "110101199003070013", "8000.5"), ("𠮷·明", "=1+1", "12"), ("李 伟", " 前后 ", "0.1")]


def by_xlsxwriter(**options: bool) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, **options})
    page = book.add_worksheet("数据")
    for at, values in enumerate([build.TITLES, *VALUES]):
        page.write_row(at, 0, values)
    book.close()
    return target.getvalue()


def by_openpyxl(*, write_only: bool) -> bytes:
    target = io.BytesIO()
    book = openpyxl.Workbook(write_only=write_only)
    page: Any = book.create_sheet("数据", 0) if write_only else book.active
    for values in [build.TITLES, *VALUES]:
        page.append(values)
    if not write_only:
        page["B3"].data_type = "s"
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content", [by_xlsxwriter(), by_xlsxwriter(constant_memory=True), by_openpyxl(write_only=False)]
)
def test_files_of_libraries(content: bytes, read: Read) -> None:
    _, rows = read(content)
    shown = [tuple(each.plain if isinstance(each, NumberCell) else each for each in row.cells) for row in rows]
    assert shown == READ_BACK


def test_a_streamed_file_of_openpyxl(read: Read) -> None:
    _, rows = read(by_openpyxl(write_only=True))
    assert [row.cells[0] for row in rows] == [values[0] for values in READ_BACK]
    assert rows[1].cells[1] == FormulaCell("")


def test_the_forms_of_libreoffice_and_poi(read: Read) -> None:
    libreoffice = (
        '<row r="2" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0">'
        '<c r="A2" s="0" t="s"><v>0</v></c><c r="B2" s="5" t="s"><v>1</v></c>'
        '<c r="C2" s="0" t="n"><v>8000.5</v></c></row>'
    )
    poi = (
        '<row r="3"><c r="A3" t="s" s="5"><v>0</v></c><c r="B3" s="5" t="inlineStr"><is><t>x</t></is></c>'
        '<c r="C3" t="n"><v>1.0</v></c></row>'
    )
    excel = (
        '<row r="4" spans="1:3" x14ac:dyDescent="0.25" xmlns:x14ac="urn:x"><c r="A4" t="s"><v>0</v></c>'
        '<c r="B4" t="s"><v>1</v></c></row>'
    )
    shared = '<si><t xml:space="preserve">王芳</t></si><si><t xml:space="preserve">110101199003070013</t></si>'
    _, rows = read(workbook(libreoffice, poi, excel, shared=shared))
    assert [each.cells[0] for each in rows] == ["王芳"] * 3
    assert rows[1].cells[2] == NumberCell("1.0")


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "plain", "lost"),
    [
        ("8000.5", "8000.5", False),
        ("1.38E+10", "13800000000", False),
        ("13800138000", "13800138000", False),
        ("0.30000000000000004", "0.3", False),
        ("110101900307001", "110101900307001", False),
        ("1.1010119900307E+17", "110101199003070000", True),
        ("100", "100", False),
        ("0", "0", False),
    ],
)
def test_what_a_number_shows(written: str, plain: str, lost: bool) -> None:
    found = NumberCell(written)
    assert (found.plain, found.lost_digits) == (plain, lost)
    assert found.value == Decimal(plain)


def test_column_letters_there_and_back() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_index(column_letters(place)) == place for place in range(16_384))


# --- .csv -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_forms(encoding: str, separator: str, end: str, read: Read) -> None:
    lines = [build.TITLES, ("𠮷芳", "110101199003070013", "8000.5"), ("李,伟\t;", 'a"b', "两\n行")]
    target = io.StringIO()
    # The writer quotes a line feed only if it ends lines itself.
    csv.writer(
        target, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    ).writerows(lines)
    header, rows = read(target.getvalue().encode(encoding), "a.csv")
    assert header.positions == {"name": 0, "identity": 1, "wage": 2}
    assert [row.cells for row in rows] == lines[1:]


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ('"=""110101199003070013"""', "110101199003070013"),
        ('="110101199003070013"', "110101199003070013"),
        ("'110101199003070013", "110101199003070013"),
        ("\t110101199003070013", "\t110101199003070013"),
        ("=1+1", "=1+1"),
        ("'", None),
    ],
)
def test_csv_habits(field: str, meant: Cell, read: Read) -> None:
    assert one(f"姓名,证件号码\n王芳,{field}\n".encode(), read, "a.csv")[1] == meant


def test_csv_blank_lines_keep_the_numbers(read: Read) -> None:
    _, rows = read("姓名,证件号码\n\n王芳,1\n,,\n李伟,2".encode(), "a.csv")
    assert [(row.number, row.cells[0]) for row in rows] == [(3, "王芳"), (5, "李伟")]


def test_everything_gives_all_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("备注,姓名,证件号码\n甲,王芳,1\n")
    with open_rows(path, COLUMNS, everything=True) as rows:
        assert rows.header.titles == ("备注", "姓名", "证件号码")
        assert rows.header.positions == {"name": 1, "identity": 2}
        assert next(rows).cells == ("甲", "王芳", "1")

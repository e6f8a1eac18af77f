"""Files that must be refused, each with its own reason and never with a crash or a hang."""

import struct
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from shebao.documents.spreadsheets.layout import Column
from shebao.documents.spreadsheets.limits import DEFAULT_LIMITS, Limits
from shebao.documents.spreadsheets.problems import CATALOGUE, SpreadsheetRefused
from shebao.documents.spreadsheets.reading import open_rows
from shebao.documents.spreadsheets.tests import build
from shebao.documents.spreadsheets.tests.build import changed, number, person, row, text, workbook
from shebao.documents.spreadsheets.tests.conftest import COLUMNS, Read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALL = replace(DEFAULT_LIMITS, rows=5, cells=40, columns=8)
GOOD = workbook(person(2))


def renamed(content: bytes, old: str, new: str) -> bytes:
    return content.replace(old.encode(), new.encode())


def with_entry(name: str, content: bytes = b"x") -> bytes:
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def with_twice(name: str) -> bytes:
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, b"x")
    return target.getvalue()


def flagged_encrypted() -> bytes:
    content = bytearray(GOOD)
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def with_method(method: int) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, part in build.parts(build.sheet(build.titles(), person(2))).items():
            archive.writestr(name, part)
    return target.getvalue()


def broken_checksum() -> bytes:
    content = bytearray(GOOD)
    at = content.rfind(b"PK\x01\x02")
    content[at + 16] ^= 0xFF
    return bytes(content)


def lying_size() -> bytes:
    content = bytearray(GOOD)
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 2**31)
    return bytes(content)


def with_sheets(*names: str, states: str = "visible") -> bytes:
    sheets = "".join(f'<sheet name="{name}" sheetId="1" state="{states}" r:id="r1"/>' for name in names)
    book = f'<workbook xmlns="{build.MAIN}" xmlns:r="{build.RELATIONS}"><sheets>{sheets}</sheets></workbook>'
    return changed(xl__workbook_dot_xml=book)


def sheet_of(xml: str | bytes) -> bytes:
    return build.pack(build.parts(xml))


MACRO_TYPES = build.CONTENT_TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
DEEP = build.sheet(build.titles()).replace("<sheetData>", "<x>" * 200 + "</x>" * 200 + "<sheetData>")
MANY_MERGES = "<mergeCells>" + '<mergeCell ref="A2:A3"/>' * 10_001 + "</mergeCells>"

FILES: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    # name: (code, content, file name)
    "zero bytes": ("file_empty", b"", "a.xlsx"),
    "zero bytes csv": ("file_empty", b"", "a.csv"),
    "text as xlsx": ("wrong_content", "姓名,证件号码".encode(), "a.xlsx"),
    "pdf as xlsx": ("wrong_content", b"%PDF-1.7\n", "a.xlsx"),
    "html as xlsx": ("wrong_content", b"<html><table></table></html>", "a.xlsx"),
    "xlsx as csv": ("wrong_content", GOOD, "a.csv"),
    "png as csv": ("wrong_content", b"\x89PNG\r\n\x1a\n", "a.csv"),
    "docx content": ("wrong_content", changed(xl__workbook_dot_xml='<document xmlns="urn:word"/>'), "a.xlsx"),
    "plain zip": ("wrong_content", build.pack({"readme.txt": "x"}), "a.xlsx"),
    "extension txt": ("wrong_extension", GOOD, "a.txt"),
    "no extension": ("wrong_extension", GOOD, "名单"),
    "double extension": ("wrong_extension", GOOD, "a.xlsx.exe"),
    "xls by name": ("old_excel", GOOD, "a.xls"),
    "xls by content": ("old_excel", OLE + b"\x00" * 600, "a.xlsx"),
    "password": ("encrypted", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.xlsx"),
    "zip password": ("encrypted", flagged_encrypted(), "a.xlsx"),
    "xlsm by name": ("macros", GOOD, "a.xlsm"),
    "vba project": ("macros", with_entry("xl/vbaProject.bin"), "a.xlsx"),
    "macro content type": ("macros", changed(**{"[Content_Types]_dot_xml": MACRO_TYPES}), "a.xlsx"),
    "ods by name": ("ods", GOOD, "a.ods"),
    "ods by content": ("ods", build.pack({"mimetype": "x", "content.xml": "<x/>"}), "a.xlsx"),
    "xlsb by name": ("xlsb", GOOD, "a.xlsb"),
    "xlsb by content": ("xlsb", build.pack({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), "a.xlsx"),
    "cut off": ("damaged", GOOD[: len(GOOD) // 2], "a.xlsx"),
    "only magic": ("damaged", b"PK\x03\x04", "a.xlsx"),
    "checksum": ("damaged", broken_checksum(), "a.xlsx"),
    "no workbook": ("damaged", changed(xl__workbook_dot_xml=None), "a.xlsx"),
    "no sheet part": ("damaged", changed(xl__worksheets__sheet1_dot_xml=None), "a.xlsx"),
    "broken xml": ("damaged", sheet_of("<worksheet><sheetData>"), "a.xlsx"),
    "not xml": ("damaged", sheet_of("hello"), "a.xlsx"),
    "undefined entity": ("damaged", workbook(person(2).replace("王芳", "&bad;")), "a.xlsx"),
    "not utf-8": ("damaged", sheet_of(build.sheet(build.titles(), person(2)).encode("gb18030")), "a.xlsx"),
    "rows backwards": ("damaged", workbook(person(5), person(4)), "a.xlsx"),
    "row number too large": ("damaged", workbook(person(1_048_577)), "a.xlsx"),
    "cell of another row": ("damaged", workbook(row(2, text("A7", "王芳"))), "a.xlsx"),
    "cell twice": ("damaged", workbook(row(2, text("A2", "王芳"), text("A2", "李伟"))), "a.xlsx"),
    "shared index too large": ("damaged", workbook(row(2, '<c r="A2" t="s"><v>9</v></c>'), shared=""), "a.xlsx"),
    "shared index no number": ("damaged", workbook(row(2, '<c r="A2" t="s"><v>x</v></c>'), shared=""), "a.xlsx"),
    "unknown cell type": ("damaged", workbook(row(2, '<c r="A2" t="zz"><v>1</v></c>')), "a.xlsx"),
    "absolute name": ("suspicious", with_entry("/etc/passwd"), "a.xlsx"),
    "name leads out": ("suspicious", with_entry("../../x.xml"), "a.xlsx"),
    "windows path": ("suspicious", with_entry("C:\\x.xml"), "a.xlsx"),
    "nested archive": ("suspicious", with_entry("xl/inner.zip", GOOD), "a.xlsx"),
    "nested workbook": ("suspicious", with_entry("xl/embeddings/inner.xlsx", GOOD), "a.xlsx"),
    "same name twice": ("suspicious", with_twice("xl/styles.xml"), "a.xlsx"),
    "too many entries": ("suspicious", build.pack({f"e{n}.xml": "" for n in range(600)}), "a.xlsx"),
    "bzip2 packed": ("suspicious", with_method(zipfile.ZIP_BZIP2), "a.xlsx"),
    "lying size": ("suspicious", lying_size(), "a.xlsx"),
    "deep nesting": ("suspicious", sheet_of(DEEP), "a.xlsx"),
    "tiny cells bomb": ("suspicious", build.bomb_tiny_cells, "a.xlsx"),
    "long string bomb": ("suspicious", build.bomb_long_string, "a.xlsx"),
    "entity bomb": ("forbidden_xml", build.bomb_entities(), "a.xlsx"),
    "plain doctype": ("forbidden_xml", sheet_of("<!DOCTYPE x>" + build.sheet(build.titles())), "a.xlsx"),
    "external entity": (
        "forbidden_xml",
        changed(xl__workbook_dot_xml='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'),
        "a.xlsx",
    ),
    "sparse bomb": ("too_many_columns", build.bomb_two_cells(), "a.xlsx"),
    "value in a far column": ("too_many_columns", workbook(row(2, text("A2", "王芳"), text("BZ2", "x"))), "a.xlsx"),
    "header only": ("no_rows", workbook(), "a.xlsx"),
    "blank rows only": ("no_rows", workbook(row(2, text("A2", "  ")), row(3, '<c r="A3" s="1"/>')), "a.xlsx"),
    "empty sheet": ("header_missing", sheet_of(build.sheet()), "a.xlsx"),
    "header too low": ("header_missing", sheet_of(build.sheet(build.titles(11), person(12))), "a.xlsx"),
    "other header": ("header_missing", sheet_of(build.sheet(build.titles(1, ("甲", "乙")))), "a.xlsx"),
    "column missing": (
        "columns_wrong",
        sheet_of(build.sheet(build.titles(1, ("姓名", "月工资")), person(2))),
        "a.xlsx",
    ),
    "column twice": (
        "columns_wrong",
        sheet_of(build.sheet(build.titles(1, ("姓名", "证件号码", "身份证号")), person(2))),
        "a.xlsx",
    ),
    "no visible sheet": ("no_sheet", with_sheets("数据", states="hidden"), "a.xlsx"),
    "two sheets, none the wanted": ("sheet_missing", with_sheets("甲", "乙"), "a.xlsx"),
    "too many merges": ("too_many_merges", workbook(person(2), after=MANY_MERGES), "a.xlsx"),
    "long text": ("cell_too_long", workbook(person(2, "王" * 2001)), "a.xlsx"),
    "long shared text": (
        "cell_too_long",
        workbook(row(2, '<c r="A2" t="s"><v>0</v></c>'), shared=f"<si><t>{'王' * 2001}</t></si>"),
        "a.xlsx",
    ),
    "long rich text": (
        "cell_too_long",
        workbook(row(2, f'<c r="A2" t="inlineStr"><is>{"<r><t>王</t></r>" * 2001}</is></c>')),
        "a.xlsx",
    ),
    "csv without header": ("header_missing", "甲,乙\n1,2\n".encode(), "a.csv"),
    "csv with nul": ("control_character", "姓名,证件号码\n王\x00芳,1\n".encode(), "a.csv"),
    "csv with control": ("control_character", "姓名,证件号码\n王\x08芳,1\n".encode(), "a.csv"),
    "csv utf-16 without mark": ("control_character", "姓名,证件号码\n王芳,1\n".encode("utf-16-le"), "a.csv"),
    "csv undecodable": ("encoding_unknown", "姓名,证件号码\n".encode() + b"\xff\xff\xff,1\n", "a.csv"),
    "csv broken utf-8 mark": ("encoding_unknown", b"\xef\xbb\xbf" + "姓名".encode("gb18030"), "a.csv"),
    "csv open quote": ("csv_quotes", '姓名,证件号码\n"王芳,1\n'.encode(), "a.csv"),
    "csv long field": ("cell_too_long", ("姓名,证件号码\n" + "王" * 5000 + ",1\n").encode(), "a.csv"),
    "csv far column": ("too_many_columns", ("姓名,证件号码\n" + "," * 70 + "x\n").encode(), "a.csv"),
}


@pytest.mark.parametrize("name", FILES)
def test_refused_with_its_reason(name: str, read: Read) -> None:
    code, content, filename = FILES[name]
    content = content if isinstance(content, bytes) else content()
    started = time.monotonic()
    with pytest.raises(SpreadsheetRefused) as refused:
        read(content, filename, sheet="数据")
    assert refused.value.code == code
    assert refused.value.text()
    assert refused.value.remedy()
    assert "{" not in refused.value.text() + refused.value.remedy()
    assert time.monotonic() - started < 10


def test_the_corpus_is_large() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("too_many_rows", workbook(*(person(at) for at in range(2, 9)))),
        ("too_many_cells", workbook(*(row(at, *(number(f"{c}{at}", "1") for c in "ABCDEFGH")) for at in range(2, 9)))),
        ("too_many_columns", workbook(row(2, text("A2", "王芳"), text("I2", "x")))),
    ],
)
def test_limits_on_what_is_read(code: str, content: bytes, read: Read) -> None:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(content, limits=SMALL)
    assert refused.value.code == code


def test_a_file_over_the_size_is_refused_before_it_is_read(read: Read) -> None:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(GOOD, limits=replace(DEFAULT_LIMITS, file_bytes=100))
    assert refused.value.code == "file_too_large"
    assert "0.0 MB" in refused.value.text()


def test_unpacked_size_is_refused_from_the_directory(read: Read) -> None:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(GOOD, limits=replace(DEFAULT_LIMITS, unpacked_bytes=100))
    assert refused.value.code == "unpacked_too_large"


def test_tiny_cells_below_the_ratio_stop_at_the_limit_of_elements(read: Read) -> None:
    loose = replace(DEFAULT_LIMITS, ratio=2000)
    with pytest.raises(SpreadsheetRefused) as refused:
        read(build.bomb_tiny_cells(10_000_000), limits=loose)
    assert refused.value.code in ("too_many_columns", "too_many_cells", "damaged")


def test_a_long_string_below_the_ratio_stays_in_memory_bounds(read: Read) -> None:
    loose = replace(DEFAULT_LIMITS, ratio=2000)
    with pytest.raises(SpreadsheetRefused) as refused:
        read(build.bomb_long_string(), limits=loose)
    assert refused.value.code == "cell_too_long"


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("too_slow", replace(DEFAULT_LIMITS, wall_seconds=0.001)),
        ("too_heavy", replace(DEFAULT_LIMITS, memory_bytes=64 * 1024 * 1024)),
    ],
)
def test_a_child_out_of_time_or_memory_is_told(code: str, limits: Limits, read: Read) -> None:
    strings = "".join(f"<si><t>{n:08d}{'x' * 300}</t></si>" for n in range(150_000))
    with pytest.raises(SpreadsheetRefused) as refused:
        read(workbook(person(2), shared=strings), limits=limits)
    assert refused.value.code == code


@pytest.mark.usefixtures("started")
def test_a_killed_child_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(*(person(at) for at in range(2, 60_000))))
    rows = open_rows(path, COLUMNS)
    rows._process._process.kill()
    with pytest.raises(SpreadsheetRefused) as refused:
        for _ in rows:
            pass
    assert refused.value.code in ("too_slow", "reader_failed")


@pytest.mark.usefixtures("started")
def test_leaving_early_ends_the_child(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(*(person(at) for at in range(2, 60_000))))
    with open_rows(path, COLUMNS) as rows:
        next(rows)
        process = rows._process._process
    assert process.poll() is not None


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetRefused) as refused:
        open_rows(tmp_path / "none.xlsx", COLUMNS)
    assert refused.value.code == "file_missing"


def test_columns_are_reported_in_one_problem(read: Read) -> None:
    content = sheet_of(build.sheet(build.titles(3, ("姓名", "姓名", "身份证", "月工资")), person(4)))
    with pytest.raises(SpreadsheetRefused) as refused:
        read(content)
    assert refused.value.params == {"row": "3", "missing": "证件号码", "duplicate": "姓名", "unknown": "身份证"}
    assert "第 3 行" in refused.value.text()


def test_every_reason_has_words() -> None:
    for code in CATALOGUE:
        assert SpreadsheetRefused(code).text().endswith("。"), code
        assert SpreadsheetRefused(code).remedy().endswith("。"), code


def test_one_column_is_enough_to_find_a_header(read: Read) -> None:
    header, rows = read(
        "公民身份号码\n1\n".encode(), "a.csv", columns=[Column("identity", "身份证号", ("公民身份号码",))]
    )
    assert header.row == 1
    assert rows[0].cells == ("1",)

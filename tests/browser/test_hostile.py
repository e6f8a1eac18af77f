"""Files and names that nobody should send: a clear message each, never an error page, nothing executed."""

from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import FilePayload

from city.cast import CAREFUL_CLERK, LATE_CLERK, OFFICER
from shebao.documents.spreadsheets.tests.build import bomb_entities, bomb_two_cells, changed
from tests.browser.actors import Clerk, Officer, picture, sheet
from tests.browser.people import Newcomers, contract, document, line
from tests.workbooks import workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SCRIPT = "<script>document.title='hacked'</script>"
IMAGE = "<img src=x onerror=document.title='hacked'>"

REFUSED: Final[Mapping[str, tuple[str, Callable[[], bytes], str]]] = {
    "empty": ("空.xlsx", lambda: b"", "文件是空的（0 字节）。"),
    "a picture": ("照片.png", lambda: picture()["buffer"], "的扩展名不是 .xlsx 或 .csv。"),
    "a picture called workbook": ("照片.xlsx", lambda: picture()["buffer"], "文件内容与扩展名「.xlsx」不符"),
    "an old workbook": ("旧.xls", lambda: OLE + bytes(600), "这是旧版 Excel 文件(.xls)。"),
    "encrypted": (
        "加密.xlsx",
        lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "文件设置了打开密码。",
    ),
    "with macros": ("宏.xlsx", lambda: changed(xl__vbaProject_dot_bin=b"x"), "文件含有宏，不能接收。"),
    "broken": ("坏.xlsx", lambda: workbook([])[:900], "文件已损坏或不是完整的表格"),
    "entities that multiply": ("炸弹.xlsx", bomb_entities, "文件含有不允许的文档类型声明，不能接收。"),
    "a cell at the far end": ("远.xlsx", bomb_two_cells, "超出了允许的"),
    "no header": ("无表头.xlsx", lambda: workbook([], titles={}), "表头下面没有数据。"),
}


def test_refused_workbooks(clerk: Clerk) -> None:
    """Each is refused on the page it was sent from, with what to do, and the next can be chosen there."""
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.press("上传并核对")
    clerk.sees("没有收到文件。")
    for name, made, words in REFUSED.values():
        clerk.named("workbook").set_input_files(sheet(made(), name))
        clerk.press("上传并核对")
        clerk.sees(words)
        clerk.sees("第二步：上传填好的文件")


BAD_PROOFS: Final[Mapping[str, FilePayload]] = {
    "只接收 PDF、JPG、PNG 文件。": {"name": "程序.exe", "mimeType": "image/png", "buffer": b"MZ" + bytes(200)},
    "文件内容与扩展名": {"name": "页面.png", "mimeType": "image/png", "buffer": SCRIPT.encode()},
    "图片已损坏，无法打开。": {"name": "坏.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(99)},
}
"""What is said → the file."""


def test_refused_proofs(clerk: Clerk, newcomers: Newcomers) -> None:
    typed = document(newcomers.unknown()) | contract()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(typed)
    for words, file in BAD_PROOFS.items():
        clerk.attach(file)
        clerk.press("提交")
        clerk.sees(words)
        assert clerk.named("occupation").input_value() == typed["occupation"]


def test_a_script_is_only_a_text(clerk: Clerk, officer: Officer, newcomers: Newcomers) -> None:
    """As a name it is refused and shown; as an occupation and as a file's name it comes as far as the officer."""
    person = newcomers.unknown()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person) | {"name": SCRIPT, "household_registration": "外地非农业户口（外地城镇）"} | contract())
    clerk.press("提交")
    clerk.sees("姓名")
    assert clerk.named("name").input_value() == SCRIPT
    clerk.type({"name": person.name, "occupation": IMAGE})
    clerk.attach(picture(f"{IMAGE}.png"))
    clerk.hand_in()
    clerk.sees("已提交经办机构审核")

    officer.log_in(OFFICER.login)
    officer.opens_case_of(person.name)
    officer.sees(IMAGE)
    assert "hacked" not in clerk.page.title() + officer.page.title()
    officer.decides("不予通过", "申报人员与单位没有劳动关系")


def test_a_script_in_a_workbook_is_only_a_text(clerk: Clerk, newcomers: Newcomers) -> None:
    rows = [line(newcomers.one(), occupation=SCRIPT), line(newcomers.one(), name=SCRIPT, education=IMAGE)]
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.send_workbook(workbook(rows), f"{IMAGE}.xlsx")
    clerk.sees("“<img src=x onerror=")
    assert "hacked" not in clerk.page.title()

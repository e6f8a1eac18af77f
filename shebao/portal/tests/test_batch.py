"""「劳动合同批量申报」 from the template to the exported failures."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from city.numbers import check_digit
from shebao.audit import actions as audit
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.portal.tests import sample
from shebao.portal.tests.conftest import SYSTEM, WANG, SharedDataInMemory
from shebao.portal.tests.test_single import follow, text
from shebao.services.registration.fields import COLUMNS

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
GOOD = sample.row()
BAD_WAGE = sample.row(name="赵敏", document_number="11010119920615222X", wage="=1+1")
UNPROVEN = sample.row(name="李小龙", document_number="110101199003078232")


def content_of(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def number_of(order: int) -> str:
    """The number of a man born on 7 March 1990."""
    first = f"11010519900307{order:03}"
    return first + check_digit(first)


def upload(browser: Client, *rows: dict[str, str]) -> str:
    data = {"client_key": sample.form()["client_key"], "workbook": sample.workbook(list(rows))}
    return follow(browser, "/registration/batch/", data)


def test_the_template_carries_every_field(browser: Client) -> None:
    answer = browser.get("/registration/batch/template.xlsx")
    sheet = load_workbook(io.BytesIO(content_of(answer))).worksheets[0]
    titles = [str(cell.value).removeprefix("*") for cell in sheet[1]]
    assert titles == [column.title for column in COLUMNS]


def test_good_lines_go_on_without_the_bad_ones(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD, BAD_WAGE)
    work()
    page = text(browser, filing)
    assert "确认提交 1 人" in page
    assert "第 3 行" in page
    assert "赵敏" in page
    declaration = Declaration.objects.get()
    follow(browser, f"{filing}confirm/", {"content_version": declaration.content_version, "verified": "on"})
    work()
    page = text(browser, filing)
    assert "王建国" in page
    assert "无需到医保部门再次申报" in page
    declaration.refresh_from_db()
    assert Contract.objects.count() == 1
    assert "月缴费工资" in text(browser, f"{filing}lines/")


def test_the_workbook_comes_back_marked_and_its_repair_enrols_nobody_twice(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD, BAD_WAGE)
    work()
    answer = browser.get(f"{filing}marked.xlsx")
    sheet = load_workbook(io.BytesIO(content_of(answer))).worksheets[0]
    assert sheet.cell(1, 1).value == "错误说明"
    assert sheet.cell(2, 1).value in (None, "")
    assert "月缴费工资" in str(sheet.cell(3, 1).value)
    only_bad = load_workbook(io.BytesIO(content_of(browser.get(f"{filing}marked.xlsx?only=bad")))).worksheets[0]
    assert only_bad.max_row == 2
    version = Declaration.objects.get().content_version
    repaired = sample.workbook([GOOD, BAD_WAGE | {"wage": "8000"}])
    follow(browser, f"{filing}workbook/", {"workbook": repaired})
    work()
    declaration = Declaration.objects.get()
    assert declaration.content_version > version
    assert declaration.lines == 2


def test_a_workbook_sent_again_after_success_is_named_as_done_before(browser: Client, work: Work) -> None:
    first = upload(browser, GOOD)
    work()
    version = Declaration.objects.get().content_version
    follow(browser, f"{first}confirm/", {"content_version": version, "verified": "on"})
    work()
    second = upload(browser, GOOD)
    work()
    assert "此前已办理" in text(browser, second)
    assert Contract.objects.count() == 1


def test_a_double_click_uploads_once(browser: Client, work: Work) -> None:
    data = {"client_key": sample.form()["client_key"], "workbook": sample.workbook([GOOD])}
    first = follow(browser, "/registration/batch/", data)
    again = {"client_key": data["client_key"], "workbook": sample.workbook([GOOD])}
    assert follow(browser, "/registration/batch/", again) == first
    assert Declaration.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600), "旧版 Excel"),
        (SimpleUploadedFile("a.xlsx", b"no zip at all"), "内容与扩展名"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "扩展名不是 .xlsx 或 .csv"),
        (SimpleUploadedFile("a.xlsx", b""), "0 字节"),
    ],
)
def test_what_no_reader_would_take_is_refused_at_once(browser: Client, file: SimpleUploadedFile, message: str) -> None:
    data = {"client_key": sample.form()["client_key"], "workbook": file}
    answer = browser.post("/registration/batch/", data)
    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_no_file_is_said_and_the_same_page_can_go_on(browser: Client, work: Work) -> None:
    key = sample.form()["client_key"]
    answer = browser.post("/registration/batch/", {"client_key": key})
    assert "没有收到文件" in answer.content.decode()
    follow(browser, "/registration/batch/", {"client_key": key, "workbook": sample.workbook([GOOD])})
    assert Declaration.objects.count() == 1


def test_an_unreadable_workbook_says_why_and_takes_another(browser: Client, work: Work) -> None:
    file = SimpleUploadedFile("人员.csv", "甲,乙\n1,2\n".encode())
    filing = follow(browser, "/registration/batch/", {"client_key": sample.form()["client_key"], "workbook": file})
    work()
    page = text(browser, filing)
    assert "没有找到表头" in page
    follow(browser, f"{filing}workbook/", {"workbook": sample.workbook([GOOD])})
    work()
    assert Declaration.objects.get().state == State.CHECKED


def test_proofs_are_attached_per_line(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD, UNPROVEN)
    work()
    assert "需要上传身份证明材料" in text(browser, filing)
    page = text(browser, f"{filing}proofs/")
    assert "李小龙" in page
    assert "王建国" not in page
    follow(browser, f"{filing}proofs/", {"line": "2", "proof": sample.proof()})
    follow(browser, f"{filing}recheck/", {})
    work()
    declaration = Declaration.objects.get()
    assert (declaration.good, declaration.bad, declaration.to_review) == (2, 0, 1)


def test_findings_can_be_filtered(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD, BAD_WAGE, UNPROVEN)
    work()
    everything = text(browser, f"{filing}findings/")
    wages = text(browser, f"{filing}findings/?severity=hard&code=amount_malformed")
    assert "李小龙" in everything
    assert "李小龙" not in wages
    assert "赵敏" in wages


def test_failures_come_out_without_formulas(browser: Client, work: Work) -> None:
    evil = sample.row(name="赵敏", document_number="=cmd|' /C calc'!A0", occupation="@SUM(1)")
    filing = upload(browser, evil)
    work()
    book = load_workbook(io.BytesIO(content_of(browser.get(f"{filing}failures.xlsx"))))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert any("证件号码" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_medical_failures_are_shown_and_exported_with_the_words_that_bind(browser: Client, work: Work) -> None:
    filing = upload(browser, GOOD)
    work()
    version = Declaration.objects.get().content_version
    follow(browser, f"{filing}confirm/", {"content_version": version, "verified": "on"})
    work()
    with audit.action(SYSTEM, "medical_feedback"):
        Message.objects.filter(system="medical").update(state="failed", answer_text="单位医保账户已停用")
    for path in (filing, "/filings/medical/"):
        page = text(browser, path)
        assert "需通过医保途径另行申报" in page
        assert "单位医保账户已停用" in page
    book = load_workbook(io.BytesIO(content_of(browser.get(f"{filing}failures.xlsx"))))
    assert "需通过医保途径另行申报" in str(book.worksheets[0].cell(2, 6).value)
    assert browser.get("/filings/medical/failures.xlsx").status_code == 200


def test_pages_cost_the_same_for_three_and_for_sixty_lines(
    browser: Client,
    work: Work,
    shared_data: SharedDataInMemory,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    people = [number_of(order) for order in range(101, 221, 2)]
    for number in people:
        shared_data.known[("王建国", number)] = SharedPerson(
            number, "王建国", "1", WANG.birth, "01", "CHN", "11", "", "", ""
        )
    filing = upload(browser, *(sample.row(document_number=number, wage="x") for number in people))
    work()
    for path, most in ((filing, 24), (f"{filing}findings/", 18), (f"{filing}lines/", 20)):
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            assert browser.get(path).status_code == 200

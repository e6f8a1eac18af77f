"""「缴费基数申报」 as its pages show it."""

import csv
import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from shebao.audit.models import Look
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.services.bases.models import TypedWage
from shebao.services.bases.tests.office import AFTER_THE_WINDOW, IN_THE_WINDOW, Office, row, spans, workbook

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the declaration window, unless a test names another moment."""
    moment = getattr(request, "param", IN_THE_WINDOW)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def employed(employer: Employer) -> list[Contract]:
    """Three employees with 8,000 yuan a month."""
    return Office(employer).employ(3)


def typed(wages: dict[Contract, str], do: str = "submit", **more: str) -> dict[str, str]:
    return {
        "client_key": str(uuid.uuid4()),
        "do": do,
        **{f"wage-{contract.pk}": text for contract, text in wages.items()},
        **more,
    }


def test_the_page_lists_everybody_with_the_wage_that_counts_in_the_input(
    browser: Client, employed: list[Contract]
) -> None:
    content = browser.get("/bases/").content.decode()
    for one in employed:
        assert one.person.name in content
        assert re.search(rf'name="wage-{one.pk}"[^>]* value="8000.00"', content)
        assert one.person.document_number not in content
    assert "2024年度" in content
    assert "2024-07-25" in content


def test_wages_are_typed_checked_confirmed_and_count(browser: Client, employed: list[Contract], work: Work) -> None:
    first, second, third = employed
    answer = browser.post("/bases/", typed({first: "9,000", second: "8500.50", third: ""}))
    number = Declaration.objects.get().number
    assert (answer.status_code, answer["Location"]) == (302, f"/bases/{number}/")
    work()
    checked = browser.get(f"/bases/{number}/").content.decode()
    for text in ("确认申报 2 人", "养老缴费基数合计", "16,000.00", "17,501.00", "+1,501.00"):
        assert text in checked, text
    confirmed = browser.post(
        f"/bases/{number}/confirm/", {"content_version": Declaration.objects.get().content_version}
    )
    assert confirmed.status_code == 302
    work()
    assert "办理成功" in browser.get(f"/bases/{number}/").content.decode()
    assert [spans(one)[-1][2] for one in employed] == [900_000, 850_050, 800_000]
    assert "缴费基数申报" in browser.get("/filings/").content.decode()
    assert browser.get(f"/filings/{number}/")["Location"] == f"/bases/{number}/"


def test_what_was_typed_is_kept_page_by_page_and_shown_again(browser: Client, employed: list[Contract]) -> None:
    first, second, _ = employed
    browser.post("/bases/", typed({first: "九千", second: ""}, do="save"))
    browser.post("/bases/", typed({second: "9100"}, do="save"))
    content = browser.get("/bases/").content.decode()
    assert 'value="九千"' in content
    assert 'value="9100"' in content
    assert Declaration.objects.count() == 1
    assert TypedWage.objects.count() == 2


def test_autosave_keeps_without_answering_a_page(browser: Client, employed: list[Contract]) -> None:
    answer = browser.post("/bases/autosave/", typed({employed[0]: "9000"}))
    assert (answer.status_code, answer.json()) == (200, {"values": {}})
    assert TypedWage.objects.get().typed == "9000"


def test_a_wrong_wage_is_told_at_its_input(browser: Client, employed: list[Contract], work: Work) -> None:
    browser.post("/bases/", typed({employed[0]: "0", employed[1]: "abc"}))
    work()
    content = browser.get("/bases/").content.decode()
    assert "本页有 2 人的申报工资需要改正" in content
    assert "申报月平均工资必须大于0" in content
    assert "“abc”不是金额" in content


def test_pages_of_fifty_with_their_buttons(browser: Client, employer: Employer) -> None:
    people = Office(employer).employ(120)
    first = browser.get("/bases/").content.decode()
    assert first.count('class="input wage-input"') == 50
    assert ("保存并到下一页" in first, "上一页" in first) == (True, False)
    newest, fiftieth = people[-1].pk, people[-50].pk
    answer = browser.post("/bases/", typed({people[-1]: "9000"}, do="next", first=str(newest), last=str(fiftieth)))
    assert answer["Location"] == f"/bases/?before={fiftieth}"
    second = browser.get(answer["Location"]).content.decode()
    assert f"wage-{people[-51].pk}" in second
    assert "上一页" in second


def test_the_filled_in_workbooks_hold_full_numbers_and_the_look_is_recorded(
    browser: Client, employed: list[Contract]
) -> None:
    answer = browser.get("/bases/template.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("*姓名", "*证件类型", "*证件号码", "缴费年度", "现月缴费工资", "*申报月平均工资")
    assert {row[2] for row in rows[1:]} == {one.person.document_number for one in employed}
    assert {row[4] for row in rows[1:]} == {8000}
    answer = browser.get("/bases/template.csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert (len(lines), lines[1][4]) == (4, "8000.00")
    assert list(Look.objects.values_list("what", "persons")) == [("bases_template", 3)] * 2
    assert browser.get("/bases/template.exe").status_code == 404


def test_the_filled_in_workbook_is_read_back(browser: Client, employed: list[Contract], work: Work) -> None:
    for kind in ("xlsx", "csv"):
        answer = browser.get(f"/bases/template.{kind}")
        content = b"".join(answer)
        filled = _fill_xlsx(content) if kind == "xlsx" else _fill_csv(content)
        upload = SimpleUploadedFile(f"基数.{kind}", filled)
        browser.post("/bases/upload/", {"client_key": str(uuid.uuid4()), "workbook": upload})
        work()
        declaration = Declaration.objects.latest("id")
        assert (declaration.state, declaration.good) == (State.CHECKED, 3), kind


def _fill_xlsx(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for at in range(2, sheet.max_row + 1):
        sheet.cell(at, 6, 9000)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_csv(content: bytes) -> bytes:
    return b"\n".join(line + b"9000" if at else line for at, line in enumerate(content.splitlines())) + b"\n"


def test_a_workbook_with_mistakes_comes_back_marked_and_is_repaired(
    browser: Client, employed: list[Contract], work: Work
) -> None:
    first, second, third = employed
    wrong = SimpleUploadedFile("基数.xlsx", workbook([row(first, 9000), row(second, 0), row(third, "九千")]))
    browser.post("/bases/upload/", {"client_key": str(uuid.uuid4()), "workbook": wrong})
    work()
    declaration = Declaration.objects.get()
    page = browser.get(f"/bases/{declaration.number}/").content.decode()
    assert "申报月平均工资必须大于0" in page
    marked = browser.get(f"/bases/{declaration.number}/marked.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(marked))).worksheets[0]
    errors = [line[0] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert (errors[0] or "", "必须大于0" in str(errors[1]), "不是金额" in str(errors[2])) == ("", True, True)
    right = SimpleUploadedFile("基数.xlsx", workbook([row(first, 9000), row(second, 9100), row(third, 9200)]))
    browser.post(f"/bases/{declaration.number}/workbook/", {"workbook": right})
    work()
    declaration.refresh_from_db()
    assert (declaration.state, declaration.good, declaration.bad) == (State.CHECKED, 3, 0)
    listed = browser.get(f"/bases/{declaration.number}/lines/?state=good").content.decode()
    assert "9,200.00" in listed


@pytest.mark.parametrize("_moment", [AFTER_THE_WINDOW], indirect=True)
def test_late_declarations_have_to_be_confirmed_expressly(
    browser: Client, employed: list[Contract], work: Work
) -> None:
    assert "申报期已于 2024-07-25 截止" in browser.get("/bases/").content.decode()
    browser.post("/bases/", typed({employed[0]: "9000"}))
    work()
    declaration = Declaration.objects.get()
    assert "按上月110%核定" in browser.get(f"/bases/{declaration.number}/").content.decode()
    version = {"content_version": declaration.content_version}
    browser.post(f"/bases/{declaration.number}/confirm/", version)
    declaration.refresh_from_db()
    assert declaration.state == State.CHECKED
    browser.post(f"/bases/{declaration.number}/confirm/", version | {"verified": "on"})
    work()
    declaration.refresh_from_db()
    assert declaration.state == State.EFFECTIVE


def test_another_employers_filing_and_contracts_are_out_of_reach(
    browser: Client, other_browser: Client, employed: list[Contract], work: Work
) -> None:
    browser.post("/bases/", typed({employed[0]: "9000"}))
    work()
    number = Declaration.objects.get().number
    for address in ("", "lines/", "marked.xlsx"):
        assert other_browser.get(f"/bases/{number}/{address}").status_code == 404
    other_browser.post("/bases/", typed({employed[0]: "1"}, do="save"))
    assert list(TypedWage.objects.values_list("typed", flat=True)) == ["9000"]


def test_pages_of_enrolment_do_not_show_a_base_declaration(
    browser: Client, employed: list[Contract], work: Work
) -> None:
    browser.post("/bases/", typed({employed[0]: "9000"}))
    work()
    number = Declaration.objects.get().number
    for address in ("findings/", "lines/", "marked.xlsx", "failures.xlsx", "edit/", "proofs/"):
        assert browser.get(f"/filings/{number}/{address}").status_code == 404, address


def test_sending_no_file_is_answered_with_what_to_do(browser: Client) -> None:
    answer = browser.post("/bases/upload/", {"client_key": str(uuid.uuid4())})
    assert answer.status_code == 400
    assert "没有收到文件" in answer.content.decode()

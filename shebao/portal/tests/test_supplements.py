"""「单位申报个人补缴申请」 as its pages show it."""

import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.contributions.models import Wage
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.portal.tests.conftest import SYSTEM
from shebao.services.supplements.tests.office import NOW, Office, row, spells, wages, workbook

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(employer: Employer) -> Office:
    """An employer whose October was assessed, with one who was employed since July and insured since October."""
    office = Office(employer)
    office.employ(since="2023-07-03")
    office.assess()
    return office


@pytest.fixture
def one(office: Office) -> Contract:
    return office.employed[0]


def ask(browser: Client, contract: Contract) -> str:
    """「开始申报」; the address of the filing."""
    person = contract.person
    answer = browser.post(
        "/supplements/",
        {
            "client_key": str(uuid.uuid4()),
            "name": person.name,
            "document_type": person.document_type,
            "document_number": person.document_number,
        },
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def choose(browser: Client, here: str, months: list[str], do: str = "submit", **more: object) -> str:
    typed = {"do": do, "month": months, "household_registration": "11", "schemes": ["110", "210", "410"], **more}
    return str(browser.post(f"{here}months/", typed)["Location"])


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_the_menu_and_the_entrance_bear_the_official_names(browser: Client) -> None:
    content = text(browser, "/supplements/")
    for name in ("缴费管理", "单位申报个人补缴申请", "零星申报", "批量", "开始申报"):
        assert name in content, name
    assert "只能通过“零星申报”逐人办理" in text(browser, "/supplements/?how=batch")


def test_from_the_query_to_the_bill(browser: Client, one: Contract, work: Work) -> None:
    here = ask(browser, one)
    work()
    months = text(browser, here)
    assert re.findall(r'name="month" value="(\d+)"', months) == ["202309", "202308", "202307"]
    assert "不能补缴情况" in months
    assert "已在本单位参保，不需要补缴" in months
    assert one.person.document_number not in months

    assert choose(browser, here, ["202308", "202309"], wage_all="8000") == here
    work()
    preview = text(browser, here)
    for shown in ("补缴预览", "1,280.00", "640.00", "逾期 33 天", "返回修改"):
        assert shown in preview, shown
    amount = re.search(r'href="(/supplements/\d+/lines/1/202308/110/)"', preview)
    assert amount
    explained = text(browser, amount[1])
    for shown in ("缴费基数下限、上限", "6,326", "33,891", "自 2023-10-08 起按日加收 0.05%", "共 33 天"):
        assert shown in explained, shown

    version = Declaration.objects.get().content_version
    assert browser.post(f"{here}confirm/", {"content_version": version}).status_code == 302
    work()
    result = text(browser, here)
    for shown in ("办理结果", "缴款单", "待缴费", "缴费后自动传送医保部门"):
        assert shown in result, shown
    assert spells(one) == [(202308, 202309), (202310, None)]
    assert "单位申报个人补缴申请 · 零星申报" in text(browser, "/filings/")


def test_a_wage_for_one_month_goes_before_the_one_for_all(browser: Client, one: Contract, work: Work) -> None:
    here = ask(browser, one)
    work()
    choose(browser, here, ["202308", "202309"], **{"wage_all": "8000", "wage-202308": "9,000"})
    work()
    version = Declaration.objects.get().content_version
    browser.post(f"{here}confirm/", {"content_version": version})
    work()
    assert wages(one)[:2] == [(202308, 202308, 900_000, "supplement"), (202309, 202309, 800_000, "supplement")]


def test_from_the_contract_the_number_need_not_be_typed_nor_shown(browser: Client, one: Contract, work: Work) -> None:
    assert f"/supplements/?contract={one.pk}" in text(browser, f"/contracts/{one.pk}/")
    content = text(browser, f"/supplements/?contract={one.pk}")
    assert one.person.name in content
    assert one.person.document_number not in content
    answer = browser.post("/supplements/", {"client_key": str(uuid.uuid4()), "contract": one.pk})
    work()
    assert 'value="202309"' in text(browser, str(answer["Location"]))
    assert browser.get("/supplements/?contract=999999").status_code == 404


def test_what_is_wrong_is_told_where_it_was_typed_and_nothing_is_lost(
    browser: Client, one: Contract, work: Work
) -> None:
    here = ask(browser, one)
    work()
    choose(browser, here, ["202308"], **{"wage-202308": "八千", "household_registration": ""})
    work()
    content = text(browser, here)
    assert 'value="八千"' in content
    assert "不是金额" in content
    assert "没有选择户口性质" in content
    assert re.search(r'value="202308" id="month-202308" checked', content)


def test_a_month_covered_in_some_schemes_says_which_and_bears_its_wage(
    browser: Client, office: Office, one: Contract, work: Work
) -> None:
    office.cover(one, Month(2023, 9), None, scheme="110")
    with action(SYSTEM, "declare"):
        Wage.objects.filter(contract_id=one.pk).update(from_month=202309)
    here = ask(browser, one)
    work()
    content = text(browser, here)
    assert "养老：已在本单位参保，不需要补缴" in content
    assert "当月已按此工资缴纳其他险种" in content
    assert re.search(r'name="wage-202309"[^>]* value="8000.00"', content)


def test_nobody_known_is_told_at_the_number(browser: Client, one: Contract, work: Work) -> None:
    answer = browser.post(
        "/supplements/",
        {
            "client_key": str(uuid.uuid4()),
            "name": "王建国",
            "document_type": "01",
            "document_number": "110101199003077635",
        },
    )
    work()
    assert "在本单位没有劳动合同" in text(browser, str(answer["Location"]))


def test_nothing_ticked_is_not_handed_in(browser: Client, one: Contract, work: Work) -> None:
    here = ask(browser, one)
    work()
    assert choose(browser, here, [], wage_all="8000") == f"{here}months/"
    assert "还没有选择补缴月份" in text(browser, f"{here}months/")
    assert Declaration.objects.get().state == State.DRAFT


def test_what_cannot_be_made_up_is_exported_with_reasons(browser: Client, one: Contract, work: Work) -> None:
    here = ask(browser, one)
    work()
    sheet = opened(browser, f"{here}refused.xlsx")
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "不能补缴的原因"
    assert {(row[4], row[6]) for row in rows[1:]} == {
        ("202310", "已在本单位参保，不需要补缴"),
        ("202311", "已在本单位参保，不需要补缴"),
    }
    assert [row[5] for row in rows[1:4]] == ["企业职工基本养老保险", "失业保险", "工伤保险"]
    assert rows[1][3] == one.person.document_number
    assert Look.objects.filter(what="supplement_refused_export").exists()


def opened(browser: Client, address: str) -> Worksheet:
    """The first sheet of a workbook that was given out."""
    content = b"".join(browser.get(address).streaming_content)  # type: ignore[attr-defined]
    return load_workbook(io.BytesIO(content)).worksheets[0]


def upload(browser: Client, content: bytes) -> str:
    workbook = SimpleUploadedFile("补缴.xlsx", content)
    answer = browser.post("/supplements/upload/", {"client_key": str(uuid.uuid4()), "workbook": workbook})
    return str(answer["Location"])


def test_a_workbook_is_previewed_marked_and_confirmed(browser: Client, office: Office, work: Work) -> None:
    one, other = office.employed[0], office.employ(since="2023-05-08")[0]
    here = upload(browser, workbook([row(one, "2023-08", "2023-09", 8000), row(other, "2023-06", None, 8000)]))
    work()
    preview = text(browser, here)
    for shown in ("按月份和险种汇总", "只能零星办理", "下载带错误说明的文件"):
        assert shown in preview, shown
    marked = opened(browser, f"{here}marked.xlsx")
    assert "超过3个月，不能批量办理" in str(marked.cell(3, 1).value)
    assert text(browser, f"{here}lines/?state=bad").count(other.person.name) >= 1
    assert text(browser, f"{here}lines/1/").count("企业职工基本养老保险") >= 0
    version = Declaration.objects.get().content_version
    browser.post(f"{here}confirm/", {"content_version": version})
    work()
    assert "部分成功" in text(browser, here)
    assert spells(one) == [(202308, 202309), (202310, None)]


def test_the_template_has_drop_downs_and_can_be_filled_in(browser: Client) -> None:
    sheet = opened(browser, "/supplements/template.xlsx")
    titles = [str(cell.value) for cell in sheet[1]]
    assert [title.strip(" *") for title in titles][:5] == ["姓名", "证件类型", "证件号码", "户口性质", "补缴起始年月"]
    assert sheet.data_validations.count >= 2


def test_the_medical_authoritys_no_is_shown_by_month_in_the_words_that_bind(
    browser: Client, office: Office, one: Contract, work: Work
) -> None:
    here = ask(browser, one)
    work()
    choose(browser, here, ["202308", "202309"], wage_all="8000")
    work()
    filing = Declaration.objects.get()
    browser.post(f"{here}confirm/", {"content_version": filing.content_version})
    work()
    office.pay(Declaration.objects.get())
    with action(SYSTEM, "answer"):
        Message.objects.filter(declaration_id=filing.pk, system="medical").update(
            state="failed", answer_text="该人员在医疗保险系统中存在未办结业务"
        )
    content = text(browser, here)
    for shown in ("已缴费", "2023年8月", "2023年9月", "需通过医保途径另行申报", "存在未办结业务"):
        assert shown in content, shown


def test_another_employers_filing_is_not_there(browser: Client, one: Contract, work: Work) -> None:
    assert browser.get("/supplements/20231110000000000000/").status_code == 404

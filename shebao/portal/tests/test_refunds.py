"""「单位人员缴费退费申请」 as its pages show it."""

import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from PIL import Image

from shebao.access.models import PostKind, User
from shebao.audit.models import Look
from shebao.contributions.models import Notice
from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.services.refunds import ordering
from shebao.services.refunds.models import Payout, Refund
from shebao.services.refunds.tests.office import (
    GOOD_ACCOUNT,
    NOW,
    PAID,
    Office,
    bank_says,
    entered,
    officer,
)

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
JANUARY = Month(2024, 1)


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(employer: Employer) -> Office:
    return Office(employer)


@pytest.fixture
def contract(office: Office) -> Contract:
    """Somebody of whom three months were paid."""
    contract = office.employ()
    office.assess(*PAID)
    return contract


@pytest.fixture
def officers(db: None) -> tuple[User, User]:
    return officer(1, PostKind.FIRST_REVIEW), officer(2, PostKind.SECOND_REVIEW)


def typed(*months: str, **more: object) -> dict[str, object]:
    return {
        "client_key": str(uuid.uuid4()),
        "month": list(months),
        "reason": "RR2",
        "words": "",
        "bank_name": "中国工商银行北京东城支行",
        "account_name": "谨慎商贸有限公司",
        "account_number": "0200 0001 0920 0012 345",
        "do": "submit",
        **more,
    }


def begin(browser: Client, contract: Contract, work: Work, *months: str, **more: object) -> Declaration:
    answer = browser.post(f"/refunds/persons/{contract.person_id}/", typed(*months, **more))
    assert answer.status_code == 302, answer.content.decode()
    work()
    return Declaration.objects.latest("pk")


def confirm(browser: Client, declaration: Declaration, work: Work) -> Declaration:
    sent = {"content_version": declaration.content_version, "account_checked": "on", "verified": "on"}
    assert browser.post(f"/refunds/{declaration.number}/confirm/", sent).status_code == 302
    work()
    declaration.refresh_from_db()
    return declaration


def ticked(content: str) -> list[str]:
    """Months and schemes whose checkboxes are ticked."""
    return re.findall(r'value="(\d{6}:\d{3})"[^>]* checked', content)


def png() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(target, "PNG")
    return SimpleUploadedFile("离职证明.png", target.getvalue(), "image/png")


def test_the_way_from_the_menu_to_the_money(
    browser: Client, contract: Contract, work: Work, office: Office, officers: tuple[User, User]
) -> None:
    home = browser.get("/refunds/").content.decode()
    for text in ("缴费管理服务", "单位人员缴费退费申请", "开始申报", "医疗保险经办机构"):
        assert text in home
    found = browser.get("/refunds/new/", {"q": contract.person.name}).content.decode()
    assert f"/refunds/persons/{contract.person_id}/" in found
    assert contract.person.document_number not in found
    form = browser.get(f"/refunds/persons/{contract.person_id}/").content.decode()
    for text in ("可以退费", "不能退费情况", "2023年10月", "退费账户", "6,858.00"):
        assert text in form, text
    declaration = begin(browser, contract, work, "202310:110", "202310:210", "202310:410")
    preview = browser.get(f"/refunds/{declaration.number}/").content.decode()
    for text in ("退费预览", "2,286.00", "1,521.00", "765.00", GOOD_ACCOUNT, "劳动合同变动单位未及时减员"):
        assert text in preview, text
    assert confirm(browser, declaration, work).state == "in_review"
    for one in officers:
        office.decide(one, declaration)
    assert bank_says(Refund.objects.get(), paid=True) == "paid"
    result = browser.get(f"/refunds/{declaration.number}/").content.decode()
    for text in ("办理成功", "已付款", "2024020500000001", "2024-02-06", "复核通过"):
        assert text in result, text
    assert GOOD_ACCOUNT not in result
    assert entered(contract, PAID[1]) == 0
    listed = browser.get("/refunds/").content.decode()
    assert "已退款" in listed
    assert browser.get(f"/filings/{declaration.number}/")["Location"] == f"/refunds/{declaration.number}/"


def test_what_cannot_be_given_back_is_told_and_exported(browser: Client, contract: Contract, office: Office) -> None:
    office.assess(JANUARY, paid=False)
    here = f"/refunds/persons/{contract.person_id}/"
    content = browser.get(here).content.decode()
    for text in ("不能退费情况", "尚未到账", "请向医疗保险经办机构申请"):
        assert text in content, text
    answer = browser.get(f"{here}failures.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == contract.person.document_number]
    assert [(row[3], row[4]) for row in rows] == [
        ("2024-01", "养老"), ("2024-01", "失业"), ("2024-01", "工伤"), ("全部月份", "医疗、生育"),
    ]  # fmt: skip
    assert "医疗保险经办机构" in str(rows[-1][-1])
    assert Look.objects.filter(what="refund_failures", person_id=contract.person_id).count() == 1


def test_months_after_an_ending_are_ticked(browser: Client, contract: Contract, office: Office) -> None:
    office.leave(contract, "2023-09-20")
    content = browser.get(f"/refunds/persons/{contract.person_id}/?from=202310").content.decode()
    assert len(ticked(content)) == 6
    assert {one[:6] for one in ticked(content)} == {"202310", "202311"}
    assert "未参保" in content


def test_what_is_wrong_stands_at_its_field(browser: Client, contract: Contract, work: Work) -> None:
    declaration = begin(
        browser, contract, work, "202310:110", reason="", account_name="张三", account_number="12", words="x" * 2000
    )
    answer = browser.get(f"/refunds/{declaration.number}/")
    assert answer["Location"] == f"/refunds/{declaration.number}/edit/"
    content = browser.get(answer["Location"]).content.decode()
    for text in ("没有填写退费原因", "户名与单位名称“谨慎商贸有限公司”不一致", "8至32位数字", "有错误"):
        assert text in content, text
    assert ticked(content) == ["202310:110"]
    assert 'value="张三"' in content


def test_nothing_ticked_is_told(browser: Client, contract: Contract, work: Work) -> None:
    declaration = begin(browser, contract, work)
    assert "没有选择退费月份" in browser.get(f"/refunds/{declaration.number}/edit/").content.decode()


def test_materials_are_kept_under_their_name(browser: Client, contract: Contract, work: Work) -> None:
    answer = browser.post(
        f"/refunds/persons/{contract.person_id}/", typed("202310:110", material="RA1", upload=[png()], do="attach")
    )
    number = Declaration.objects.get().number
    assert answer["Location"] == f"/refunds/{number}/edit/"
    stored = StoredFile.objects.get()
    assert (stored.purpose, stored.line_no) == ("RA1", 1)
    content = browser.get(answer["Location"]).content.decode()
    assert "离职证明.png" in content
    assert "不存在劳动关系的法律文书或离职证明" in content
    assert browser.get(f"/filings/{number}/files/{stored.pk}/").status_code == 200
    removed = browser.post(f"/refunds/{number}/edit/", typed("202310:110", do=f"remove-{stored.pk}"))
    assert removed.status_code == 302
    stored.refresh_from_db()
    assert stored.removed_at is not None


def test_a_file_without_its_name_is_refused_and_what_was_typed_stays(browser: Client, contract: Contract) -> None:
    answer = browser.post(f"/refunds/persons/{contract.person_id}/", typed("202310:110", upload=[png()]))
    content = answer.content.decode()
    assert answer.status_code == 400
    assert "没有选择材料名称" in content
    assert ticked(content) == ["202310:110"]


def test_sent_twice_it_is_one_request(browser: Client, contract: Contract, work: Work) -> None:
    sent = typed("202310:110")
    for _ in range(2):
        assert browser.post(f"/refunds/persons/{contract.person_id}/", sent).status_code == 302
    work()
    assert Declaration.objects.count() == 1


def test_a_preview_without_a_look_at_the_account_is_not_confirmed(
    browser: Client, contract: Contract, work: Work
) -> None:
    declaration = begin(browser, contract, work, "202310:110")
    browser.post(f"/refunds/{declaration.number}/confirm/", {"content_version": declaration.content_version})
    work()
    declaration.refresh_from_db()
    assert declaration.state == "checked"


def test_what_changed_since_the_preview_is_shown_again(
    browser: Client, contract: Contract, work: Work, office: Office
) -> None:
    declaration = begin(browser, contract, work, "202310:110", "202311:110")
    other = office.waiting(contract, [PAID[1]])
    assert other.state == "in_review"
    confirm(browser, declaration, work)
    assert declaration.state == "checked"
    content = browser.get(f"/refunds/{declaration.number}/").content.decode()
    assert "可退金额有变化" in content
    assert f"业务流水号{other.number}" in content


def test_another_account_after_a_rejection(
    browser: Client, contract: Contract, work: Work, office: Office, officers: tuple[User, User]
) -> None:
    refund = office.refunded(contract, [PAID[0]], officers)
    bank_says(refund, paid=False)
    here = f"/refunds/{refund.number}/"
    content = browser.get(here).content.decode()
    assert "收款账户不存在或已销户" in content
    assert "提供其他退费账户" in content
    account = {"bank_name": "建设银行", "account_name": "别的公司", "account_number": "6222 0000 1111 2222"}
    wrong = browser.post(f"{here}account/", account)
    assert (wrong.status_code, "户名与单位名称" in wrong.content.decode()) == (400, True)
    right = account | {"account_name": "谨慎商贸有限公司"}
    assert browser.post(f"{here}account/", right).status_code == 302
    assert "正在通知银行付款" in browser.get(here).content.decode()
    assert browser.post(f"{here}account/", right).status_code == 302  # a second click
    assert ordering.carry_out_requests(now=NOW) == 1
    assert Payout.objects.filter(state="ordered").get().account_number == "6222000011112222"


def test_others_see_nothing(other_browser: Client, contract: Contract, office: Office) -> None:
    declaration = office.checked(contract, [PAID[0]])
    person = f"/refunds/persons/{contract.person_id}/"
    addresses = [person, f"{person}failures.xlsx", f"/refunds/{declaration.number}/"]
    for address in addresses:
        assert other_browser.get(address).status_code == 404
    assert person not in other_browser.get("/refunds/new/", {"q": contract.person.name}).content.decode()


@pytest.mark.parametrize("query", ["from=x", "from=99999999999999999999", "from=-1", "from=000000"])
def test_any_address_is_answered(browser: Client, contract: Contract, query: str) -> None:
    assert browser.get(f"/refunds/persons/{contract.person_id}/?{query}").status_code == 200


def test_what_was_given_back_stands_on_every_page_of_the_month(
    browser: Client, contract: Contract, office: Office, officers: tuple[User, User]
) -> None:
    office.refunded(contract, [PAID[0]], officers)
    (given_back,) = Notice.objects.filter(employer=office.employer, purpose="refund")
    notice, person = f"/contributions/notices/{given_back.number}", f"/contributions/persons/{contract.person_id}"
    pages = [
        *(
            "/",
            "/contributions/",
            "/contributions/202309/",
            "/contributions/202310/changes/",
            "/contributions/notices/",
        ),
        *(f"{notice}/", f"{notice}/notice.pdf", f"{notice}/lines.xlsx", f"{person}/", f"{person}/202309/110/"),
    ]
    assert {address: browser.get(address).status_code for address in pages} == dict.fromkeys(pages, 200)
    assert "退费冲减" in browser.get(f"{notice}/").content.decode()


def test_an_ending_back_in_time_leads_to_the_months_it_frees(browser: Client, contract: Contract, work: Work) -> None:
    ending = {"client_key": str(uuid.uuid4()), "ended_on": "2023-09-20", "end_reason": "T37", "stop_reason": "222"}
    assert browser.post(f"/contracts/{contract.pk}/end/", ending).status_code == 302
    work()
    filing = Declaration.objects.get()
    assert "单位人员缴费退费申请" in browser.get(f"/filings/{filing.number}/").content.decode()
    browser.post(f"/filings/{filing.number}/confirm/", {"content_version": filing.content_version, "verified": "on"})
    work()
    content = browser.get(f"/filings/{filing.number}/").content.decode()
    assert "已缴费，可申请退费" in content
    (link,) = re.findall(r'href="(/refunds/persons/\d+/\?from=\d+)"', content)
    assert {one[:6] for one in ticked(browser.get(link).content.decode())} == {"202310", "202311"}

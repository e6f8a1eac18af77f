"""「登记表办理」 as its pages show it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.audit.models import Look
from shebao.contributions.tests import town
from shebao.documents.models import StoredFile
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.office.tests.conftest import SYSTEM, XICHENG, enter, make_officer
from shebao.services.cards import asking
from shebao.services.cards.models import Application
from shebao.services.cards.tests.desk import NOW, Desk, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def one(db: None) -> Contract:
    return Desk(town.employer()).employ()


def address(contract: Contract) -> str:
    return f"/office/registration-forms/{contract.person_id}/"


def sent(browser: Client, contract: Contract, what: str = "good", **more: str) -> tuple[int, str]:
    """What an officer's form brings: the status, and the page that comes of it."""
    shown = browser.get(address(contract)).content.decode()
    key = re.search(r'name="client_key" value="([^"]+)"', shown)
    values = {"client_key": key[1] if key else "", "kind": "first", "seen": "on", "do": "enter", **more}
    content = photo(what) if what in ("good", "unsure", "bad") else what.encode()
    picture = SimpleUploadedFile("扫描.jpg", content, "image/jpeg")
    answer = browser.post(address(contract), {**values, "photo": picture}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_form_is_entered_and_becomes_an_application(browser: Client, officer: User, one: Contract) -> None:
    found = browser.post("/office/registration-forms/", {"number": one.person.document_number})
    assert found.headers["Location"] == address(one)
    shown = browser.get(address(one)).content.decode()
    assert one.person.document_number not in shown
    assert one.employer.name in shown
    assert "没有该人员已领取社会保障卡的记录" in shown  # why no lost card can be replaced
    status, page = sent(browser, one, do="check", kind="", seen="")
    assert (status, "照片符合制卡要求" in page) == (200, True)
    assert page.count("data:image/jpeg;base64,") == 2
    assert not Application.objects.exists()
    assert not StoredFile.objects.exists()
    status, page = sent(browser, one)
    assert "登记表已录入，照片符合制卡要求" in page
    application = Application.objects.get()
    assert (application.source, application.kind, application.asked_by) == ("agency", "first", officer.pk)
    assert application.district == one.employer.district
    stored = StoredFile.objects.get()
    assert stored.pk == application.photo_id
    assert (stored.kind, stored.name, stored.employer_id) == ("jpeg", "扫描.jpg", None)
    asking.carry_out(now=NOW)
    application.refresh_from_db()
    assert application.state == "ordered"
    assert Look.objects.filter(door="office", person_id=one.person_id, what="registration_form").exists()
    assert "正在办理" in sent(browser, one)[1]


@pytest.mark.parametrize(
    ("what", "more", "words"),
    [
        ("bad", {}, "照片背景不是白色"),
        ("bad", {"do": "check"}, "照片不能用于制卡"),
        ("这不是照片", {}, "文件不是图片"),
        ("good", {"seen": ""}, "没有核对纸质登记表"),
        ("good", {"kind": ""}, "请选择申请类型"),
        ("good", {"kind": "lost"}, "不在可用的选项中"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    what: str, more: dict[str, str], words: str, browser: Client, one: Contract
) -> None:
    _status, page = sent(browser, one, what, **more)
    assert words in page
    assert not Application.objects.exists()
    assert not StoredFile.objects.exists()


def test_no_page_about_a_person_is_shown_without_a_look(browser: Client, one: Contract) -> None:
    assert one.person.name in browser.post(address(one), {"do": "check"}).content.decode()
    assert Look.objects.filter(what="registration_form", person_id=one.person_id).count() == 1


def test_an_unsure_photo_waits_for_another_officer(browser: Client, one: Contract) -> None:
    assert "须由另一位工作人员审核照片" in sent(browser, one, "unsure")[1]
    asking.carry_out(now=NOW)
    application = Application.objects.get()
    assert application.state == "in_review"
    page = browser.get(f"/office/cards/{application.number}/").content.decode()
    assert 'name="verdict"' not in page  # she entered it herself


def test_nobody_enters_a_form_of_another_district_or_her_own(officer: User, browser: Client, one: Contract) -> None:
    other = enter(make_officer("qian.yi", "钱一", XICHENG, "110102198203034519"))
    assert other.get(address(one)).status_code == 404
    number = {"number": one.person.document_number}
    assert "没有该证件号码的参保人员" in other.post("/office/registration-forms/", number).content.decode()
    with audit.action(SYSTEM, "correct"):
        User.objects.filter(pk=officer.pk).update(identity_number=one.person.document_number)
    assert "涉及您本人" in sent(browser, one)[1]
    assert not Application.objects.exists()

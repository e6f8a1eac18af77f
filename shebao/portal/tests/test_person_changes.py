"""「个人基本信息变更申请」 as its pages show it."""

import io
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from shebao.access.models import User
from shebao.audit.actions import action
from shebao.declarations.models import Declaration
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.persons.models import Person, ValueChange
from shebao.portal.change_forms import companions
from shebao.portal.tests.sample import picture
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.person_changes.shape import chosen
from shebao.services.person_changes.tests.office import NOW, Office, officer, row, workbook

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(employer: Employer) -> Office:
    return Office(employer)


@pytest.fixture
def person(office: Office) -> Person:
    return office.employ(1, mobile="13800138000")[0]


@pytest.fixture
def officers(db: None) -> User:
    return officer(1)


def choose(browser: Client, person: Person, *items: str, **more: object) -> Declaration:
    """Tick items and go on to the values."""
    sent = {"client_key": str(uuid.uuid4()), "key_items": list(items), **more}
    answer = browser.post(f"/changes/persons/{person.pk}/", sent)
    declaration = Declaration.objects.latest("pk")
    assert answer["Location"] == f"/changes/{declaration.number}/edit/"
    return declaration


def send(browser: Client, declaration: Declaration, work: Work, do: str = "submit", **typed: object) -> Declaration:
    """Send the page with the values, everything on it still ticked unless told otherwise."""
    declaration.refresh_from_db()
    ticked = typed.pop("ticked", chosen(declaration.payload))
    values = {name.replace("new_", "new-", 1): text for name, text in typed.items()}
    answer = browser.post(f"/changes/{declaration.number}/edit/", {"ticked": ticked, "do": do, **values})
    assert answer.status_code == 302, answer.content.decode()
    work()
    declaration.refresh_from_db()
    return declaration


def confirm(browser: Client, declaration: Declaration, work: Work) -> Declaration:
    sent = {"content_version": declaration.content_version, "verified": "on"}
    assert browser.post(f"/changes/{declaration.number}/confirm/", sent).status_code == 302
    work()
    declaration.refresh_from_db()
    return declaration


def png() -> SimpleUploadedFile:
    return SimpleUploadedFile("证明.png", picture(), "image/png")


def test_the_way_from_the_menu_to_the_result(
    browser: Client, person: Person, work: Work, office: Office, officers: User
) -> None:
    home = browser.get("/changes/").content.decode()
    for text in ("人员信息登记与维护", "个人基本信息变更申请", "开始申请", "批量申请", "无需材料"):
        assert text in home, text
    found = browser.get("/changes/new/", {"q": person.name}).content.decode()
    assert f"/changes/persons/{person.pk}/" in found
    assert person.document_number not in found
    choices = browser.get(f"/changes/persons/{person.pk}/").content.decode()
    assert "name&gt;name_pinyin has_rare_character" in choices
    declaration = choose(browser, person, "name")
    assert chosen(declaration.payload) == ("name", "name_pinyin", "has_rare_character")
    form = browser.get(f"/changes/{declaration.number}/edit/").content.decode()
    for text in (person.name, "变更姓名全拼", "变更是否存在生僻字", "公安机关出具的姓名变更证明", "变更前", "变更后"):
        assert text in form, text
    send(browser, declaration, work, "attach", new_name="单雄信", paper="name_change", upload=[png()])
    assert declaration.payload["new-name_pinyin"] == "shanxiongxin"
    assert StoredFile.objects.get().purpose == "name_change"
    assert "多音字也可填写：" in browser.get(f"/changes/{declaration.number}/edit/").content.decode()
    send(browser, declaration, work, new_name="单雄信", new_name_pinyin="shanxiongxin", reason="更名")
    preview = browser.get(f"/changes/{declaration.number}/").content.decode()
    for text in (
        "变更预览",
        "单雄信",
        "shanxiongxin",
        "由经办机构审核",
        "更名",
        "重要信息变更",
        "证明.png",
        "姓名用字的保存",
        "U+96C4",
    ):
        assert text in preview, text
    assert confirm(browser, declaration, work).state == "in_review"
    office.decide(officers, declaration)
    result = browser.get(f"/changes/{declaration.number}/").content.decode()
    for text in ("办理成功", "告知其他部门", "医疗保险", "全国统筹信息系统", "税务", "审核通过"):
        assert text in result, text
    again = browser.get(f"/changes/persons/{person.pk}/").content.decode()
    for text in ("变更记录", "更名", officers.name, declaration.number):
        assert text in again, text
    assert browser.get(f"/filings/{declaration.number}/")["Location"] == f"/changes/{declaration.number}/"
    assert declaration.number in browser.get("/changes/").content.decode()


def test_with_script_what_was_unticked_stays_unticked(browser: Client, person: Person) -> None:
    declaration = choose(browser, person, "name", "name_pinyin", scripted="yes")
    assert chosen(declaration.payload) == ("name", "name_pinyin")


def test_without_script_companions_are_ticked_once_and_may_be_unticked(
    browser: Client, person: Person, work: Work
) -> None:
    declaration = choose(browser, person, "document_type")
    assert set(chosen(declaration.payload)) == {"document_type", *companions("document_type")}
    send(browser, declaration, work, "save", ticked=["document_type", "document_number"])
    assert chosen(declaration.payload) == ("document_type", "document_number")
    sent = {"key_items": ["document_type", "document_number", "name"]}
    assert browser.post(f"/changes/{declaration.number}/items/", sent).status_code == 302
    declaration.refresh_from_db()
    assert chosen(declaration.payload) == (
        "name",
        "name_pinyin",
        "has_rare_character",
        "document_type",
        "document_number",
    )


def test_what_follows_is_proposed_anew_until_somebody_types_otherwise(
    browser: Client, person: Person, work: Work
) -> None:
    declaration = choose(browser, person, "name")
    send(browser, declaration, work, "save", new_name="单雄信")
    assert declaration.payload["new-name_pinyin"] == "shanxiongxin"
    send(browser, declaration, work, "save", new_name="仇英", new_name_pinyin="shanxiongxin")
    assert declaration.payload["new-name_pinyin"] == "qiuying"
    send(browser, declaration, work, "save", new_name="区寄", new_name_pinyin="chouying")
    assert declaration.payload["new-name_pinyin"] == "chouying"


def test_basic_items_need_no_paper_and_old_values_are_masked(browser: Client, person: Person, work: Work) -> None:
    sent = {"client_key": str(uuid.uuid4()), "basic_items": ["mobile", "education"]}
    browser.post(f"/changes/persons/{person.pk}/", sent)
    declaration = Declaration.objects.get()
    form = browser.get(f"/changes/{declaration.number}/edit/").content.decode()
    assert "138****8000" in form
    assert "上传材料" not in form
    send(browser, declaration, work, new_mobile="12", new_education="21")
    content = browser.get(f"/changes/{declaration.number}/").content.decode()
    for text in ("手机号码“12”不正确", "有错误"):
        assert text in content, text
    send(browser, declaration, work, new_mobile="13900139000", new_education="21")
    preview = browser.get(f"/changes/{declaration.number}/").content.decode()
    assert "13900139000" in preview
    assert confirm(browser, declaration, work).state == "effective"
    result = browser.get(f"/changes/{declaration.number}/").content.decode()
    assert ("13900139000" in result, "139****9000" in result) == (False, True)
    assert ValueChange.objects.filter(person_id=person.pk).count() == 2


def test_nothing_ticked_goes_back_to_the_choice(browser: Client, person: Person, work: Work) -> None:
    answer = browser.post(f"/changes/persons/{person.pk}/", {"client_key": str(uuid.uuid4())})
    assert "还没有选择要变更的项目" in answer.content.decode()
    declaration = choose(browser, person, "name")
    answer = browser.post(f"/changes/{declaration.number}/edit/", {"ticked": [], "do": "submit"})
    assert answer["Location"] == f"/changes/{declaration.number}/items/"
    again = browser.post(f"/changes/{declaration.number}/items/", {}, follow=True)
    assert again.content.decode().count("还没有选择要变更的项目") == 2, "once for the values, once for the choice"


def test_sent_twice_it_is_one_filing(browser: Client, person: Person, work: Work) -> None:
    sent = {"client_key": str(uuid.uuid4()), "basic_items": ["mobile"]}
    for _ in range(2):
        browser.post(f"/changes/persons/{person.pk}/", sent)
    (declaration,) = Declaration.objects.all()
    send(browser, declaration, work, new_mobile="13900139000")
    confirm(browser, declaration, work)
    answer = browser.post(f"/changes/persons/{person.pk}/", sent)
    assert answer["Location"] == f"/changes/{declaration.number}/"


def test_a_file_without_its_name_is_refused_and_what_was_typed_stays(browser: Client, person: Person) -> None:
    declaration = choose(browser, person, "name")
    sent = {"ticked": ["name"], "new-name": "解珍", "upload": [png()], "do": "submit"}
    answer = browser.post(f"/changes/{declaration.number}/edit/", sent)
    assert answer.status_code == 400
    assert "没有选择材料名称" in answer.content.decode()
    assert 'value="解珍"' in answer.content.decode()


def test_a_workbook_from_the_template_to_the_result(
    browser: Client, office: Office, person: Person, work: Work
) -> None:
    template = b"".join(browser.get("/changes/template.xlsx").streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(io.BytesIO(template)).active
    assert sheet is not None
    heads = [str(cell.value) for cell in sheet[1]]
    assert [re.sub(r"[^\w]", "", head) for head in heads][-1] == "文化程度"
    (other,) = office.employ(1)
    content = workbook([row(person, mobile="13900139000"), row(other, mobile="1")])
    upload = SimpleUploadedFile("变更.xlsx", content)
    answer = browser.post("/changes/upload/", {"client_key": str(uuid.uuid4()), "workbook": upload})
    work()
    declaration = Declaration.objects.get()
    assert answer["Location"] == f"/changes/{declaration.number}/"
    check = browser.get(answer["Location"]).content.decode()
    for text in ("核对结果", "手机号码", "确认提交 1 人", "下载带错误说明的文件"):
        assert text in check, text
    marked = b"".join(browser.get(f"{answer['Location']}marked.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert "手机号码" in str(list(load_workbook(io.BytesIO(marked)).active.iter_rows(values_only=True)))  # type: ignore[union-attr]
    declaration.refresh_from_db()
    assert confirm(browser, declaration, work).state == "partly"
    result = browser.get(answer["Location"]).content.decode()
    assert ("139****9000" in result, "13900139000" in result) == (True, False)
    assert browser.get(f"{answer['Location']}lines/?state=bad").status_code == 200
    assert browser.get("/changes/upload/").status_code == 200


def test_others_see_nothing(other_browser: Client, person: Person, office: Office) -> None:
    declaration = office.checked(person, {"mobile": "13900139000"})
    here = f"/changes/{declaration.number}/"
    addresses = [f"/changes/persons/{person.pk}/", here, f"{here}edit/", f"{here}items/", f"{here}lines/"]
    assert {address: other_browser.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert (
        f"/changes/persons/{person.pk}/" not in other_browser.get("/changes/new/", {"q": person.name}).content.decode()
    )


def test_of_somebody_who_left_meanwhile_the_reason_is_told(
    browser: Client, person: Person, office: Office, work: Work
) -> None:
    declaration = choose(browser, person, "name")
    office.leave(person, NOW.date() - timedelta(days=1))
    office.check(declaration)
    content = browser.get(f"/changes/{declaration.number}/").content.decode()
    for text in ("目前在本单位没有劳动合同", "撤销申请"):
        assert text in content, text


def test_a_draft_about_somebody_who_left_can_be_withdrawn(browser: Client, person: Person, office: Office) -> None:
    """It stands in the list of filings: what it leads to must be no dead end."""
    declaration = choose(browser, person, "name")
    office.leave(person, NOW.date() - timedelta(days=1))
    for page in ("", "edit/", "items/"):
        answer = browser.get(f"/changes/{declaration.number}/{page}", follow=True)
        content = answer.content.decode()
        assert answer.status_code == 200, page
        for text in ("目前在本单位没有劳动合同", "确定撤销"):
            assert text in content, (page, text)
    browser.post(f"/changes/{declaration.number}/edit/", {"ticked": ["name"], "new-name": "解珍", "do": "submit"})
    declaration.refresh_from_db()
    assert (declaration.state, "new-name" in declaration.payload) == ("draft", False)
    browser.post(f"/filings/{declaration.number}/cancel/")
    declaration.refresh_from_db()
    assert declaration.state == "cancelled"


def test_what_another_employer_wrote_about_a_change_is_not_told(
    browser: Client, person: Person, office: Office
) -> None:
    with action(SYSTEM, "elsewhere"):
        for employer, why in ((office.employer.pk, "换号"), (office.employer.pk + 1, "离婚")):
            ValueChange.objects.create(
                person_id=person.pk, field="mobile", old_value="13800138000", new_value="13900139000",
                effective_on=NOW.date(), reason=why, filed_by_name=f"因{why}申报", employer_id=employer,
                declaration_id=employer, line_no=1, number=f"2024{employer}",
            )  # fmt: skip
    content = browser.get(f"/changes/persons/{person.pk}/").content.decode()
    for text in ("换号", "因换号申报", f"2024{office.employer.pk}", "其他单位"):
        assert text in content, text
    for text in ("离婚", f"2024{office.employer.pk + 1}"):
        assert text not in content, text


def test_a_number_that_follows_from_the_one_on_record_stays_masked(browser: Client, person: Person, work: Work) -> None:
    with action(SYSTEM, "left out"):
        Person.objects.filter(pk=person.pk).update(social_security_number="110101199003077635")
    declaration = choose(browser, person, "document_number", "social_security_number", scripted="yes")
    form = browser.get(f"/changes/{declaration.number}/edit/").content.decode()
    send(browser, declaration, work, new_document_number=person.document_number)
    again = browser.get(f"/changes/{declaration.number}/").content.decode()
    assert "变更预览" in again
    assert [person.document_number in page for page in (form, again)] == [False, False]

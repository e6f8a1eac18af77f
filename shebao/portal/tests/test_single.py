"""「单位新增劳动合同信息」 from the blank form to the result."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from shebao.declarations.models import Declaration, State
from shebao.documents.models import StoredFile
from shebao.employment.models import Contract
from shebao.portal.tests import sample

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


def follow(browser: Client, path: str, data: dict[str, object]) -> str:
    """POST and give back where it leads."""
    answer = browser.post(path, data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(browser: Client, path: str) -> str:
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_shared_data_fill_the_form_and_the_filing_takes_effect_at_once(browser: Client, work: Work) -> None:
    typed = sample.form(ethnic="", household_registration="")
    edit = follow(browser, "/registration/single/", typed | {"do": "shared"})
    page = text(browser, edit)
    assert "已获取共享信息" in page
    assert 'value="北京市东城区示例街1号"' in page
    filing = follow(browser, edit, sample.form() | {"client_key": typed["client_key"]})
    work()
    page = text(browser, filing)
    assert "核对申报信息" in page
    assert "自动同步医保部门" in page
    declaration = Declaration.objects.get()
    follow(browser, f"{filing}confirm/", {"content_version": declaration.content_version})
    work()
    page = text(browser, filing)
    assert "办理成功" in page
    assert declaration.number in page
    assert "自动同步医保部门" in page
    assert Contract.objects.count() == 1
    assert "110101199003077635" not in page


def test_without_shared_data_a_proof_is_asked_for_and_an_officer_decides(browser: Client, work: Work) -> None:
    typed = sample.form(name="李小龙", document_number="110101199003078232")
    edit = follow(browser, "/registration/single/", typed | {"do": "shared"})
    assert "未获取到共享信息" in text(browser, edit)
    filing = follow(browser, edit, typed)
    work()
    page = text(browser, filing)
    assert 'id="id_name_error"' in page, page
    assert "身份证明" in page
    filing = follow(browser, edit, typed | {"identity_proof": sample.proof()})
    work()
    page = text(browser, filing)
    assert "由经办机构审核" in page
    stored = StoredFile.objects.get()
    assert (stored.purpose, stored.line_no, stored.kind, stored.name) == ("identity", 1, "png", "身份证.png")
    declaration = Declaration.objects.get()
    follow(browser, f"{filing}confirm/", {"content_version": declaration.content_version})
    work()
    declaration.refresh_from_db()
    assert declaration.state == State.IN_REVIEW
    assert "等待经办机构审核" in text(browser, filing)


def test_a_foreign_document_leads_through_the_question_to_the_page_of_its_own(browser: Client, work: Work) -> None:
    typed = sample.form(name="JOHN SMITH", document_type="08", document_number="E12345678")
    question = follow(browser, "/registration/single/", typed | {"do": "shared"})
    page = text(browser, question)
    assert "未查询到该人信息，是否进行登记" in page
    assert "确定" in page
    edit = follow(browser, question, {})
    page = text(browser, edit)
    assert "港澳台、外国人参保登记" in page
    assert "就业许可" in page
    more = {
        "variant": "foreign",
        "nationality": "USA",
        "document_valid_until": "2035-01-01",
        "sex": "1",
        "birth_date": "1988-08-08",
        "household_registration": "40",
        "ethnic": "",
        "identity_proof": sample.proof("护照.png"),
        "work_permit": sample.proof("工作许可.png"),
    }
    filing = follow(browser, edit, typed | more)
    work()
    page = text(browser, filing)
    assert "由经办机构审核" in page, page
    assert sorted(StoredFile.objects.values_list("purpose", flat=True)) == ["identity", "other"]


def test_a_foreign_document_cannot_slip_past_the_question(browser: Client, shared_data: object) -> None:
    typed = sample.form(name="JOHN SMITH", document_type="08", document_number="E12345678")
    assert follow(browser, "/registration/single/", typed).endswith("/register/")
    assert Declaration.objects.get().state == State.DRAFT


def test_the_same_form_twice_is_one_filing(browser: Client, work: Work) -> None:
    typed = sample.form()
    first = follow(browser, "/registration/single/", typed)
    assert follow(browser, "/registration/single/", typed) == first
    work()
    declaration = Declaration.objects.get()
    follow(browser, f"{first}confirm/", {"content_version": declaration.content_version})
    follow(browser, f"{first}confirm/", {"content_version": declaration.content_version})
    work()
    page = browser.post("/registration/single/", typed, follow=True).content.decode()
    assert "不能进行此操作" in page
    assert Declaration.objects.count() == Contract.objects.count() == 1


def test_autosave_keeps_a_draft_that_can_be_gone_on_with(browser: Client) -> None:
    typed = sample.form(name="王建")
    answer = browser.post("/registration/autosave/", typed, headers={"X-Autosave": "1"})
    number = answer.json()["values"]["number"]
    browser.post("/registration/autosave/", typed | {"mobile": "139"}, headers={"X-Autosave": "1"})
    assert "王建" in text(browser, "/filings/drafts/")
    page = text(browser, f"/filings/{number}/")
    assert 'value="139"' in page
    assert str(typed["client_key"]) in page


def test_findings_stand_at_their_fields_with_what_to_do(browser: Client, work: Work) -> None:
    filing = follow(browser, "/registration/single/", sample.form(wage="很多", mobile=""))
    work()
    page = text(browser, filing)
    assert 'id="id_wage_error"' in page
    assert "不是金额" in page
    assert "没有填写手机号码" in page
    assert 'value="很多"' in page


def test_no_scheme_at_all_is_not_taken_for_all_of_them(browser: Client, work: Work) -> None:
    filing = follow(browser, "/registration/single/", sample.form() | {"schemes": []})
    work()
    assert 'id="id_schemes_0_error"' in text(browser, filing)


def test_a_refused_attachment_keeps_everything_typed(browser: Client) -> None:
    bad = sample.proof("身份证.exe")
    answer = browser.post("/registration/single/", sample.form(name="王建国") | {"identity_proof": bad})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "只接收 PDF、JPG、PNG 文件" in page
    assert 'value="王建国"' in page
    assert Declaration.objects.get().payload["name"] == "王建国"


def test_an_attachment_can_be_taken_out_again(browser: Client) -> None:
    typed = sample.form()
    edit = follow(browser, "/registration/single/", typed | {"do": "save", "identity_proof": sample.proof()})
    stored = StoredFile.objects.get()
    follow(browser, edit, typed | {"do": f"remove-{stored.pk}"})
    stored.refresh_from_db()
    assert stored.removed_at is not None
    assert "身份证.png" not in text(browser, edit)


def test_an_attachment_comes_back_to_its_employer_only(browser: Client, other_browser: Client) -> None:
    edit = follow(
        browser,
        "/registration/single/",
        sample.form() | {"do": "save", "identity_proof": sample.proof("护照 张三.png")},
    )
    stored = StoredFile.objects.get()
    path = edit.replace("edit/", f"files/{stored.pk}/")
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert other_browser.get(path).status_code == 404


def test_the_limit_of_look_ups_is_said_at_the_field(browser: Client, shared_data: object, settings: Settings) -> None:
    settings.SHARED_LOOKUPS_PER_CLERK = 0
    answer = browser.post("/registration/single/", sample.form() | {"do": "shared"})
    assert answer.status_code == 429
    assert "次数已达上限" in answer.content.decode()


def test_a_filing_can_be_cancelled(browser: Client, work: Work) -> None:
    filing = follow(browser, "/registration/single/", sample.form())
    work()
    assert "确定撤销这笔申报吗" in text(browser, f"{filing}cancel/")
    follow(browser, f"{filing}cancel/", {})
    assert Declaration.objects.get().state == State.CANCELLED

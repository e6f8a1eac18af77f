"""A change of a person's data as an officer sees it."""

from pathlib import Path

import pytest
from django.test import Client

from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.review.models import Case
from shebao.services.person_changes.tests.office import NOW, Office
from tests.workbooks import identity_number

pytestmark = pytest.mark.django_db

NEW_NUMBER = identity_number(9)


@pytest.fixture
def case(employer: Employer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    office = Office(employer)
    (person,) = office.employ()
    typed = {"name": "单雄信", "document_number": NEW_NUMBER}
    also = ("name_pinyin", "has_rare_character", "social_security_number", "birth_date", "sex")
    office.changed(person, typed, also=also, papers=["name_change", "number_change"])
    return Case.objects.get()


def test_the_officer_sees_both_values_papers_and_why_and_numbers_when_asked_for(browser: Client, case: Case) -> None:
    assert "个人基本信息变更申请" in browser.get("/office/cases/").content.decode()
    content = browser.get(f"/office/cases/{case.pk}/").content.decode()
    for shown in (
        "个人基本信息变更申请 · 逐人申请", "姓名与证件号码同时或先后变更，初审", "变更内容", "单雄信", "shanxiongxin",
        "公安机关出具的姓名变更证明", "由经办机构审核",
    ):  # fmt: skip
        assert shown in content, shown
    assert NEW_NUMBER not in content
    in_full = browser.post(f"/office/cases/{case.pk}/reveal/", {"purpose": "materials"}).content.decode()
    assert NEW_NUMBER in in_full


def test_what_an_approval_does_is_said_before_it_is_given(browser: Client, case: Case) -> None:
    page = browser.get(f"/office/cases/{case.pk}/").content.decode()
    version = page.split('name="seen_version" value="')[1].split('"')[0]
    sent = {"verdict": "approve", "seen_version": version}
    asked = browser.post(f"/office/cases/{case.pk}/decide/", sent).content.decode()
    assert "由另一名复核人员审核" in asked

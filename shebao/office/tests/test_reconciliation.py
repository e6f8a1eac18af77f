"""对账: asked for by operators alone, made by the worker, shown kind by kind with what to do."""

import re

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.collection import actions as collection
from shebao.collection.tests import place
from shebao.collection.tests.place import NOW, SYSTEM, arrival
from shebao.employers.models import Employer
from shebao.office.differences import THINGS, subject_words
from shebao.office.tests.conftest import enter
from shebao.reconciliation import actions
from shebao.reconciliation.kinds import all_kinds
from shebao.reconciliation.models import Reconciliation

pytestmark = pytest.mark.django_db
HERE = "/office/reconciliation/"


@pytest.fixture
def desk(operator: User) -> Client:
    return enter(operator)


@pytest.fixture
def twice(employer: Employer) -> None:
    """Tax told a second payment."""
    notice = place.notice(employer)
    for receipt in ("R-1", "R-2"):
        collection.post_payment(SYSTEM, arrival(notice, receipt), now=NOW)


def test_a_month_is_asked_for_made_and_shown(desk: Client, twice: None) -> None:
    assert "还没有对过账" in desk.get(HERE).content.decode()
    assert "已开始对账" in desk.post(HERE, {"month": "2024-03"}, follow=True).content.decode()
    assert "正在对账" in desk.get(f"{HERE}?month=2024-03").content.decode()
    assert actions.make(now=NOW)
    shown = desk.get(f"{HERE}?month=2024-03").content.decode()
    for words in ("重复缴费", "通知税务部门退还", "3,768.24"):
        assert words in shown, words
    made = Reconciliation.objects.get()
    assert (made.month, made.asked_by_name) == (202403, "赵工")
    detail = desk.get(f"{HERE}{made.pk}/tax_paid_twice/").content.decode()
    assert "到账差异 " in detail
    assert "/office/mismatches/" in detail


def test_every_kind_that_was_found_has_a_page(desk: Client, twice: None) -> None:
    actions.ask(SYSTEM, None, now=NOW)
    assert actions.make(now=NOW)
    made = Reconciliation.objects.get()
    kinds = [one["kind"] for one in (made.result or {})["kinds"]]
    assert kinds
    assert {desk.get(f"{HERE}{made.pk}/{kind}/").status_code for kind in kinds} == {200}
    assert desk.get(f"{HERE}{made.pk}/nothing/").status_code == 404
    assert desk.get(f"{HERE}{'9' * 30}/tax_paid_twice/").status_code == 404


def test_subjects_are_called_as_on_the_pages() -> None:
    named = {word for kind in all_kinds() for word in re.findall(r"'([a-z_]+):'", kind.statement)}
    assert named == set(THINGS)
    assert subject_words("coverage:1 and coverage:2") == "参保时段 1 、 参保时段 2"
    assert subject_words("contract:7 110") == "劳动合同 7 110"


def test_a_month_that_is_none_is_refused(desk: Client) -> None:
    assert "不是有效的年月" in desk.post(HERE, {"month": "三月"}, follow=True).content.decode()
    assert not Reconciliation.objects.exists()


@pytest.mark.parametrize("month", ["x", "2024-13", "9" * 40])
def test_odd_months_show_the_page(desk: Client, month: str) -> None:
    assert desk.get(f"{HERE}?month={month}").status_code == 200


def test_an_officer_has_no_business_here(browser: Client) -> None:
    assert browser.get(HERE).status_code in (403, 404)
    assert browser.post(HERE, {}).status_code in (403, 404)
    assert not Reconciliation.objects.exists()

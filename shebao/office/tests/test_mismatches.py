"""到账差异: listed, shown in full, closed with a reason, never without."""

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit.models import Action
from shebao.collection import actions
from shebao.collection.models import Mismatch
from shebao.collection.tests import place
from shebao.collection.tests.place import NOW, SYSTEM, arrival
from shebao.employers.models import Employer
from shebao.office.tests.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(operator: User) -> Client:
    return enter(operator)


@pytest.fixture
def listed(employer: Employer) -> Mismatch:
    notice = place.notice(employer)
    actions.post_payment(SYSTEM, arrival(notice, "R-wrong", principal_fen=376_724), now=NOW)
    return Mismatch.objects.get()


def test_a_mismatch_is_listed_shown_and_closed_with_a_reason(desk: Client, operator: User, listed: Mismatch) -> None:
    page = desk.get("/office/mismatches/").content.decode()
    for shown in ("金额与缴费通知不符", "R-wrong", "3,767.24", "3,768.24"):
        assert shown in page, shown
    address = f"/office/mismatches/{listed.pk}/"
    assert "缴费通知仍为未缴" in desk.get(address).content.decode()
    assert desk.post(address, {"reason": "  "}).status_code == 422
    listed.refresh_from_db()
    assert listed.closed_at is None
    answer = desk.post(address, {"reason": "与朝阳税务核对，已退还"}, follow=True)
    assert f"差异 {listed.pk} 已处理" in answer.content.decode()
    listed.refresh_from_db()
    assert (listed.closed_by, listed.closing) == (operator.pk, "与朝阳税务核对，已退还")
    assert Action.objects.filter(verb="close_mismatch", refused="").count() == 1
    assert "R-wrong" not in desk.get("/office/mismatches/").content.decode()
    assert "R-wrong" in desk.get("/office/mismatches/?closed=1").content.decode()
    again = desk.post(address, {"reason": "再次"}, follow=True)
    assert "该差异已由他人处理" in again.content.decode()


def test_kinds_are_told_apart(desk: Client, listed: Mismatch) -> None:
    assert "R-wrong" in desk.get("/office/mismatches/?kind=wrong_amount").content.decode()
    assert "R-wrong" not in desk.get("/office/mismatches/?kind=paid_twice").content.decode()


@pytest.mark.parametrize("query", ["kind=x", "closed=x", "before=x", f"before={'9' * 40}", "before=-1"])
def test_odd_values_show_the_list(desk: Client, query: str) -> None:
    assert desk.get(f"/office/mismatches/?{query}").status_code == 200


def test_an_officer_has_no_business_here(browser: Client, listed: Mismatch) -> None:
    assert browser.get("/office/mismatches/").status_code in (403, 404)
    assert browser.post(f"/office/mismatches/{listed.pk}/", {"reason": "x"}).status_code in (403, 404)
    listed.refresh_from_db()
    assert listed.closed_at is None

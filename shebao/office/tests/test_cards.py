"""Photos that the check is unsure of, before an officer; and how far each card is."""

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit.models import Look
from shebao.contributions.tests import town
from shebao.kernel import clock
from shebao.office.tests.conftest import XICHENG, enter, make_officer
from shebao.services.cards import asking
from shebao.services.cards.models import Application
from shebao.services.cards.tests.desk import NOW, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(town.employer())


@pytest.fixture
def elsewhere(db: None) -> User:
    return make_officer("qian.yi", "钱一", XICHENG, "110102198203034519")


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def decide(browser: Client, one: Application, **sent: object) -> str:
    answer = browser.post(
        f"/office/cards/{one.number}/decide/", {"seen_picture": one.picture_id, "words": "", **sent}, follow=True
    )
    asking.carry_out(now=NOW)
    one.refresh_from_db()
    return answer.content.decode()


def test_an_officer_passes_one_photo_and_returns_the_next(browser: Client, desk: Desk, elsewhere: User) -> None:
    filed, asked = desk.applied(desk.employ(), "unsure"), desk.asked(desk.employ(), "unsure")
    listed = page(browser, "/office/cards/photos/")
    assert filed.number in listed
    assert asked.number in listed
    shown = page(browser, f"/office/cards/{filed.number}/")
    for text in ("头部没有在画面正中", desk.employer.name, "首次申领", "朝阳", "审核时限", "2026-12-02"):
        assert text in shown, text
    picture = browser.get(f"/office/cards/{filed.number}/picture/")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert browser.get(f"/office/cards/{asked.number}/picture/").status_code == 200
    assert Look.objects.filter(door="office", what="file:card").count() == 2
    assert asked.number in decide(browser, filed, verdict="good")  # on to the next one
    assert filed.state == "ordered"
    assert "没有填写退回原因" in decide(browser, asked, verdict="return")
    assert "没有其他待审核的照片" in decide(browser, asked, verdict="return", reason="P04", words="请摘下帽子")
    assert (asked.state, asked.reason) == ("returned", "戴帽子、墨镜或头发遮挡面部；请摘下帽子")
    assert "已由其他人员审核" in decide(browser, asked, verdict="good")
    other = enter(elsewhere)
    assert other.get(f"/office/cards/{filed.number}/").status_code == 404
    assert filed.number not in page(other, "/office/cards/")
    found = page(browser, "/office/cards/?state=returned")
    assert asked.number in found
    assert filed.number not in found

"""What an insured person sees at her door, and what nobody else sees there."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from shebao.access.models import UserKind
from shebao.audit.actions import Actor, look
from shebao.audit.models import Action, Look
from shebao.personal.tests.conftest import NAME, NUMBER, Town, account, enter

pytestmark = pytest.mark.django_db
PAGES = {
    "/personal/": 8,
    "/personal/data/": 0,
    "/personal/coverage/": 1,
    "/personal/contributions/": 7,
    "/personal/looks/": 1,
    "/personal/certificates/": 1,
}
"""Statements that a page costs beside what the door itself asks."""


def text(browser: Client, path: str, **query: str) -> str:
    answer = browser.get(path, query)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_person_sees_where_she_is_insured_and_what_was_paid(browser: Client, place: Town) -> None:
    home = text(browser, "/personal/")
    assert NAME in home
    coverage = text(browser, "/personal/coverage/")
    assert place.first.name in coverage
    assert place.second.name in coverage
    assert "2023年12月" in coverage
    months = text(browser, "/personal/contributions/")
    assert months.index("2023年12月") < months.index("2023年11月") < months.index("2023年10月")
    assert "缴费基数为 12,000 元" in months
    assert "缴费基数为 9,000 元" in months
    older = text(browser, "/personal/contributions/", before="202311")
    assert "2023年10月" in older
    assert "2023年11月" not in older


def test_every_amount_is_explained(browser: Client, place: Town) -> None:
    page = text(browser, f"/personal/contributions/202310/{place.first.pk}/110/")
    assert "720.00" in page
    assert "依据：" in page
    for absent in (
        f"202310/{place.second.pk}/110",
        f"202312/{place.first.pk}/110",
        f"202310/{place.first.pk}/999",
        f"202313/{place.first.pk}/110",
        f"{'9' * 30}/{'9' * 30}/110",
    ):
        assert browser.get(f"/personal/contributions/{absent}/").status_code == 404


def test_her_numbers_are_masked_until_she_asks_and_asking_is_recorded(browser: Client, place: Town) -> None:
    masked = text(browser, "/personal/data/")
    assert NUMBER not in masked
    assert "13800001234" not in masked
    shown = browser.post("/personal/data/shown/").content.decode()
    assert NUMBER in shown
    assert "13800001234" in shown
    one = Look.objects.get()
    assert (one.what, one.door, one.person_id, one.employer_id) == ("own_data", "personal", place.person.pk, None)


def test_who_looked_is_told_with_office_and_reason(browser: Client, place: Town) -> None:
    clerk = Actor("user", "王经办", "portal", user_id=7, employer_id=place.first.pk)
    look(clerk, "contract", person_id=place.person.pk, purpose="与本人核对信息")
    look(clerk, "contract", person_id=place.colleague.pk, purpose="别人的事")
    browser.post("/personal/data/shown/")
    page = text(browser, "/personal/looks/")
    assert page.index("本人查看") < page.index("王经办")
    assert all(words in page for words in (place.first.name, "劳动合同与参保信息", "与本人核对信息"))
    assert "别人的事" not in page


def test_an_account_without_a_person_is_told_so(place: Town) -> None:
    stranger = enter(account("nobody", "110101199003070000"))
    answer = stranger.get("/personal/")
    assert answer.status_code == 403
    assert "没有查到与您的社会保障号码一致的参保信息" in answer.content.decode()
    assert Action.objects.filter(refused="not in the register").exists()


def test_each_account_has_one_door(place: Town, settings: Settings) -> None:
    settings.ROOT_URLCONF = "shebao.config.urls"
    clerk = account("li.na", NUMBER, UserKind.CLERK)
    for user, door in ((clerk, "/personal/login/"), (account("ou.yang", NUMBER), "/login/")):
        answer = Client().post(door, {"username": user.username, "password": "Lan-se.De8Hai"})
        assert "此账号不能在这里登录" in answer.content.decode()


def test_nothing_is_shown_before_a_login() -> None:
    for path in (*PAGES, "/personal/certificates/202611300000000001/certificate.pdf"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/personal/login/?next=")


@pytest.mark.parametrize("value", ["x", "-1", "９", "9" * 40, "", "<script>", "202300", "0"])
def test_odd_values_in_addresses_show_the_page(browser: Client, value: str) -> None:
    for path in ("/personal/contributions/", "/personal/looks/"):
        assert browser.get(path, {"before": value}).status_code == 200


def test_no_page_costs_more_for_more_months(browser: Client, place: Town) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    door = statements("/personal/data/")
    assert {path: statements(path) - door for path in PAGES} == PAGES
    assert statements("/personal/contributions/?before=202311") - door <= PAGES["/personal/contributions/"]

"""What an insured person sees at her door, and what nobody else sees there."""

import ast
import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

import shebao
from shebao.access.models import UserKind
from shebao.audit.actions import Actor, action, look
from shebao.audit.models import Action, Look
from shebao.certificates.models import Certificate
from shebao.kernel import clock
from shebao.personal.filings import rows
from shebao.personal.queries import Filing
from shebao.personal.tests.conftest import NAME, NUMBER, SYSTEM, Town, account, enter
from shebao.personal.views.looks import SEEN
from shebao.persons.models import Person, ValueChange
from shebao.portal.views.card_filings import PICTURES

pytestmark = pytest.mark.django_db
PAGES = {
    "/personal/": 8,
    "/personal/data/": 1,
    "/personal/coverage/": 1,
    "/personal/contributions/": 7,
    "/personal/filings/": 1,
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


def test_every_look_at_one_person_is_told_in_words_of_its_own() -> None:
    """What doors write down as looked at, read from their own source."""
    found = set()
    for file in Path(shebao.__file__).parent.glob("*/views/**/*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _of_one_person(call):
                said = call.args[1]
                fixed = [str(node.value) for node in ast.walk(said) if isinstance(node, ast.Constant)]
                purposes = PICTURES.values() if isinstance(said, ast.JoinedStr) else [""]
                found |= {f"{words}{purpose}" for words in fixed for purpose in purposes}
    assert {"registration_form", "file:card_print", "case", "case_numbers", "contract"} <= found <= set(SEEN)


def _of_one_person(call: ast.Call) -> bool:
    named = {word.arg for word in call.keywords}
    return getattr(call.func, "attr", "") == "look_each" or (
        getattr(call.func, "attr", "") == "look" and "person_id" in named
    )


def test_what_was_changed_of_her_is_told_masked_until_she_asks(browser: Client, place: Town) -> None:
    told = {
        "effective_on": date(2024, 1, 5),
        "filed_by_name": "王经办",
        "approved_by_name": "赵审核",
        "number": "2024-7",
    }
    with action(SYSTEM, "change"):
        for line_no, (field, old, new, reason) in enumerate(
            [
                ("mobile", "13700005678", "13800001234", "本人换号"),
                ("birth_date", "1990-03-08", "1990-03-07", "录入有误"),
            ]
        ):
            ValueChange.objects.create(
                person_id=place.person.pk, field=field, old_value=old, new_value=new, reason=reason,
                employer_id=place.first.pk, declaration_id=7, line_no=line_no, **told,
            )  # fmt: skip
    masked = text(browser, "/personal/data/")
    shown = browser.post("/personal/data/shown/").content.decode()
    for words in (
        "手机号码",
        "出生日期",
        "王经办",
        "审核：赵审核",
        "录入有误",
        "2024-7",
        "2024-01-05",
        place.first.name,
    ):
        assert words in masked
    for hidden in ("13700005678", "13800001234", "1990-03-08", "1990-03-07"):
        assert (hidden in masked, hidden in shown) == (False, True)


def test_under_two_records_she_has_one_history(browser: Client, place: Town) -> None:
    """The colleague turns out to be herself, at the same employer in the same months."""
    key = reverse("my-amount", args=[202310, place.first.pk, "110"])
    theirs = f"{key}?record={place.colleague.pk}"
    assert browser.get(theirs).status_code == 404
    with action(SYSTEM, "link"):
        Person.objects.filter(pk__in=[place.person.pk, place.colleague.pk]).update(same_person=place.person.pk)
    months = text(browser, "/personal/contributions/")
    assert all(f"缴费基数为 {wage} 元" in months for wage in ("9,000", "7,000", "12,000"))
    assert theirs in months
    assert ("720.00" in text(browser, key), "560.00" in text(browser, theirs)) == (True, True)
    spells = browser.get("/personal/coverage/").context["rows"]
    assert len(spells) == 9
    sent = {"first": "2023-10", "last": "2023-10", "client_key": str(uuid.uuid4())}
    assert browser.post("/personal/certificates/", sent).status_code == 302
    one = Certificate.objects.get()
    assert (one.person_id, one.content["social_security_number"]) == (place.person.pk, NUMBER)
    assert [row["lines"][0]["personal_fen"] for row in one.content["months"]] == [56_000, 72_000]
    mistaken = enter(account("pang.guan", place.colleague.social_security_number))
    assert mistaken.get("/personal/").status_code == 403


def test_what_was_filed_about_her_is_told(browser: Client, place: Town) -> None:
    page = text(browser, "/personal/filings/")
    assert "还没有单位为您办理的申报" in page
    filed = [
        ("enrolment", "effective", 202310, None, None, [], "自2023年10月起参保"),
        ("withdrawal", "effective", None, None, date(2023, 11, 30), [], "2023-11-30 解除劳动关系"),
        ("supplements", "in_review", 202305, 202307, None, [], "2023年5月至2023年7月"),
        ("refunds", "rejected", 202308, 202308, None, [], "2023年8月"),
        ("person_changes", "returned", None, None, None, ["name", "mobile"], "姓名、手机号码"),
        ("cards", "ready", None, None, None, ["lost"], "遗失补领"),
        ("cards", "cancelled", None, None, None, ["lost"], "遗失补领"),
    ]
    shown = rows([Filing(row[0], "1", "某公司", row[1], clock.now(), None, *row[2:6]) for row in filed])
    assert [row.cells[1] for row in shown] == [row[6] for row in filed]
    states = ["办理成功", "办理成功", "待审核", "审核不通过", "退回补正", "可以领取", "已撤销"]
    assert all(state in str(row.cells[4]) for state, row in zip(states, shown, strict=True))


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

    door = statements("/personal/data/") - PAGES["/personal/data/"]
    assert {path: statements(path) - door for path in PAGES} == PAGES
    assert statements("/personal/contributions/?before=202311") - door <= PAGES["/personal/contributions/"]

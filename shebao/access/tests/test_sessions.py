"""How a session ends: rest, age, a changed account; and that nothing else ends it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from shebao.access import actions
from shebao.access.models import User
from shebao.access.tests.conftest import PASSWORD, SYSTEM

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NEW = "Qing-tian.6Yue"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(("door", "path", "idle"), [("portal", "/clerk/", 30), ("office", "/office/first/", 15)])
def test_a_resting_session_ends(
    clerk: User, officer: User, log_in: LogIn, clock: time_machine.Traveller, door: str, path: str, idle: int
) -> None:
    browser = log_in(clerk if door == "portal" else officer, door)
    clock.shift(timedelta(minutes=idle, seconds=-1))
    assert browser.get(path).status_code == 200
    clock.shift(timedelta(minutes=idle))
    answer = browser.get(path, follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert "较长时间没有操作" in answer.content.decode()


@pytest.mark.parametrize(("door", "path", "hours"), [("portal", "/clerk/", 12), ("office", "/office/first/", 8)])
def test_no_session_outlives_the_day_however_busy(
    clerk: User, officer: User, log_in: LogIn, clock: time_machine.Traveller, door: str, path: str, hours: int
) -> None:
    browser = log_in(clerk if door == "portal" else officer, door)
    for _ in range(hours * 6 - 1):
        clock.shift(timedelta(minutes=10))
        assert browser.get(path, headers={"X-Autosave": "1"}).status_code == 200
    clock.shift(timedelta(minutes=10))
    assert browser.get(path, headers={"X-Autosave": "1"}).status_code == 401
    assert "本次登录时间已到上限" in browser.get(path, follow=True).content.decode()


def test_pages_that_ask_by_themselves_do_not_keep_a_session(
    clerk: User, log_in: LogIn, clock: time_machine.Traveller
) -> None:
    browser = log_in(clerk)
    for _ in range(5):
        clock.shift(timedelta(minutes=5))
        assert browser.get("/clerk/", headers={"X-Poll": "1"}).status_code == 200
    clock.shift(timedelta(minutes=6))
    assert browser.get("/clerk/", headers={"X-Poll": "1"}).status_code == 401


def test_keep_alive_tells_what_is_left(clerk: User, log_in: LogIn, clock: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    clock.shift(timedelta(minutes=29))
    assert browser.post("/keep-alive/").json() == {"seconds": 30 * 60}
    for _ in range(24):
        clock.shift(timedelta(minutes=28))
        browser.post("/keep-alive/")
    assert browser.post("/keep-alive/").json() == {"seconds": 12 * 3600 - 29 * 60 - 24 * 28 * 60}


def test_quick_requests_write_the_session_once(clerk: User, log_in: LogIn, clock: time_machine.Traveller) -> None:
    browser = log_in(clerk)
    clock.shift(timedelta(seconds=5))
    seen = browser.session["shebao_seen"]
    browser.get("/clerk/")
    assert browser.session["shebao_seen"] == seen
    clock.shift(timedelta(seconds=20))
    browser.get("/clerk/")
    assert browser.session["shebao_seen"] == seen + 25


@pytest.mark.parametrize("change", ["disable", "password", "reset"])
def test_a_changed_account_ends_all_sessions(clerk: User, log_in: LogIn, change: str) -> None:
    browsers = [log_in(clerk) for _ in range(3)]
    clerk.refresh_from_db()
    if change == "disable":
        actions.disable_user(SYSTEM, clerk.pk)
    elif change == "reset":
        actions.set_password_by_link(SYSTEM, clerk.pk, actions.password_link(SYSTEM, clerk.pk), NEW)
    else:
        answer = log_in(clerk).post("/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
        assert answer.status_code == 302, answer.content.decode()
    assert [browser.get("/clerk/").status_code for browser in browsers] == [302] * 3


def test_whoever_changes_her_password_stays(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    browser.post("/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert browser.get("/clerk/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "x", "new": NEW, "again": NEW}, "原密码不正确"),
        ({"old": PASSWORD, "new": NEW, "again": "x"}, "两次输入的新密码不一致"),
        ({"old": PASSWORD, "new": "kurz", "again": "kurz"}, "至少 8 个字符"),
        ({}, "请填写原密码"),
    ],
)
def test_a_password_change_says_what_is_wrong(clerk: User, log_in: LogIn, typed: dict[str, str], said: str) -> None:
    answer = log_in(clerk).post("/password/", typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_the_old_password_cannot_be_guessed_from_inside(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    tries = [browser.post("/password/", {"old": f"x{number}", "new": NEW, "again": NEW}) for number in range(6)]
    assert "密码输错次数过多" in tries[-1].content.decode()


def test_a_link_sets_the_password_once(clerk: User) -> None:
    token = actions.password_link(SYSTEM, clerk.pk)
    path = f"/password/{clerk.pk}/{token}/"
    assert Client().get(path).status_code == 200
    assert Client().post(path, {"new": NEW, "again": NEW})["Location"] == "/login/"
    assert Client().get(path).status_code == 404
    assert Client().get(f"/password/{clerk.pk}/forged-token/").status_code == 404
    assert Client().get(f"/password/{'9' * 30}/{token}/").status_code == 404
    assert Client().post("/login/", {"username": clerk.username, "password": NEW}).status_code == 302

"""The way in: the same answer to every wrong try, and a limit that cannot be outrun nor turned against the owner."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from pytest_django import Settings

from shebao.access import actions, login
from shebao.access.models import LoginAttempt, User, UserKind
from shebao.access.tests.conftest import PASSWORD, SYSTEM, make_user
from shebao.audit.models import Action

LogIn = Callable[..., Client]
WRONG = "用户名或密码不正确"
LOCKED = "密码输错次数过多"


def guess(username: str, password: str = "wrong-1A", address: str = "203.0.113.9", client: Client | None = None) -> str:
    browser = client or Client()
    answer = browser.post("/login/", {"username": username, "password": password}, REMOTE_ADDR=address)
    return "in" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.django_db
def test_a_clerk_logs_in_and_the_session_has_a_new_id(clerk: User) -> None:
    browser = Client()
    browser.get("/login/")
    session = browser.session
    session["before"] = True
    session.save()
    old = str(session.session_key)
    browser.cookies["shebao_all"] = old
    answer = browser.post("/login/", {"username": clerk.username, "password": PASSWORD, "next": "/clerk/"})
    assert (answer.status_code, answer["Location"]) == (302, "/clerk/")
    assert browser.cookies["shebao_all"].value != old
    assert Action.objects.filter(verb="log_in", user_id=clerk.pk, refused="").count() == 1
    clerk.refresh_from_db()
    assert clerk.last_login is not None


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ZHANG.MIN", "ｚｈａｎｇ.ｍｉｎ", " zhang.min "])
def test_a_name_is_found_in_any_case_and_width(clerk: User, typed: str) -> None:
    assert guess(typed, PASSWORD) == "in"


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "clerk/"])
def test_a_login_never_leads_to_another_site(clerk: User, back: str) -> None:
    answer = Client().post("/login/", {"username": clerk.username, "password": PASSWORD, "next": back})
    assert answer["Location"] == "/"


@pytest.mark.django_db
def test_unknown_wrong_and_disabled_get_the_same_page(clerk: User, other_clerk: User) -> None:
    make_passwordless = actions.create_user(SYSTEM, username="new.one", name="新人", kind=UserKind.CLERK)
    actions.disable_user(SYSTEM, other_clerk.pk)
    pages = {
        answer.replace(name, "NAME")
        for name, answer in (
            (name, _without_token(guess(name, password)))
            for name, password in (
                (clerk.username, "wrong-1A"),
                ("nobody.here", "wrong-1A"),
                (other_clerk.username, PASSWORD),
                (make_passwordless.username, "!"),
            )
        )
    }
    assert len(pages) == 1
    assert WRONG in pages.pop()


def count_checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows by one hash with every password really checked."""
    checks: list[str] = []

    def check(password: str, encoded: str) -> bool:
        checks.append(encoded)
        return check_password(password, encoded)

    monkeypatch.setattr(login, "check_password", check)
    return checks


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)


@pytest.mark.django_db
def test_every_try_costs_one_real_check(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = count_checks(monkeypatch)
    for name in (clerk.username, "nobody.here"):
        guess(name)
    assert len(checks) == 2


@pytest.mark.django_db
def test_each_door_takes_its_own_kind(clerk: User, officer: User, operator: User) -> None:
    def at_office(user: User) -> int:
        return Client().post("/office/login/", {"username": user.username, "password": PASSWORD}).status_code

    assert (at_office(clerk), at_office(officer), at_office(operator)) == (403, 302, 302)
    assert "不能在这里登录" in guess(officer.username, PASSWORD)
    assert "不能在这里登录" not in guess(officer.username)
    assert Action.objects.filter(verb="log_in", refused="wrong door").count() == 2


@pytest.mark.django_db
def test_after_five_wrong_ones_the_page_says_when_to_come_back(clerk: User) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 6, 20, tzinfo=UTC), tick=False) as clock:
        assert all(WRONG in guess(clerk.username) for _ in range(5))
        refused = guess(clerk.username, PASSWORD)
        assert LOCKED in refused
        assert "14:35" in refused
        clock.shift(timedelta(minutes=15, seconds=1))
        assert guess(clerk.username, PASSWORD) == "in"
    assert Action.objects.filter(verb="log_in", refused="wrong user name or password").count() == 5


@pytest.mark.django_db
def test_an_unknown_name_is_locked_as_a_known_one_is() -> None:
    assert [LOCKED in guess("nobody.here") for _ in range(6)] == [False] * 5 + [True]


@pytest.mark.django_db
def test_a_right_password_wipes_the_slate(clerk: User) -> None:
    for _ in range(3):
        assert all(WRONG in guess(clerk.username) for _ in range(4))
        assert guess(clerk.username, PASSWORD) == "in"


@pytest.mark.django_db
def test_strangers_cannot_keep_the_owner_out(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    browser.post("/logout/")
    tries = [guess(clerk.username, address=f"198.51.{network}.7") for network in range(50) for _ in range(3)]
    assert sum(WRONG in answer for answer in tries) == login.ACCOUNT_LIMITS[0].failures
    assert LOCKED in guess(clerk.username, PASSWORD, address="198.51.200.7")
    assert guess(clerk.username, PASSWORD, address="198.51.1.7", client=browser) == "in"


@pytest.mark.django_db
def test_one_password_tried_on_many_names_from_one_network_is_stopped() -> None:
    answers = [guess(f"name.{number}") for number in range(login.NETWORK_LIMIT.failures + 20)]
    assert sum(WRONG in answer for answer in answers) == login.NETWORK_LIMIT.failures


@pytest.mark.django_db
def test_a_known_device_has_its_limit_too(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    answers = [guess(clerk.username, client=browser) for _ in range(7)]
    assert [LOCKED in answer for answer in answers] == [False] * 5 + [True] * 2


@pytest.mark.django_db
def test_another_users_device_is_no_known_device(clerk: User, other_clerk: User, log_in: LogIn) -> None:
    guess(other_clerk.username, client=log_in(clerk))
    assert LoginAttempt.objects.get(username=other_clerk.username).source == "network:203.0.113.0/24"


@pytest.mark.django_db(transaction=True)
def test_of_sixty_four_guesses_at_once_five_are_checked(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = count_checks(monkeypatch)
    barrier = threading.Barrier(64)

    def guess_together(number: int) -> str:
        try:
            barrier.wait()
            return guess(clerk.username, f"guess-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(guess_together, range(64)))
    assert len(checks) == 5
    assert sum(WRONG in answer for answer in answers) == 5
    assert LoginAttempt.objects.filter(outcome="failed").count() == 5
    assert all(WRONG in answer or LOCKED in answer or "当前登录人数较多" in answer for answer in answers)


@pytest.mark.django_db
def test_too_many_checks_at_a_time_are_put_off_and_not_counted(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "_checking", threading.BoundedSemaphore(1))
    monkeypatch.setattr(login, "CHECK_WAIT_SECONDS", 0.01)
    with login._checking:
        assert "当前登录人数较多" in guess(clerk.username, PASSWORD)
    assert not LoginAttempt.objects.exists()
    assert guess(clerk.username, PASSWORD) == "in"


@pytest.mark.django_db(transaction=True)
def test_a_try_stays_on_record_though_the_request_fails(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the page cannot be drawn")

    monkeypatch.setattr("shebao.access.views.login._page", fail)
    Client(raise_request_exception=False).post("/login/", {"username": clerk.username, "password": "wrong-1A"})
    assert LoginAttempt.objects.filter(outcome="failed").count() == 1


@pytest.mark.django_db
def test_real_argon2_is_what_is_stored(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = make_user("argon", UserKind.CLERK)
    assert user.password.startswith("argon2$argon2id$")
    assert guess("argon", PASSWORD) == "in"


@pytest.mark.django_db
def test_behind_a_proxy_the_address_it_saw_counts(clerk: User, settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    Client().post(
        "/login/",
        {"username": clerk.username, "password": "wrong-1A"},
        headers={"X-Forwarded-For": "192.0.2.1, 2001:db8:1:2:3::4"},
    )
    assert LoginAttempt.objects.get().source == "network:2001:db8:1:2::/64"


@pytest.mark.django_db
def test_logging_out_kills_the_old_session(clerk: User, log_in: LogIn) -> None:
    browser = log_in(clerk)
    old = browser.cookies["shebao_all"].value
    assert browser.post("/logout/")["Location"] == "/login/"
    browser.cookies["shebao_all"] = old
    assert browser.get("/clerk/").status_code == 302
    assert Action.objects.filter(verb="log_out", user_id=clerk.pk).count() == 1


@pytest.mark.django_db
def test_the_login_form_demands_a_csrf_token(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/login/", {"username": clerk.username, "password": PASSWORD}).status_code == 403


def test_everybody_changes_her_password_at_her_door(clerk: User, officer: User, log_in: Callable[..., Client]) -> None:
    sent = {"old": PASSWORD, "new": "Hong-se.De9Ma", "again": "Hong-se.De9Ma"}
    insured = make_user("chen.yi", UserKind.PERSON)
    for user, door, prefix in (
        (clerk, "portal", "/"),
        (officer, "office", "/office/"),
        (insured, "personal", "/personal/"),
    ):
        assert log_in(user, door).post(f"{prefix}password/", sent).status_code == 302

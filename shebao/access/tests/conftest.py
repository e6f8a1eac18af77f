"""Actors on the stage: two employers, two clerks, an officer, an operator; pages of the tests' own."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from shebao.access import actions
from shebao.access.models import PostKind, User, UserKind
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.employers.models import Employer
from shebao.web import context

SYSTEM = Actor.system("tests", door="cli")
PASSWORD = "Lan-se.De8Hai"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _pages(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_builders", {})  # the doors' menus name pages that are not mounted here
    settings.ROOT_URLCONF = "shebao.access.tests.pages"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_employer(credit_code: str, name: str) -> Employer:
    with audit.action(SYSTEM, "register_employer"):
        return Employer.objects.create(
            credit_code=credit_code,
            name=name,
            district="110105",
            unit_type="10",
            injury_class=2,
            registered_on=LONG_AGO,
        )


def make_user(username: str, kind: UserKind) -> User:
    user = actions.create_user(SYSTEM, username=username, name=f"用户{username}", kind=kind)
    return actions.set_password_by_link(SYSTEM, user.pk, actions.password_link(SYSTEM, user.pk), PASSWORD)


@pytest.fixture
def careful(db: None) -> Employer:
    return make_employer("91110105MA00000011", "谨慎商贸有限公司")


@pytest.fixture
def outsider(db: None) -> Employer:
    return make_employer("91110105MA00000022", "外人科技有限公司")


@pytest.fixture
def clerk(careful: Employer) -> User:
    user = make_user("zhang.min", UserKind.CLERK)
    actions.grant_mandate(SYSTEM, user.pk, careful.pk, valid_from=LONG_AGO)
    return user


@pytest.fixture
def other_clerk(careful: Employer) -> User:
    user = make_user("li.na", UserKind.CLERK)
    actions.grant_mandate(SYSTEM, user.pk, careful.pk, valid_from=LONG_AGO)
    return user


@pytest.fixture
def officer(db: None) -> User:
    user = make_user("wang.fang", UserKind.OFFICER)
    actions.grant_post(SYSTEM, user.pk, district="110105", kind=PostKind.FIRST_REVIEW, valid_from=LONG_AGO)
    return user


@pytest.fixture
def operator(db: None) -> User:
    return make_user("operator", UserKind.OPERATOR)


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """Log a user in through the login page of a door and give back the browser."""

    def enter(user: User, door: str = "portal", client: Client | None = None) -> Client:
        browser = client or Client()
        page = "/login/" if door == "portal" else f"/{door}/login/"
        answer = browser.post(page, {"username": user.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return enter

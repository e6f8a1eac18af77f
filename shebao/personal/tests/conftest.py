"""A person with two assessed months at one employer and a third at another, before her own door."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from shebao.access import actions
from shebao.access.models import User, UserKind
from shebao.audit.actions import Actor, action
from shebao.contributions import monthly
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from shebao.persons.models import Person
from tests.ground import ground

SYSTEM = Actor.system("tests", door="cli")
PASSWORD = "Lan-se.De8Hai"
NAME, NUMBER = "欧阳𬭊", "110101199003077635"


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ROOT_URLCONF = "shebao.personal.tests.addresses"
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@dataclass(frozen=True)
class Town:
    """The person, her first employer and the second, and a colleague at both."""

    person: Person
    first: Employer
    second: Employer
    colleague: Person


def assess(month: Month, on: str) -> None:
    monthly.run_month(month, now=town.moment(on), connections=1)


def name(contract: Contract, who: str, number: str) -> Person:
    with action(SYSTEM, "name"):
        Person.objects.filter(pk=contract.person_id).update(
            name=who, social_security_number=number, document_number=number, mobile="13800001234", ethnic="01",
            residence_address="北京市朝阳区和平里12号院3号楼501室",
        )  # fmt: skip
    return Person.objects.get(pk=contract.person_id)


def _place() -> Town:
    first, second = town.employer(1), town.employer(2)
    contract = town.hire(first, "9000", "2023-10-09")
    person = name(contract, NAME, NUMBER)
    colleague = name(town.hire(first, "7000", "2023-10-09"), "旁观人", "110101199003077643")
    assess(Month(2023, 10), "2023-10-28")
    assess(Month(2023, 11), "2023-11-28")
    town.leave(contract, "2023-11-30")
    contract.employer = second
    town.hire_again(contract, "12000", 202312)
    assess(Month(2023, 12), "2023-12-28")
    return Town(person, first, second, colleague)


@pytest.fixture(scope="package")
def _made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with ground(django_db_blocker, _place) as place:
        yield place


@pytest.fixture
def place(_made_once: Town, db: None) -> Town:
    return deepcopy(_made_once)


def account(login: str, number: str, kind: UserKind = UserKind.PERSON) -> User:
    user = actions.create_user(SYSTEM, username=login, name=f"用户{login}", kind=kind, identity_number=number)
    actions.set_password_by_link(SYSTEM, user.pk, actions.password_link(SYSTEM, user.pk), PASSWORD)
    return user


def enter(user: User) -> Client:
    browser = Client()
    answer = browser.post("/personal/login/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return browser


@pytest.fixture
def browser(place: Town) -> Client:
    """The person's own browser."""
    return enter(account("ou.yang", NUMBER))

"""Two employers and their clerks, counterparties in memory, and a worker that runs when the test says so."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie

import pytest
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from shebao.access import actions
from shebao.access.models import User, UserKind
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.counterparties.national_pension.messages import Elsewhere
from shebao.counterparties.national_pension.messages import Query as PensionQuery
from shebao.counterparties.shared_data.messages import Query, SharedPerson
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.portal import clients
from shebao.services.enrolment.asking import Authorities
from shebao.worker import steps
from tests.ground import ground

SYSTEM = Actor.system("tests", door="cli")
PASSWORD = "Lan-se.De8Hai"
LONG_AGO = date(2020, 1, 1)
ADDRESSES = "shebao.portal.tests.addresses"
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    },
}
WANG = SharedPerson(
    "110101199003077635", "王建国", "1", date(1990, 3, 7), "01", "CHN", "11", "110101", "北京市东城区示例街1号", "21"
)


@dataclass
class SharedDataInMemory:
    """Shared government data that knows some persons."""

    known: dict[tuple[str, str], SharedPerson] = field(default_factory=lambda: {(WANG.name, WANG.number): WANG})

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        return self.known.get((name, number))

    def confirm_many(self, queries: list[Query]) -> list[bool]:
        return [self.look_up(query.name, query.number) is not None for query in queries]


class PensionInMemory:
    """A national pension system in which nobody is insured elsewhere."""

    def insured_elsewhere(self, queries: list[PensionQuery], _month: int) -> list[Elsewhere | None]:
        return [None] * len(queries)


@pytest.fixture(autouse=True)
def _quick(settings: Settings, tmp_path: object) -> None:
    settings.FILE_STORE = tmp_path
    settings.ROOT_URLCONF = ADDRESSES
    for name, value in QUICK.items():
        setattr(settings, name, value)


@pytest.fixture
def shared_data(monkeypatch: pytest.MonkeyPatch) -> SharedDataInMemory:
    known = SharedDataInMemory()
    monkeypatch.setattr(clients, "shared_data", lambda: known)
    return known


@pytest.fixture
def work(shared_data: SharedDataInMemory) -> Callable[[], int]:
    """Let the worker do everything that is due; its temporary tables go, as they do at its commits."""

    def run() -> int:
        done = steps.work(Authorities(shared_data, PensionInMemory()), clock.now)
        with connection.cursor() as cursor:
            cursor.execute("discard temp")
        return done

    return run


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


def make_clerk(username: str, employer: Employer) -> User:
    user = actions.create_user(SYSTEM, username=username, name=f"经办{username}", kind=UserKind.CLERK)
    actions.set_password_by_link(SYSTEM, user.pk, actions.password_link(SYSTEM, user.pk), PASSWORD)
    actions.grant_mandate(SYSTEM, user.pk, employer.pk, valid_from=LONG_AGO)
    return user


@dataclass
class Office:
    """An employer with a clerk who has logged in and chosen it."""

    employer: Employer
    cookies: SimpleCookie


@pytest.fixture(scope="package")
def _office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """One for all tests here: hundreds of them log in first."""

    def build() -> Office:
        with override_settings(**QUICK, ROOT_URLCONF=ADDRESSES):
            employer = make_employer("91110105MA00000011", "谨慎商贸有限公司")
            return Office(employer, enter(make_clerk("zhang.min", employer), employer).cookies)

    with ground(django_db_blocker, build) as office:
        yield office


@pytest.fixture
def employer(_office: Office, db: None) -> Employer:
    return deepcopy(_office.employer)


@pytest.fixture
def outsider(db: None) -> Employer:
    return make_employer("91110105MA00000022", "外人科技有限公司")


def enter(user: User, employer: Employer) -> Client:
    browser = Client()
    assert browser.post("/login/", {"username": user.username, "password": PASSWORD}).status_code == 302
    chosen = browser.post("/employers/switch/", {"employer": str(employer.pk)})
    assert chosen.status_code == 302, chosen.content.decode()
    return browser


@pytest.fixture
def browser(_office: Office, employer: Employer) -> Client:
    """The browser of a clerk of `employer`."""
    browser = Client()
    browser.cookies.load(_office.cookies)
    return browser


@pytest.fixture
def other_browser(outsider: Employer) -> Client:
    """The browser of a clerk of another employer."""
    return enter(make_clerk("li.na", outsider), outsider)

"""Two districts with an employer, a clerk and an officer each, an operator, and a worker that runs when told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from shebao.access import actions
from shebao.access.models import PostKind, User, UserKind
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.counterparties.national_pension.messages import Elsewhere
from shebao.counterparties.national_pension.messages import Query as PensionQuery
from shebao.counterparties.shared_data.messages import Query, SharedPerson
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.law import law
from shebao.portal.tests.sample import workbook
from shebao.review import actions as review_actions
from shebao.review import queries as review
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.fields import COLUMNS
from shebao.services.lines.columns import Kind
from shebao.worker import steps

SYSTEM = Actor.system("tests", door="cli")
PASSWORD = "Lan-se.De8Hai"
LONG_AGO = date(2020, 1, 1)
CHAOYANG, XICHENG = "110105", "110102"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(serial: int) -> str:
    """A well-formed number of a man born on 1990-03-07 who does not exist."""
    body = f"11010119900307{serial * 2 + 1:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


NUMBERS = tuple(identity_number(serial) for serial in range(400, 420))


@dataclass
class SharedDataInMemory:
    """Shared government data that knows nobody, unless told."""

    known: dict[tuple[str, str], SharedPerson] = field(default_factory=dict)

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        return self.known.get((name, number))

    def confirm_many(self, queries: list[Query]) -> list[bool]:
        return [self.look_up(query.name, query.number) is not None for query in queries]


class PensionInMemory:
    """A national pension system in which nobody is insured elsewhere."""

    def insured_elsewhere(self, queries: list[PensionQuery], month: int) -> list[Elsewhere | None]:  # noqa: ARG002
        return [None] * len(queries)


@pytest.fixture(autouse=True)
def _quick(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ROOT_URLCONF = "shebao.office.tests.addresses"
    settings.FILE_STORE = tmp_path


@pytest.fixture
def work() -> Callable[[], int]:
    """Let the worker do everything that is due; its temporary tables go, as they do at its commits."""

    def run() -> int:
        done = steps.work(Authorities(SharedDataInMemory(), PensionInMemory()), clock.now)
        with connection.cursor() as cursor:
            cursor.execute("discard temp")
        return done

    return run


def make_employer(credit_code: str, name: str, district: str) -> Employer:
    with audit.action(SYSTEM, "register_employer"):
        return Employer.objects.create(
            credit_code=credit_code,
            name=name,
            district=district,
            unit_type="10",
            injury_class=2,
            registered_on=LONG_AGO,
        )


def make_user(username: str, name: str, kind: UserKind, number: str = "") -> User:
    user = actions.create_user(SYSTEM, username=username, name=name, kind=kind, identity_number=number)
    return actions.set_password_by_link(SYSTEM, user.pk, actions.password_link(SYSTEM, user.pk), PASSWORD)


def make_officer(username: str, name: str, district: str, number: str, kind: PostKind = PostKind.FIRST_REVIEW) -> User:
    user = make_user(username, name, UserKind.OFFICER, number)
    actions.grant_post(SYSTEM, user.pk, district=district, kind=kind, valid_from=LONG_AGO)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def employer(db: None) -> Employer:
    return make_employer("91110105MA00000011", "谨慎商贸有限公司", CHAOYANG)


@pytest.fixture
def outsider(db: None) -> Employer:
    return make_employer("91110102MA00000022", "外人科技有限公司", XICHENG)


@pytest.fixture
def clerk(employer: Employer) -> User:
    user = make_user("zhang.min", "张敏", UserKind.CLERK, "110105198501012345")
    actions.grant_mandate(SYSTEM, user.pk, employer.pk, valid_from=LONG_AGO)
    return user


@pytest.fixture
def officer(db: None) -> User:
    return make_officer("wang.fang", "王芳", CHAOYANG, "110105197001011238")


@pytest.fixture
def foreign_officer(db: None) -> User:
    return make_officer("li.qiang", "李强", XICHENG, "110102197505055673")


@pytest.fixture
def operator(db: None) -> User:
    return make_user("operator", "赵工", UserKind.OPERATOR)


def actor_of(user: User, door: str = "office", employer: Employer | None = None) -> Actor:
    return Actor("user", user.name, door, user_id=user.pk, employer_id=employer.pk if employer else None)


def decide(officer: User, case: Case, verdict: Verdict = Verdict.APPROVE, reason: str = "") -> None:
    """Decide on the case as it is now."""
    fresh = review.find(case.pk, [case.district])
    assert fresh is not None
    seen = review.version(fresh)
    review_actions.decide(actor_of(officer), case.pk, verdict, reason=reason, seen_version=seen, now=clock.now())


def enter(user: User) -> Client:
    browser = Client()
    answer = browser.post("/office/login/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return browser


@pytest.fixture
def browser(officer: User) -> Client:
    """The browser of an officer of Chaoyang."""
    return enter(officer)


def payload(name: str = "王建国", number: str = NUMBERS[0], **other: str) -> dict[str, str]:
    """What a clerk types for somebody who is new from this month on."""
    today = clock.today()
    typed = {
        "name": name,
        "document_type": "01",
        "document_number": number,
        "household_registration": "11",
        "mobile": "13800138000",
        "contract_kind": "CK1",
        "term_kind": "CT2",
        "starts_on": today.replace(day=1).isoformat(),
        "employment_form": "EF1",
        "wage": "9000.00",
        "schemes": "110,210,410",
        "insured_from": f"{today:%Y-%m}",
        "enrolment_reason": "ER1",
    }
    return typed | other


def in_words(typed: dict[str, str]) -> dict[str, str]:
    """The same as it stands in a workbook: codes by their names."""
    tables = {column.key: column.table for column in COLUMNS if column.kind is Kind.CODE}
    named = {key: law().codes(table).name_of(typed[key]) for key, table in tables.items() if key in typed}
    return typed | named | {"schemes": "养老,失业,工伤"}


@dataclass
class Filings:
    """Files enrolments as a clerk does, without the portal's pages."""

    clerk: User
    employer: Employer
    work: Callable[[], int]

    @property
    def actor(self) -> Actor:
        return actor_of(self.clerk, "portal", self.employer)

    def draft(self, typed: dict[str, str], key: str) -> Declaration:
        draft = declarations.begin(
            self.actor, service="enrolment", employer_id=self.employer.pk, single=True, client_key=key, now=clock.now()
        )
        return declarations.save(self.actor, draft.pk, typed, now=clock.now())

    def prove(
        self, draft: Declaration, name: str = "证件.png", kind: str = "png", content: bytes = b"proof", line_no: int = 1
    ) -> StoredFile:
        return documents.keep(
            self.actor,
            BytesIO(content),
            name=name,
            kind=kind,
            purpose="identity",
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
            line_no=line_no,
        )

    def batch_for_review(self, names: list[str]) -> list[Case]:
        """A workbook of persons, each with a proof, who all wait for an officer."""
        draft = declarations.begin(
            self.actor, service="enrolment", employer_id=self.employer.pk, single=False, client_key="b", now=clock.now()
        )
        rows = [in_words(payload(name, number)) for name, number in zip(names, NUMBERS, strict=False)]
        book = workbook(rows)
        stored = documents.keep(
            self.actor,
            BytesIO(book.read()),
            name=book.name or "",
            kind="xlsx",
            purpose="workbook",
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
        )
        for line_no in range(1, len(names) + 1):
            self.prove(draft, line_no=line_no)
        declarations.put_workbook(self.actor, draft.pk, stored.pk, now=clock.now())
        sent = self.send(draft)
        assert sent.state == "in_review", (sent.state, list(sent.finding_set.values("line_no", "code", "params")))
        return list(Case.objects.select_related("declaration__employer").filter(declaration=draft).order_by("line_no"))

    def send(self, draft: Declaration) -> Declaration:
        """Submit, let it be checked, confirm what was found, let it take effect."""
        declarations.submit(self.actor, draft.pk, now=clock.now())
        self.work()
        checked = Declaration.objects.get(pk=draft.pk)
        assert checked.state == "checked", checked.state
        declarations.confirm(self.actor, draft.pk, checked.content_version, now=clock.now())
        self.work()
        return Declaration.objects.get(pk=draft.pk)

    def for_review(self, name: str = "王建国", number: str = NUMBERS[0], key: str = "") -> Case:
        """A filing with a proof of identity that waits for an officer."""
        draft = self.draft(payload(name, number), key or number)
        self.prove(draft)
        sent = self.send(draft)
        assert sent.state == "in_review", (sent.state, list(sent.finding_set.values("code", "params")))
        return Case.objects.select_related("declaration__employer").get(declaration=draft, state="open")


@pytest.fixture
def filings(clerk: User, employer: Employer, work: Callable[[], int]) -> Filings:
    return Filings(clerk, employer, work)

"""A clerk's desk without pages: files, lets the worker work, sees what came of it. And the authorities in memory."""

import io
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.counterparties.failures import Again
from shebao.counterparties.national_pension.messages import Elsewhere
from shebao.counterparties.national_pension.messages import Query as PensionQuery
from shebao.counterparties.shared_data.messages import Query, SharedPerson
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.people import NOW, coded
from shebao.services.registration import actions as registrations
from shebao.services.registration import queries as registration
from shebao.services.withdrawal.fields import GENERATE
from shebao.verification.run import verify
from shebao.worker import steps
from tests.workbooks import identity_number, name_of

SYSTEM: Final = Actor.system("tests", door="cli")
LONG_AGO: Final = date(2020, 1, 1)


@dataclass
class Registry:
    """Shared government data: everybody has the name asked for, save those in `names` and `unknown`."""

    names: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    silent: bool = False
    asked: int = 0

    def look_up(self, name: str, number: str) -> SharedPerson | None:
        return self._ask([Query(name, number)])[0]

    def confirm_many(self, queries: list[Query]) -> list[bool]:
        return [answer is not None for answer in self._ask(queries)]

    def _ask(self, queries: list[Query]) -> list[SharedPerson | None]:
        if self.silent:
            raise Again("timeout")
        self.asked += len(queries)
        return [self._answer(query) for query in queries]

    def _answer(self, query: Query) -> SharedPerson | None:
        number = query.number
        if number in self.unknown or self.names.get(number, query.name) != query.name:
            return None
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        sex = "1" if number[16] in "13579" else "2"
        return SharedPerson(number, query.name, sex, born, "01", "CHN", "11", "110105", "北京市朝阳区示例街1号", "21")


@dataclass
class Pension:
    """The national pension system; `elsewhere` are provinces by document number."""

    elsewhere: dict[str, str] = field(default_factory=dict)
    silent: bool = False

    def insured_elsewhere(self, queries: list[PensionQuery], month: int) -> list[Elsewhere | None]:
        if self.silent:
            raise Again("timeout")
        found = [self.elsewhere.get(query.number) for query in queries]
        return [
            Elsewhere(query.number, province, month) if province else None
            for query, province in zip(queries, found, strict=True)
        ]


@dataclass
class Desk:
    """Files for one employer at a time that the test sets."""

    employer: Employer
    registry: Registry
    pension: Pension
    user_id: int = 1_000_001
    now: datetime = NOW

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=self.user_id, employer_id=self.employer.pk)

    def begin(self, *, single: bool, key: str = "", service: str = "enrolment") -> Declaration:
        return actions.begin(
            self.actor,
            service=service,
            employer_id=self.employer.pk,
            single=single,
            client_key=key or str(uuid.uuid4()),
            now=self.now,
        )

    def draft(self, typed: dict[str, str], *, token: str = "") -> Declaration:
        payload = coded(typed) | {"shared_lookup": token}
        return actions.save(self.actor, self.begin(single=True).pk, payload, now=self.now)

    def single(self, typed: dict[str, str], *, proven: bool = False, token: str = "") -> Declaration:
        """A single filing as far as its check."""
        draft = self.draft(typed, token=token)
        if proven:
            self.prove(draft)
        return self.submit(draft)

    def end(self, serial: int = 0, **typed: str) -> Declaration:
        """A single ending as far as its check."""
        draft = self.begin(single=True, service="withdrawal")
        payload = {
            "name": name_of(serial),
            "document_type": "01",
            "document_number": identity_number(serial),
            "end_reason": "T37",
            "stop_reason": "222",
            **typed,
        }
        actions.save(self.actor, draft.pk, payload, now=self.now)
        return self.submit(draft)

    def choose_month(self, checked: Declaration) -> Declaration:
        """生成当月缴费 for all lines that need it, and the check that follows."""
        actions.choose(self.actor, checked.pk, GENERATE, "1", now=self.now)
        return self.work(checked)

    def batch(self, content: bytes, name: str = "增员.xlsx") -> Declaration:
        """A batch as far as its check."""
        draft = self.begin(single=False)
        self.put(draft, content, name)
        return self.submit(draft)

    def put(self, draft: Declaration, content: bytes, name: str = "增员.xlsx") -> None:
        stored = self._keep(draft, content, name, "workbook", None)
        actions.put_workbook(self.actor, draft.pk, stored.pk, now=self.now)

    def prove(self, draft: Declaration, line_no: int = 1) -> StoredFile:
        return self._keep(draft, b"proof", "护照.png", "identity", line_no)

    def _keep(self, draft: Declaration, content: bytes, name: str, purpose: str, line_no: int | None) -> StoredFile:
        return documents.keep(
            self.actor,
            io.BytesIO(content),
            name=name,
            kind=name.rpartition(".")[2],
            purpose=purpose,
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
            line_no=line_no,
        )

    def submit(self, draft: Declaration) -> Declaration:
        actions.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def confirm(self, checked: Declaration) -> Declaration:
        registrations.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def enrol(self, typed: dict[str, str]) -> Declaration:
        """A single filing all the way."""
        return self.confirm(self.single(typed))

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(self.registry, self.pension), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)

    def decide(self, officer: User, case: Case, verdict: Verdict, reason: str = "") -> Declaration:
        """An officer decides, and the worker carries it out."""
        actor = Actor("user", officer.name, "office", user_id=officer.pk)
        review.decide(actor, case.pk, verdict, reason=reason, seen_version=cases.version(case), now=self.now)
        return self.work(case.declaration)


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


def found(declaration: Declaration, severity: str | None = None) -> set[tuple[int, str, str]]:
    """Findings as line, code and field."""
    findings = queries.findings(declaration.pk, severity=severity, size=100_000)
    return {(finding.line_no, finding.code, finding.field) for finding in findings}


def codes(declaration: Declaration) -> set[str]:
    return {code for _, code, _ in found(declaration)}


def states(declaration: Declaration) -> list[str]:
    """States of the lines, in order."""
    return [line.state for line in registration.lines(declaration.pk, size=100_000)]


def steps_told(declaration: Declaration) -> list[str]:
    """Kinds of the steps on the timeline."""
    return [event.kind for event in queries.timeline(declaration.pk)]


def open_cases(declaration: Declaration) -> list[Case]:
    return list(Case.objects.filter(declaration=declaration, state="open").order_by("line_no"))


def violations() -> list[tuple[str, list[str]]]:
    """Invariants of the data that do not hold, each with what breaks it."""
    return [(result.name, list(result.subjects)) for result in verify().results if result.violations or result.problem]


def effects() -> tuple[int, int, int, int]:
    """How many persons, contracts, spells of coverage and messages there are."""
    return Person.objects.count(), Contract.objects.count(), Coverage.objects.count(), Message.objects.count()

"""A clerk who declares wages without pages: employs people as if by filings of long ago, declares, confirms."""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from openpyxl import Workbook

from shebao.audit.actions import Actor, action
from shebao.contributions.models import Origin, Wage
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.services.bases import actions as bases
from shebao.services.bases.fields import COLUMNS
from shebao.services.bases.models import WageLine
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import SYSTEM, Pension, Registry
from shebao.worker import steps
from tests.workbooks import identity_number, name_of

IN_THE_WINDOW: Final = datetime(2024, 7, 10, 2, tzinfo=UTC)
AFTER_THE_WINDOW: Final = datetime(2024, 8, 12, 2, tzinfo=UTC)
NEXT_YEAR: Final = datetime(2025, 7, 3, 2, tzinfo=UTC)
JULY: Final = 202407
CITIZEN: Final = "居民身份证（户口簿）"
SCHEMES: Final = ("110", "210", "410")


@dataclass
class Office:
    """Declares for one employer."""

    employer: Employer
    now: datetime = IN_THE_WINDOW
    employed: list[Contract] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=1_000_001, employer_id=self.employer.pk)

    def employ(self, count: int = 1, *, wage: int = 800_000, since: str = "2020-03") -> list[Contract]:
        """People under contract since a month, with the wage of their enrolment in fen."""
        month = Month.parse(since)
        with action(SYSTEM, "employ"):
            at = len(self.employed)
            people = Person.objects.bulk_create(_person(at + place) for place in range(count))
            contracts = Contract.objects.bulk_create(self._contract(person, month, wage) for person in people)
            Coverage.objects.bulk_create(self._spell(one, code, month) for one in contracts for code in SCHEMES)
            Wage.objects.bulk_create(self._wage(one, month, wage) for one in contracts)
        self.employed += contracts
        return contracts

    def _contract(self, person: Person, month: Month, wage: int) -> Contract:
        return Contract(
            person=person,
            employer=self.employer,
            declaration_id=0,
            line_no=0,
            contract_kind="1",
            term_kind="2",
            signing="1",
            starts_on=month.first_day,
            employment_form="1",
            wage=wage / 100,
            enrolment_reason="ER1",
            insured_from=int(month),
        )

    def _spell(self, contract: Contract, scheme: str, month: Month) -> Coverage:
        return Coverage(
            person_id=contract.person_id,
            scheme=scheme,
            from_month=int(month),
            employer=self.employer,
            contract=contract,
        )

    def _wage(self, contract: Contract, month: Month, wage: int) -> Wage:
        return Wage(
            employer_id=self.employer.pk,
            contract_id=contract.pk,
            person_id=contract.person_id,
            from_month=int(month),
            wage_fen=wage,
            payer_category="local_urban",
            origin=Origin.ENROLMENT,
        )

    def end(self, contract: Contract, day: date) -> None:
        with action(SYSTEM, "end"):
            Contract.objects.filter(pk=contract.pk).update(ended_on=day, end_reason="T37")
            Coverage.objects.filter(contract=contract).update(to_month=int(Month.of(day)))

    def type(self, typed: Mapping[Contract, str]) -> Declaration:
        """A draft by page with these wages."""
        draft = bases.draft(self.actor, employer_id=self.employer.pk, client_key=str(uuid.uuid4()), now=self.now)
        bases.keep_wages(self.actor, draft.pk, {one.pk: text for one, text in typed.items()}, now=self.now)
        return draft

    def by_page(self, typed: Mapping[Contract, str]) -> Declaration:
        """A filing by page as far as its check."""
        return self.submit(self.type(typed))

    def by_workbook(self, content: bytes, name: str = "缴费基数.xlsx") -> Declaration:
        """A filing by workbook as far as its check."""
        return self.submit(self.upload(content, name))

    def upload(self, content: bytes, name: str = "缴费基数.xlsx") -> Declaration:
        """A draft with this workbook."""
        draft = actions.begin(
            self.actor,
            service="bases",
            employer_id=self.employer.pk,
            single=False,
            client_key=str(uuid.uuid4()),
            now=self.now,
        )
        self.put(draft, content, name)
        return draft

    def put(self, draft: Declaration, content: bytes, name: str = "缴费基数.xlsx") -> None:
        stored = documents.keep(
            self.actor,
            io.BytesIO(content),
            name=name,
            kind=name.rpartition(".")[2],
            purpose="workbook",
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
        )
        actions.put_workbook(self.actor, draft.pk, stored.pk, now=self.now)

    def submit(self, draft: Declaration) -> Declaration:
        actions.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def confirm(self, checked: Declaration) -> Declaration:
        bases.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def declare(self, typed: Mapping[Contract, str]) -> Declaration:
        """A filing by page all the way."""
        return self.confirm(self.by_page(typed))

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(Registry(), Pension()), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)


def _person(serial: int) -> Person:
    born = date(1990, 3, 7 + serial // 499)
    number = identity_number(serial % 499, born=born)
    return Person(
        social_security_number=number,
        name=name_of(serial),
        document_type="01",
        document_number=number,
        sex="1",
        birth_date=born,
        nationality="CHN",
        household_registration="11",
        confirmed_by="shared",
    )


def row(contract: Contract, wage: object, **changed: object) -> dict[str, object]:
    """A line of the workbook about the person of a contract."""
    person = contract.person
    return {
        "name": person.name,
        "document_type": CITIZEN,
        "document_number": person.document_number,
        "year": "2024",
        "wage": wage,
    } | changed


def workbook(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The template filled in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in COLUMNS])
    for one in rows:
        sheet.append([one.get(column.key) for column in COLUMNS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def found(declaration: Declaration, severity: str | None = None) -> set[tuple[int, str, str]]:
    """Findings as line, code and field."""
    findings = queries.findings(declaration.pk, severity=severity, size=100_000)
    return {(finding.line_no, finding.code, finding.field) for finding in findings}


def codes(declaration: Declaration) -> set[str]:
    return {code for _, code, _ in found(declaration)}


def states(declaration: Declaration) -> list[str]:
    """States of the lines, in order."""
    lines = WageLine.objects.filter(declaration_id=declaration.pk).order_by("line_no")
    return list(lines.values_list("state", flat=True))


def spans(contract: Contract) -> list[tuple[int, int | None, int, str]]:
    """The wages that count for a contract: first and last month, fen, origin."""
    rows = Wage.objects.filter(contract_id=contract.pk, voided=False).order_by("from_month")
    return list(rows.values_list("from_month", "to_month", "wage_fen", "origin"))

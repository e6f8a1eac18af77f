"""A clerk who makes up months without pages: employs people as if by filings of long ago, files, confirms, pays."""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from openpyxl import Workbook

from shebao.audit.actions import Actor, action
from shebao.collection import bills, queries
from shebao.collection.actions import post_payment
from shebao.collection.models import Bill
from shebao.collection.rules import Arrival
from shebao.contributions import monthly
from shebao.contributions.models import Charge, Origin, Wage
from shebao.declarations import actions
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import SYSTEM, Pension, Registry
from shebao.services.supplements import actions as supplements
from shebao.services.supplements.fields import COLUMNS
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.worker import steps
from tests.workbooks import identity_number, name_of

NOW: Final = datetime(2023, 11, 10, 2, tzinfo=UTC)
"""In November 2023 the months from August on are three months or less ago."""
LAST_ASSESSED: Final = Month(2023, 10)
CITIZEN: Final = "居民身份证（户口簿）"
URBAN: Final = "11"
SCHEMES: Final = ("110", "210", "410")


@dataclass
class Office:
    """Makes up months for one employer."""

    employer: Employer
    now: datetime = NOW
    employed: list[Contract] = field(default_factory=list)
    pension: Pension = field(default_factory=Pension)

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=1_000_001, employer_id=self.employer.pk)

    def assess(self, month: Month = LAST_ASSESSED) -> None:
        """The month of the whole city, so that it is the last assessed one."""
        monthly.run_month(month, now=self.now, connections=1)

    def employ(
        self, count: int = 1, *, since: str = "2020-03-02", insured: str = "2023-10", wage: int = 800_000
    ) -> list[Contract]:
        """People employed since a day and insured since a month, with the wage of their enrolment in fen."""
        month = Month.parse(insured)
        with action(SYSTEM, "employ"):
            at = Person.objects.count()
            people = Person.objects.bulk_create(_person(at + place) for place in range(count))
            contracts = Contract.objects.bulk_create(
                self._contract(person, date.fromisoformat(since), month, wage) for person in people
            )
            Coverage.objects.bulk_create(self.spell(one, code, month) for one in contracts for code in SCHEMES)
            Wage.objects.bulk_create(self._wage(one, month, wage) for one in contracts)
        self.employed += contracts
        return contracts

    def _contract(self, person: Person, since: date, month: Month, wage: int) -> Contract:
        return Contract(
            person=person,
            employer=self.employer,
            declaration_id=0,
            line_no=0,
            contract_kind="1",
            term_kind="2",
            signing="1",
            starts_on=since,
            employment_form="1",
            wage=wage / 100,
            enrolment_reason="ER1",
            insured_from=int(month),
        )

    def spell(self, contract: Contract, scheme: str, first: Month, last: Month | None = None) -> Coverage:
        return Coverage(
            person_id=contract.person_id,
            scheme=scheme,
            from_month=int(first),
            to_month=int(last) if last else None,
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

    def hire(self, person: Person, *, since: str, insured: str) -> Contract:
        """A contract of somebody who is known, without any coverage."""
        with action(SYSTEM, "hire"):
            contract = self._contract(person, date.fromisoformat(since), Month.parse(insured), 800_000)
            contract.save()
        return contract

    def cover(
        self, contract: Contract, first: Month, last: Month | None, *, scheme: str = "", person_id: int | None = None
    ) -> None:
        """Put the spells of a contract (of one scheme) to other months, or to another person."""
        spells = Coverage.objects.filter(contract=contract)
        with action(SYSTEM, "cover"):
            (spells.filter(scheme=scheme) if scheme else spells).update(
                from_month=int(first),
                to_month=int(last) if last else None,
                person_id=person_id or contract.person_id,
            )

    def cover_again(self, contract: Contract, first: Month) -> None:
        """Another spell of a contract in every scheme."""
        with action(SYSTEM, "cover again"):
            Coverage.objects.bulk_create(self.spell(contract, scheme, first) for scheme in SCHEMES)

    def query(self, contract: Contract) -> Declaration:
        """「零星申报」 as far as the list of months."""
        draft = self._begin(single=True)
        actions.save(self.actor, draft.pk, _who(contract), now=self.now)
        return self.submit(draft)

    def by_page(self, contract: Contract, wages: Mapping[str, object], **changed: str) -> Declaration:
        """A filing by page as far as its preview; `wages` by month (2023-09)."""
        draft = self._begin(single=True)
        self.choose(draft, contract, wages, **changed)
        return self.submit(draft)

    def choose(self, draft: Declaration, contract: Contract, wages: Mapping[str, object], **changed: str) -> None:
        typed = {Month.parse(month): str(wage) for month, wage in wages.items()}
        payload = {
            **_who(contract),
            "household_registration": URBAN,
            "months": ",".join(str(int(month)) for month in typed),
            **{f"wage-{int(month)}": wage for month, wage in typed.items()},
            **changed,
        }
        actions.save(self.actor, draft.pk, payload, now=self.now)

    def attach(self, draft: Declaration, purpose: str) -> None:
        """A paper of the line, as the portal keeps it."""
        documents.keep(
            self.actor,
            io.BytesIO(b"%PDF-1.4 " + purpose.encode()),
            name=f"{purpose}.pdf",
            kind="pdf",
            purpose=purpose,
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
            line_no=1,
        )

    def by_workbook(self, rows: Sequence[Mapping[str, object]]) -> Declaration:
        """A filing by workbook as far as its preview."""
        return self.submit(self.draft(rows))

    def draft(self, rows: Sequence[Mapping[str, object]]) -> Declaration:
        """A draft with this workbook."""
        draft = self._begin(single=False)
        stored = documents.keep(
            self.actor,
            io.BytesIO(workbook(rows)),
            name="补缴.xlsx",
            kind="xlsx",
            purpose="workbook",
            employer_id=self.employer.pk,
            declaration_id=draft.pk,
        )
        return actions.put_workbook(self.actor, draft.pk, stored.pk, now=self.now)

    def _begin(self, *, single: bool) -> Declaration:
        return actions.begin(
            self.actor,
            service="supplements",
            employer_id=self.employer.pk,
            single=single,
            client_key=str(uuid.uuid4()),
            now=self.now,
        )

    def submit(self, draft: Declaration) -> Declaration:
        actions.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def confirm(self, checked: Declaration) -> Declaration:
        supplements.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(Registry(), self.pension), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)

    def bill(self, declaration: Declaration) -> Bill:
        bill = queries.bill_of(declaration.pk)
        assert bill is not None
        return bill

    def pay(self, declaration: Declaration) -> str:
        """Tax tells of the payment of the bill on this day; what it meant."""
        bill = self.bill(declaration)
        today = day_of(self.now)
        late = sum(one.fen for one in queries.bill_late_as_of(bill, today).values())
        arrival = Arrival(
            receipt=f"B{bill.pk}",
            notice=bill.number,
            employer_code=self.employer.credit_code,
            paid_on=today,
            principal_fen=bill.principal_fen,
            late_fee_fen=late,
            amount_fen=bill.principal_fen + late,
        )
        verdict = post_payment(SYSTEM, arrival, now=self.now)
        bills.announce_paid(SYSTEM, now=self.now)
        return verdict


def _who(contract: Contract) -> dict[str, str]:
    person = contract.person
    return {"name": person.name, "document_type": "01", "document_number": person.document_number}


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
        household_registration=URBAN,
        confirmed_by="shared",
    )


def row(contract: Contract, first: str, last: str | None, wage: object, **changed: object) -> dict[str, object]:
    """A line of the workbook about the person of a contract."""
    person = contract.person
    return {
        "name": person.name,
        "document_type": CITIZEN,
        "document_number": person.document_number,
        "household_registration": "本地非农业户口（本地城镇）",
        "first_month": first,
        "last_month": last,
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


def found(declaration: Declaration, severity: str | None = None) -> set[tuple[int, str]]:
    """Findings as line and code."""
    return {(one.line_no, one.code) for one in filings.findings(declaration.pk, severity=severity, size=100_000)}


def states(declaration: Declaration) -> list[str]:
    """States of the lines, in order."""
    lines = SupplementLine.objects.filter(declaration_id=declaration.pk).order_by("line_no")
    return list(lines.values_list("state", flat=True))


def reasons(declaration: Declaration, line_no: int = 1) -> dict[tuple[int, str], str]:
    """By month and scheme: why it cannot be made up; empty where it can."""
    items = SupplementItem.objects.filter(declaration_id=declaration.pk, line_no=line_no)
    return {(one.month, one.scheme): one.code for one in items}


def spells(contract: Contract, scheme: str = "110") -> list[tuple[int, int | None]]:
    """The covered months of a contract in a scheme."""
    rows = Coverage.objects.filter(contract=contract, scheme=scheme, voided=False).order_by("from_month")
    return list(rows.values_list("from_month", "to_month"))


def wages(contract: Contract) -> list[tuple[int, int | None, int, str]]:
    """The wages that count for a contract: first and last month, fen, origin."""
    rows = Wage.objects.filter(contract_id=contract.pk, voided=False).order_by("from_month")
    return list(rows.values_list("from_month", "to_month", "wage_fen", "origin"))


def entries(contract: Contract, month: int) -> list[tuple[str, str, int, int]]:
    """Scheme, kind and amounts in fen of what was entered for a person's month."""
    rows = Charge.objects.filter(person_id=contract.person_id, employer_id=contract.employer_id, month=month)
    return list(rows.order_by("scheme", "entry").values_list("scheme", "kind", "employer_fen", "personal_fen"))

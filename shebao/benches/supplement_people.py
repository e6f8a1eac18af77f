"""People with months to be made up: `python -m shebao.benches supplement_people COUNT WORKBOOK`.

They work for the first employer of the city since three months before they were insured; the workbook asks for these
three months for everybody, all at another wage.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from city.numbers import check_digit
from shebao.audit.actions import Actor, action
from shebao.contributions.models import Origin, Wage
from shebao.documents.spreadsheets.table import Value, write_table
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.services.supplements.availability import employee_schemes
from shebao.services.supplements.fields import COLUMNS

MAKER = Actor.system("测量", door="cli")
MONTHS = 3
WAGE = 8_000
A_DAY = 400
"""People born on one day, at most: their numbers differ in three digits."""


def main(words: list[str]) -> None:
    """Make them and write the workbook."""
    count, path = int(words[0]), Path(words[1])
    people = employ(Employer.objects.order_by("pk")[0], count)
    fill_workbook(path, people)
    sys.stdout.write(f"{len(people)}\n")


def employ(employer: Employer, count: int) -> list[Person]:
    """So many people who have worked for the employer for three months and are insured from this month on only."""
    current = Month.of(clock.today())
    with action(MAKER, "employ"):
        people = Person.objects.bulk_create(_person(serial) for serial in range(count))
        contracts = Contract.objects.bulk_create(_contract(one, employer, current) for one in people)
        Coverage.objects.bulk_create(_spell(one, scheme) for one in contracts for scheme in employee_schemes())
        Wage.objects.bulk_create(_wage(one) for one in contracts)
    return people


def fill_workbook(path: Path, people: Sequence[Person]) -> None:
    """A workbook that asks for the three months of these people, of each at a wage that follows from its line."""
    with path.open("wb") as target:
        write_table(target, "补缴", [column.title for column in COLUMNS], _rows(people, Month.of(clock.today())))


def _person(serial: int) -> Person:
    born = date(1985, 1, 1) + timedelta(days=serial // A_DAY)
    body = f"110101{born:%Y%m%d}{serial % A_DAY * 2 + 101:03d}"
    number = body + check_digit(body)
    return Person(
        social_security_number=number, name="王建国", document_type="01", document_number=number, sex="1",
        birth_date=born, nationality="CHN", household_registration="11", confirmed_by="shared",
    )  # fmt: skip


def _contract(person: Person, employer: Employer, current: Month) -> Contract:
    return Contract(
        person=person, employer=employer, declaration_id=0, line_no=0, contract_kind="CK1", term_kind="CT2",
        signing="CS1", starts_on=(current - MONTHS).first_day, employment_form="EF1", wage=WAGE,
        enrolment_reason="ER1", insured_from=int(current),
    )  # fmt: skip


def _spell(contract: Contract, scheme: str) -> Coverage:
    return Coverage(
        person_id=contract.person_id, scheme=scheme, from_month=contract.insured_from, contract=contract,
        employer_id=contract.employer_id,
    )  # fmt: skip


def _wage(contract: Contract) -> Wage:
    return Wage(
        employer_id=contract.employer_id, contract_id=contract.pk, person_id=contract.person_id,
        from_month=contract.insured_from, wage_fen=WAGE * 100, payer_category="local_urban", origin=Origin.ENROLMENT,
    )  # fmt: skip


def _rows(people: Sequence[Person], current: Month) -> Iterator[list[Value]]:
    for serial, one in enumerate(people):
        yield [
            one.name, "居民身份证（户口簿）", one.document_number, "本地非农业户口（本地城镇）",
            str(current - MONTHS), str(current - 1), str(WAGE + serial), None,
        ]  # fmt: skip

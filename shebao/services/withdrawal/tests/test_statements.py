"""The number of SQL statements does not depend on the number of lines that end contracts."""

from datetime import date

import pytest

from shebao.declarations import actions
from shebao.declarations.models import Declaration
from shebao.employment.models import Contract
from shebao.services.enrolment.tests.desk import Desk
from shebao.services.enrolment.tests.people import NOW
from shebao.services.enrolment.tests.test_statements import statements
from shebao.services.registration import actions as registration
from shebao.services.withdrawal.tests.people import EARLIER, LAST_MONTH, THEN, charge
from tests.workbooks import identity_number, leaving, right, workbook

pytestmark = pytest.mark.django_db
BIRTHDAYS = {20: date(1991, 1, 1), 200: date(1992, 2, 2)}


def cost(desk: Desk, size: int) -> tuple[int, int, int]:
    """Statements for checking, checking with the month's charge, and applying a workbook that ends so many contracts.

    Every fourth leaves this month, every fourth in September although later months are charged.
    """
    people = [right(at, THEN.date(), document_number=identity_number(at, born=BIRTHDAYS[size])) for at in range(size)]
    desk.now = THEN
    enrolled = desk.confirm(desk.batch(workbook([person | EARLIER for person in people])))
    desk.now = NOW
    charge_later(enrolled)
    days = ("2026-10-31", "2026-11-20", "2026-10-01", "2026-09-30")
    rows = [
        leaving(at, document_number=person["document_number"], ended_on=days[at % 4])
        for at, person in enumerate(people)
    ]
    draft = desk.begin(single=False, service="registration")
    desk.put(draft, workbook(rows))
    actions.submit(desk.actor, draft.pk, now=desk.now)
    checking = statements(lambda: desk.work(draft))
    actions.choose(desk.actor, draft.pk, "generate_month", "1", now=desk.now)
    again = statements(lambda: desk.work(draft))
    checked = Declaration.objects.get(pk=draft.pk)
    assert checked.good == size
    registration.confirm(desk.actor, draft.pk, checked.content_version, now=desk.now)
    applying = statements(lambda: desk.work(draft))
    assert Declaration.objects.get(pk=draft.pk).effective == size
    return checking, again, applying


def charge_later(enrolled: Declaration) -> None:
    """October is charged for those who will turn out to have left in September, and November for one of them."""
    contracts = list(Contract.objects.filter(declaration_id=enrolled.pk).order_by("line_no"))
    charge(*contracts[3::4], month=LAST_MONTH)
    charge(contracts[3])


def test_ending_costs_the_same_for_20_and_200(desk: Desk) -> None:
    assert cost(desk, 20) == cost(desk, 200)

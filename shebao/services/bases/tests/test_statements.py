"""The number of SQL statements does not depend on the number of lines."""

from collections.abc import Callable

import pytest

from shebao.contributions import actions as contributions
from shebao.database import bulk
from shebao.declarations import actions
from shebao.declarations.models import Declaration
from shebao.kernel.months import Month
from shebao.services.bases import actions as bases
from shebao.services.bases.tests.office import AFTER_THE_WINDOW, Office, row, workbook
from shebao.services.bases.undeclared import assess_undeclared
from shebao.services.enrolment.tests.desk import SYSTEM

pytestmark = pytest.mark.django_db
EVERY = 10
"""Of so many lines one is wrong."""


def statements(work: Callable[[], object]) -> int:
    with bulk.counted() as count:
        work()
    return count.statements


def cost(office: Office, size: int) -> tuple[int, int]:
    """Statements of the worker for checking and for applying a workbook of so many lines, with a month to correct."""
    people = office.employ(size)
    contributions.generate(SYSTEM, contracts=[one.pk for one in people], month=Month(2024, 7), now=office.now)
    draft = office.upload(workbook([row(one, "" if at % EVERY == 0 else 9000 + at) for at, one in enumerate(people)]))
    actions.submit(office.actor, draft.pk, now=office.now)
    checking = statements(lambda: office.work(draft))
    checked = Declaration.objects.get(pk=draft.pk)
    assert (checked.lines, checked.bad) == (size, size // EVERY)
    bases.confirm(office.actor, draft.pk, checked.content_version, now=office.now)
    applying = statements(lambda: office.work(draft))
    assert Declaration.objects.get(pk=draft.pk).effective == size - size // EVERY
    return checking, applying


def test_checking_and_applying_cost_the_same_for_20_and_200(office: Office) -> None:
    cost(office, 10)  # the terms of law that are entered once
    few, many = cost(office, 20), cost(office, 200)
    assert few == many
    assert (few[0] <= CHECKING, few[1] <= APPLYING) == (True, True), few


CHECKING, APPLYING = 60, 110
"""The most statements that checking and applying may take; applying posts the differences of one month."""


def test_typing_fifty_wages_costs_what_typing_one_does(office: Office) -> None:
    people = office.employ(50)
    draft = office.type({people[0]: "9000"})
    one = statements(lambda: bases.keep_wages(office.actor, draft.pk, {people[0].pk: "9001"}, now=office.now))
    all_of_them = {contract.pk: "9002" for contract in people}
    assert statements(lambda: bases.keep_wages(office.actor, draft.pk, all_of_them, now=office.now)) == one


def test_assessing_the_undeclared_costs_the_same_for_few_and_many(office: Office) -> None:
    def spent(size: int) -> int:
        office.employ(size)
        return statements(lambda: assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW))

    assert spent(5) == spent(100)

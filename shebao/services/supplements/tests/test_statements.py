"""The number of SQL statements does not depend on the number of lines."""

from collections.abc import Callable

import pytest

from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.services.supplements import actions as supplements
from shebao.services.supplements.tests.office import Office, row

pytestmark = pytest.mark.django_db
EVERY = 10
"""Of so many lines one is wrong."""


def statements(work: Callable[[], object]) -> int:
    with bulk.counted() as count:
        work()
    return count.statements


def cost(office: Office, size: int) -> tuple[int, int, int]:
    """Statements of the worker for checking, applying and passing on a workbook of so many lines of two months."""
    people = office.employ(size, since="2023-07-03")
    rows = [row(one, "2023-08", "2023-09", "" if at % EVERY == 0 else 9000 + at) for at, one in enumerate(people)]
    draft = office.draft(rows)
    checking = statements(lambda: office.submit(draft))
    checked = Declaration.objects.get(pk=draft.pk)
    assert (checked.lines, checked.bad) == (size, size // EVERY)
    supplements.confirm(office.actor, draft.pk, checked.content_version, now=office.now)
    applying = statements(lambda: office.work(draft))
    assert Declaration.objects.get(pk=draft.pk).effective == size - size // EVERY
    return checking, applying, statements(lambda: office.pay(draft))


def test_checking_applying_and_passing_on_cost_the_same_for_20_and_200(office: Office) -> None:
    office.assess()
    cost(office, 10)  # the terms of law that are entered once
    few, many = cost(office, 20), cost(office, 200)
    assert few == many
    assert (few[0] <= CHECKING, few[1] <= APPLYING) == (True, True), few


CHECKING, APPLYING = 64, 130
"""The most statements that checking and applying may take; applying posts two months and asks for them by one bill."""

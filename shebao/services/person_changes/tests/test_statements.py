"""The number of SQL statements does not depend on the number of lines."""

from collections.abc import Callable

import pytest

from shebao.database import bulk
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.persons.models import ValueChange
from shebao.services.person_changes import actions
from shebao.services.person_changes.tests.office import Office, row

pytestmark = pytest.mark.django_db
EVERY = 10
"""Of so many lines one is wrong."""
CHECKING, APPLYING = 36, 36
"""The most statements that checking and applying may take."""


def statements(work: Callable[[], object]) -> int:
    with bulk.counted() as count:
        work()
    return count.statements


def cost(office: Office, size: int) -> tuple[int, int]:
    """Statements of the worker for checking and applying a workbook of so many lines of two values."""
    people = office.employ(size)
    rows = [
        row(one, mobile="1" if at % EVERY == 0 else f"139{at:08d}", residence_address=f"示例路{at}号")
        for at, one in enumerate(people)
    ]
    draft = office.upload(rows)
    declarations.submit(office.actor, draft.pk, now=office.now)
    checking = statements(lambda: office.work(draft))
    checked = Declaration.objects.get(pk=draft.pk)
    assert (checked.lines, checked.bad) == (size, size // EVERY)
    actions.confirm(office.actor, draft.pk, checked.content_version, now=office.now)
    applying = statements(lambda: office.work(draft))
    assert ValueChange.objects.filter(declaration_id=draft.pk).count() == 2 * (size - size // EVERY)
    return checking, applying


def test_checking_and_applying_cost_the_same_for_20_and_200(office: Office) -> None:
    few, many = cost(office, 20), cost(office, 200)
    assert few == many
    assert (few[0] <= CHECKING, few[1] <= APPLYING) == (True, True), few

"""What checking, asking and paying cost does not grow with the number of persons."""

import pytest

from shebao.collection import queries
from shebao.contributions.tests import town
from shebao.database import bulk
from shebao.services.arrears.tests.desk import OCTOBER, SEPTEMBER, Desk, assess, hired

pytestmark = pytest.mark.django_db


def statements(desk: Desk) -> list[int]:
    """How many SQL statements checking, confirming with asking, and paying took."""
    counts = []
    with bulk.counted() as count:
        checked = desk.choose(SEPTEMBER, OCTOBER)
    counts.append(count.statements)
    with bulk.counted() as count:
        done = desk.confirm(checked)
    counts.append(count.statements)
    bill = queries.bill_of(done.pk)
    assert bill is not None
    with bulk.counted() as count:
        assert desk.pay(bill) == ""
    return [*counts, count.statements]


def test_as_many_statements_for_two_persons_as_for_thirty() -> None:
    few, many = hired(town.employer(1)), hired(town.employer(2))
    for number in range(28):
        town.hire(many.employer, f"{7_000 + number * 100}", "2023-09-05")
    assess([SEPTEMBER, OCTOBER])
    assert statements(few) == statements(many)

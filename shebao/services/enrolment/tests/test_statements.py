"""The number of SQL statements does not depend on the number of lines."""

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.database import bulk
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.review.models import Case, Decision
from shebao.services.enrolment.tests.desk import SYSTEM, Desk
from shebao.services.enrolment.tests.people import TODAY
from shebao.services.registration import applying
from tests.workbooks import Row, identity_number, right, workbook, wrong_lines

pytestmark = pytest.mark.django_db
BIRTHDAYS: Final = {50: date(1991, 1, 1), 500: date(1992, 2, 2)}
EVERY: Final = 10
"""Of so many lines one is wrong, and the next has a soft finding."""


def rows(size: int) -> list[Row]:
    wrong = [one for one in wrong_lines(TODAY) if one.kind != "merged cell"]
    made = [right(at, TODAY, document_number=identity_number(at, born=BIRTHDAYS[size])) for at in range(size)]
    for at in range(0, size, EVERY):
        made[at] |= wrong[at // EVERY].typed
        made[at + 1]["wage"] = "2000"
    return list(made)


def statements(work: Callable[[], object]) -> int:
    with bulk.counted() as count:
        work()
    return count.statements


def cost(desk: Desk, size: int) -> tuple[int, int]:
    """Statements of the worker for checking and for applying a workbook of so many lines."""
    draft = desk.begin(single=False)
    desk.put(draft, workbook(rows(size)))
    actions.submit(desk.actor, draft.pk, now=desk.now)
    checking = statements(lambda: desk.work(draft))
    checked = Declaration.objects.get(pk=draft.pk)
    assert (checked.lines, checked.bad) == (size, size // EVERY)
    actions.confirm(desk.actor, draft.pk, checked.content_version, now=desk.now)
    applying = statements(lambda: desk.work(draft))
    assert Declaration.objects.get(pk=draft.pk).effective == size - size // EVERY
    return checking, applying


def test_checking_and_applying_cost_the_same_for_50_and_500(desk: Desk) -> None:
    assert cost(desk, 50) == cost(desk, 500)


def test_deciding_costs_the_same_for_two_and_for_twenty(desk: Desk, officer: User) -> None:
    assert cost_of_deciding(desk, officer, 2) == cost_of_deciding(desk, officer, 20)


def cost_of_deciding(desk: Desk, officer: User, size: int) -> int:
    """Statements for carrying out so many approvals at once."""
    waiting = batch_in_review(desk, size)
    with audit.action(SYSTEM, "decide"):
        Decision.objects.bulk_create(
            Decision(case=case, verdict="approve", officer_id=officer.pk, officer_name=officer.name)
            for case in Case.objects.filter(declaration=waiting)
        )
        Case.objects.filter(declaration=waiting).update(state="decided")
    spent = statements(lambda: applying.decide(waiting, desk.now))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.effective) == (State.EFFECTIVE, size)
    return spent


def batch_in_review(desk: Desk, size: int) -> Declaration:
    people = [right(at, TODAY, document_number=identity_number(at + size)) for at in range(size)]
    desk.registry.unknown |= {str(row["document_number"]) for row in people}
    draft = desk.begin(single=False)
    desk.put(draft, workbook(list(people)))
    for line_no in range(1, size + 1):
        desk.prove(draft, line_no)
    return desk.confirm(desk.submit(draft))

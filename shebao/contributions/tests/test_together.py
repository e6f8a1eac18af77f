"""Several at the same month at once, and one employer that cannot be done."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from shebao.audit.actions import Actor
from shebao.contributions import actions, monthly
from shebao.contributions.models import Charge, Notice, Problem
from shebao.contributions.tests import town
from shebao.kernel.months import Month
from tests.blocked import until_somebody_waits

OCTOBER = Month(2023, 10)
NOW = town.moment("2023-10-28")
CLERK = Actor.system("测试")


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Do all of it at the same moment, each on a connection of its own; what was raised."""
    barrier = threading.Barrier(len(works))
    raised: list[BaseException] = []

    def do(work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            work()
        except Exception as error:  # noqa: BLE001 told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_runs_and_single_generations_at_once_enter_everything_once() -> None:
    firms = [town.employer(serial) for serial in range(1, 7)]
    contracts = [town.hire(firm, "9000", "2023-10-09") for firm in firms for _ in range(4)]
    works: list[Callable[[], object]] = [
        *[lambda: monthly.run_month(OCTOBER, now=NOW, connections=2)] * 2,
        *[
            lambda chosen=contracts[at]: actions.generate(CLERK, contracts=[chosen.pk], month=OCTOBER, now=NOW)
            for at in (0, 5, 10, 15, 20)
        ],
    ]
    assert at_once(*works) == []
    monthly.run_month(OCTOBER, now=NOW, connections=1)
    assert Charge.objects.count() == 3 * len(contracts)
    assert set(Charge.objects.values_list("entry", flat=True)) == {1}
    standing = Notice.objects.filter(state="issued")
    assert [(notice.persons, notice.employer_fen) for notice in standing] == [(4, 4 * 150_300)] * len(firms)


@pytest.mark.django_db(transaction=True)
def test_a_month_that_is_entered_while_an_employment_ends_sees_the_end() -> None:
    firm = town.employer()
    goes, stays = (town.hire(firm, "9000", "2023-08-09") for _ in range(2))
    corrected = threading.Event()

    def end() -> None:
        with transaction.atomic():
            town.leave(goes, "2023-09-30")
            actions.correct(CLERK, contracts=[goes.pk], first=OCTOBER, last=OCTOBER, now=NOW)
            corrected.set()
            until_somebody_waits()

    def run() -> None:
        corrected.wait()
        monthly.run_month(OCTOBER, now=NOW, connections=1)

    assert at_once(end, run) == []
    assert town.entries(goes, 202310) == []
    assert len(town.entries(stays, 202310)) == 3


@pytest.mark.django_db
def test_an_employer_that_cannot_be_done_stops_nobody() -> None:
    firms = [town.employer(serial) for serial in range(1, 6)]
    for firm in firms:
        town.hire(firm, "9000", "2023-10-09")
    with connection.cursor() as cursor:
        cursor.execute(
            f"create function break_one() returns trigger language plpgsql as $$"
            f" begin if new.employer_id = {firms[2].pk} then raise data_exception; end if; return new; end $$"
        )
        cursor.execute(
            "create trigger break_one before insert on contributions_charge for each row execute function break_one()"
        )
    run = monthly.run_month(OCTOBER, now=NOW, connections=1)
    assert run.finished_at is not None
    assert set(Notice.objects.values_list("employer_id", flat=True)) == {firm.pk for firm in firms} - {firms[2].pk}
    problem = Problem.objects.get()
    assert (problem.employer_id, problem.code, problem.detail) == (firms[2].pk, "not_assessed", "22000")
    with connection.cursor() as cursor:
        cursor.execute("drop trigger break_one on contributions_charge")
    monthly.run_month(OCTOBER, now=NOW, connections=1)
    assert town.notices(firms[2], 202310) == [(1, "issued", 150_300, 76_500)]
    problem.refresh_from_db()
    assert problem.closed_at is not None

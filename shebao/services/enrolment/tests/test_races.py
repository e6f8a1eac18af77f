"""Two at the same moment: one filing a key, one employer a person, and nobody sees an error page."""

import threading
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection

from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.services.enrolment.tests.desk import Desk, codes, effects, open_cases
from shebao.services.enrolment.tests.people import good
from shebao.services.registration import applying
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*work: Callable[[], object]) -> None:
    """Do all of it at the same moment, each on a connection of its own; the first failure is raised."""
    gate = threading.Barrier(len(work))
    failures: list[BaseException] = []

    def run(one: Callable[[], object]) -> None:
        try:
            gate.wait()
            one()
        except BaseException as failure:  # noqa: BLE001 - raised again in the thread that joins
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def apply(desk: Desk, checked: Declaration) -> Callable[[], None]:
    """Confirm now, and carry it out when called."""
    actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    confirmed = Declaration.objects.select_related("employer").get(pk=checked.pk)
    return lambda: applying.apply(confirmed, desk.now)


def test_two_employers_and_the_same_new_person(desk: Desk, other_desk: Desk) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    for serial in range(20):
        mine, theirs = desk.single(good(serial)), other_desk.single(good(serial))
        at_once(apply(desk, mine), apply(other_desk, theirs))
        ends = sorted(Declaration.objects.get(pk=one.pk).state for one in (mine, theirs))
        outcomes[ends[0], ends[1]] += 1
        lost = Declaration.objects.get(pk__in=[mine.pk, theirs.pk], state=State.FAILED)
        assert codes(lost) == {"insured_elsewhere_now"}
    assert outcomes == {("effective", "failed"): 20}
    assert effects() == (20, 20, 60, 40)


def test_two_batches_with_the_same_people_in_other_orders(desk: Desk, other_desk: Desk) -> None:
    rows = [good(serial) for serial in range(40)]
    mine, theirs = desk.batch(workbook(rows)), other_desk.batch(workbook(rows[::-1]))
    at_once(apply(desk, mine), apply(other_desk, theirs))
    assert effects() == (40, 40, 120, 80)
    ends = {one.pk: Declaration.objects.get(pk=one.pk) for one in (mine, theirs)}
    assert sum(end.effective for end in ends.values()) == sum(end.failed for end in ends.values()) == 40
    assert Message.objects.filter(sequence=1).count() == 80


def test_two_filings_of_one_employer(desk: Desk) -> None:
    first, second = desk.single(good(0)), desk.single(good(0))
    at_once(apply(desk, first), apply(desk, second))
    assert Contract.objects.count() == 1
    lost = Declaration.objects.get(state=State.FAILED)
    assert codes(lost) == {"under_contract_now"}


def test_the_same_key_in_parallel_is_one_filing(desk: Desk) -> None:
    begun: list[Declaration] = []
    at_once(*[lambda: begun.append(desk.begin(single=True, key="k"))] * 12)
    assert len({one.pk for one in begun}) == Declaration.objects.count() == 1


def test_confirming_in_parallel_confirms_once(desk: Desk) -> None:
    checked = desk.single(good(0))
    at_once(
        *[lambda: actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)] * 8,
    )
    assert desk.work(checked).state == State.EFFECTIVE
    assert effects() == (1, 1, 3, 2)


def test_several_workers_do_each_step_once(desk: Desk) -> None:
    serials = count()
    drafts = [desk.draft(good(next(serials))) for _ in range(12)]
    for draft in drafts:
        actions.submit(desk.actor, draft.pk, now=desk.now)
    at_once(*[lambda: desk.work(drafts[0])] * 4)
    for draft in drafts:
        checked = Declaration.objects.get(pk=draft.pk)
        assert (checked.state, checked.step_attempts) == (State.CHECKED, 0)
        actions.confirm(desk.actor, draft.pk, checked.content_version, now=desk.now)
    at_once(*[lambda: desk.work(drafts[0])] * 4)
    assert Declaration.objects.filter(state=State.EFFECTIVE).count() == 12
    assert effects() == (12, 12, 36, 24)
    assert open_cases(drafts[0]) == []

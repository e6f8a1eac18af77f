"""Two at the same moment: a contract ends once, and an ending does not let two employers insure one person."""

from collections.abc import Sequence

import pytest

from shebao.audit import actions as audit
from shebao.declarations.models import Declaration, Finding, State
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, codes, violations
from shebao.services.enrolment.tests.people import good
from shebao.services.enrolment.tests.test_races import apply, at_once
from shebao.services.withdrawal.tests.people import employ
from tests.workbooks import Row, leaving, workbook

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clerks_end_the_same_contract(desk: Desk) -> None:
    for serial in range(10):
        employ(desk, serial)
        first, second = desk.end(serial, ended_on="2026-10-31"), desk.end(serial, ended_on="2026-10-15")
        at_once(apply(desk, first), apply(desk, second))
        ends = sorted(Declaration.objects.get(pk=one.pk).state for one in (first, second))
        assert ends == [State.EFFECTIVE, State.FAILED]
        lost = Declaration.objects.get(pk__in=[first.pk, second.pk], state=State.FAILED)
        assert codes(lost) == {"ended_now"}
    assert Message.objects.filter(kind="withdrawn").count() == 20
    assert violations() == []


def test_ending_while_another_employer_enrols(desk: Desk, other_desk: Desk) -> None:
    """Both were checked before either took effect: whoever is first, no month is insured twice."""
    for serial in range(10):
        employ(desk, serial)
        leaves = desk.end(serial, ended_on="2026-10-31")
        joins = other_desk.single(good(serial))
        pass_check(joins)
        at_once(apply(desk, leaves), apply(other_desk, joins))
        assert Declaration.objects.get(pk=leaves.pk).state == State.EFFECTIVE
        outcome = Declaration.objects.get(pk=joins.pk)
        assert outcome.state == State.EFFECTIVE or codes(outcome) >= {"insured_elsewhere_now"}
    assert violations() == []


def pass_check(joins: Declaration) -> None:
    """As if the check had found the person free: what the lock finds has to hold by itself."""
    with audit.action(SYSTEM, "pass_check"):
        Finding.objects.filter(declaration=joins).delete()
        EnrolmentLine.objects.filter(declaration=joins).update(state="good")
        Declaration.objects.filter(pk=joins.pk).update(good=1, bad=0)


def test_two_workbooks_that_end_and_add_each_others_people(desk: Desk, other_desk: Desk) -> None:
    """Each ends whom it employs and adds others: locks are taken in one order, so neither waits for the other."""
    for serial in range(20):
        employ(desk, serial)
    for serial in range(20, 40):
        employ(other_desk, serial)
    mine = [leaving(serial, ended_on="2026-10-31") for serial in range(20)]
    theirs = [leaving(serial, ended_on="2026-10-31") for serial in range(39, 19, -1)]
    first = _batch(desk, [*mine, *(good(serial) for serial in range(60, 80))])
    second = _batch(other_desk, [*(good(serial) for serial in range(79, 59, -1)), *theirs])
    at_once(apply(desk, first), apply(other_desk, second))
    ends = [Declaration.objects.get(pk=one.pk) for one in (first, second)]
    assert sum(end.effective for end in ends) == 60
    assert Contract.objects.filter(ended_on=None).count() == 20
    assert violations() == []


def _batch(desk: Desk, rows: Sequence[Row]) -> Declaration:
    draft = desk.begin(single=False, service="registration")
    desk.put(draft, workbook(rows))
    checked = desk.submit(draft)
    assert checked.bad == 0
    return checked

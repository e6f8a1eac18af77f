"""Two at the same moment: a contract ends once, and an ending does not let two employers insure one person."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from shebao.audit import actions as audit
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Charge
from shebao.declarations.models import Declaration, Finding, State
from shebao.employment.models import Contract
from shebao.outbox.models import Message
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, codes, violations
from shebao.services.enrolment.tests.people import good
from shebao.services.enrolment.tests.test_races import apply, at_once
from shebao.services.withdrawal import applying as ending
from shebao.services.withdrawal.tests.people import THIS_MONTH, employ
from tests.blocked import until_somebody_waits
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


def test_an_ending_waits_for_the_month_that_is_being_entered(desk: Desk) -> None:
    """It was checked while nothing was charged: what is charged meanwhile is seen, and shown before it is cancelled."""
    contract = employ(desk)
    checked = desk.end(ended_on="2026-10-31")
    end, entered = apply(desk, checked), threading.Event()

    def enter() -> None:
        with transaction.atomic():
            contributions.generate(SYSTEM, contracts=[contract.pk], month=THIS_MONTH, now=desk.now)
            entered.set()
            until_somebody_waits()

    def end_then() -> None:
        entered.wait()
        end()

    at_once(enter, end_then)
    assert Declaration.objects.get(pk=checked.pk).state == State.FAILED
    assert codes(checked) == {"charges_changed"}
    assert violations() == []


def test_the_run_waits_for_an_ending_and_sees_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    contract, stays = employ(desk, 0), employ(desk, 1)
    checked = desk.end(ended_on="2026-10-31")
    end, looked = apply(desk, checked), threading.Event()
    conflicts = ending.conflicts

    def look_slowly(declaration: Declaration, params: Mapping[str, Any], now: datetime) -> int:
        lost = conflicts(declaration, params, now)
        looked.set()
        until_somebody_waits()
        return lost

    def run_then() -> None:
        looked.wait()
        monthly.run_month(THIS_MONTH, now=desk.now, connections=1)

    monkeypatch.setattr(ending, "conflicts", look_slowly)
    at_once(end, run_then)
    assert Declaration.objects.get(pk=checked.pk).state == State.EFFECTIVE
    assert set(Charge.objects.values_list("contract_id", flat=True)) == {stays.pk}
    assert contract.pk != stays.pk
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

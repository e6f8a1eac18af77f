"""Whoever settles the same arrears at once, pays in between, clicks again or loses an answer: the money is right.

SHEBAO_RACES says how many are run; a few in an ordinary run.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Max

from shebao.collection import actions as collection
from shebao.collection import queries
from shebao.collection.models import Bill, BillItem, BillState, Mismatch, Payment
from shebao.collection.tests.place import SYSTEM
from shebao.contributions import actions as contributions
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.declarations.models import Declaration, State
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict
from shebao.services.arrears import actions
from shebao.services.arrears import queries as mine
from shebao.services.arrears.tests.desk import NOVEMBER, OCTOBER, SEPTEMBER, Desk, assess, hired
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db(transaction=True)

RACES = int(os.environ.get("SHEBAO_RACES", "5"))
MONTHS = (SEPTEMBER, OCTOBER, NOVEMBER)
CHECKS = [
    *("bill", "payment_settles", "late_fees", "issued_notice", "messages_in_order", "arrear", "push_is"),
    *("feedback", "working", "finding_of"),
]
Deed = Callable[[], object]


def at_once(deeds: Sequence[Deed]) -> None:
    """Do all at the same moment, each on a connection of its own; a conflict is an answer, anything else is not."""
    gate = Barrier(len(deeds))

    def do(deed: Deed) -> None:
        try:
            gate.wait()
            deed()
        except Conflict:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(do, deeds))


def confirm_and_work(desk: Desk, declaration: Declaration) -> Deed:
    """「确认」 pressed twice, the second time because the answer was lost, and the worker."""

    def do() -> None:
        for _ in range(2):
            actions.confirm(desk.actor, declaration.pk, declaration.content_version, now=desk.now)
        desk.work(declaration)

    return do


def pay_the_bill(desk: Desk) -> None:
    """Tax takes the money of whatever bill stands just now, and tells it twice."""
    bill = Bill.objects.filter(employer_id=desk.employer.pk, state=BillState.ASKED).first()
    if bill is not None:
        for _ in range(2):
            desk.pay(bill)


def correct(desk: Desk, wage: str) -> Deed:
    contract = desk.contracts[0]

    def do() -> None:
        contributions.correct(SYSTEM, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=desk.now)

    town.declare_wage(contract, wage, 202310)
    return do


def race(desk: Desk, number: int) -> None:
    """Two clerks, a payment of one month by itself, perhaps a correction, and the payment of the bill, all at once."""
    draw = Random(number)
    filings = [desk.choose(*draw.sample(MONTHS, draw.randint(1, 3))) for _ in range(2)]
    deeds: list[Deed] = [confirm_and_work(desk, filing) for filing in filings]
    deeds += [partial(desk.pay_alone, month) for month in draw.sample(MONTHS, draw.randint(0, 2))]
    if draw.random() < 0.5:
        deeds.append(correct(desk, "9500"))
    deeds += [partial(pay_the_bill, desk)] * draw.randint(0, 2)
    at_once(deeds)
    judge(desk, filings)


def judge(desk: Desk, filings: Sequence[Declaration]) -> None:
    """Every notice was paid once or is still asked for once; what tax took too much of stands on the list."""
    for filing in filings:
        again = desk.work(filing)
        assert again.state in (State.EFFECTIVE, State.PARTLY, State.FAILED, State.CHECKED)
        if again.state == State.CHECKED and again.good:
            assert desk.confirm(again).state in (State.EFFECTIVE, State.PARTLY)
    for bill in Bill.objects.filter(employer_id=desk.employer.pk, state=BillState.ASKED):
        assert desk.pay(bill) == ""
    owed = {arrear.month for arrear in queries.arrears(desk.employer.pk, day_of(desk.now))}
    paid = Notice.objects.filter(employer=desk.employer, state="paid")
    whole = sum(one.employer_fen + one.personal_fen - one.deferred_fen for one in paid)
    assert sum(Payment.objects.filter(employer_id=desk.employer.pk).values_list("principal_fen", flat=True)) == whole
    assert all(month in MONTHS for month in owed)
    collection.announce_paid(SYSTEM, now=desk.now)
    heard = [len(mine.medical_messages(filing.pk, size=1_000)) for filing in filings]
    bills_paid = Bill.objects.filter(declaration_id__in=[one.pk for one in filings], state="paid")
    assert sum(heard) == 2 * (bills_paid.count() + len(left_alone(desk)))


def left_alone(desk: Desk) -> set[int]:
    """Bills of which something was paid by itself while it stood on them: these months are passed on as well."""
    alone = Payment.objects.filter(employer_id=desk.employer.pk, bill_id=None).values("notice_id")
    last = BillItem.objects.filter(notice_id__in=alone).values("notice_id").annotate(last=Max("bill_id"))
    return {one["last"] for one in last}


def test_the_money_is_right_each_time() -> None:
    desks = [hired(town.employer(number)) for number in range(1, RACES + 1)]
    assess(MONTHS)
    for number, desk in enumerate(desks):
        race(desk, number)
    collection.announce_paid(SYSTEM, now=town.moment("2024-03-11"))
    assert [(one.name, one.subjects) for one in verify(only=CHECKS).results if one.violations] == []
    assert set(Mismatch.objects.values_list("kind", flat=True)) <= {"paid_twice", "recalled", "replaced"}

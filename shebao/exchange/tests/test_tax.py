"""Notices to the real tax program, and payments back from it: each habit of paying with its effect."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from shebao.audit.actions import action
from shebao.collection import actions, queries
from shebao.collection.models import Bill, BillKind, LateFee, Mismatch, Payment
from shebao.collection.tests import place as money
from shebao.collection.tests.place import SYSTEM, due_fen, kinds
from shebao.contributions.models import Notice, NoticeState
from shebao.contributions.signals import notices_changed, notices_issued
from shebao.employers.models import Employer
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.kernel.months import Month
from shebao.outbox.models import Feedback, Message

APRIL = date(2024, 4, 10)
PUNCTUAL = {"late": 0, "twice": 0, "never": 0, "failure": 0, "wrong_amount": 0, "unknown_notice": 0, "pay_replaced": 0}


@pytest.fixture
def tax(stage: Stage) -> Stage:
    stage.sandbox.set_today(APRIL)
    stage.sandbox.set_faults(tax={**PUNCTUAL, "delay_seconds": 0})
    return stage


def habit(stage: Stage, **faults: Any) -> None:
    stage.sandbox.set_faults(tax={**PUNCTUAL, "delay_seconds": 0, **faults})


def settled(notices: Sequence[Notice]) -> bool:
    wanted = [notice.pk for notice in notices]
    return Notice.objects.filter(pk__in=wanted, state=NoticeState.PAID).count() == len(wanted)


def test_on_time(tax: Stage) -> None:
    notices = [money.notice(money.employer()) for _ in range(5)]
    tax.deliver("tax")
    tax.sandbox.set_today(date(2024, 4, 30))
    tax.until(lambda: settled(notices))
    tax.until(lambda: place.states("tax") == {"done": 5})
    assert LateFee.objects.count() == 0
    assert all(date(2024, 4, 20) < payment.paid_on <= date(2024, 4, 30) for payment in Payment.objects.all())
    assert {payment.amount_fen for payment in Payment.objects.all()} == {due_fen(notices[0])}
    assert kinds() == []


def test_late_with_the_late_fee_that_tax_computes_itself(tax: Stage) -> None:
    habit(tax, late=1)
    notices = [money.notice(money.employer()) for _ in range(12)]
    tax.deliver("tax")
    actions.collect(SYSTEM, date(2024, 5, 1))
    tax.until(lambda: place.states("tax") == {"done": 12, "waiting": 12})
    tax.deliver("tax")
    tax.sandbox.set_today(date(2024, 7, 1))
    tax.until(lambda: settled(notices))
    assert kinds() == []
    payments = Payment.objects.all()
    assert all(payment.paid_on > date(2024, 4, 30) for payment in payments)
    for payment in payments:
        fees = LateFee.objects.filter(payment_id=payment.pk)
        assert payment.late_fee_fen == sum(fee.fen for fee in fees)
        assert {fee.days for fee in fees} == {(payment.paid_on - date(2024, 5, 1)).days} - {0}
    assert LateFee.objects.count() > 12


def test_twice(tax: Stage) -> None:
    habit(tax, twice=1)
    notice = money.notice(money.employer())
    tax.deliver("tax")
    tax.sandbox.hurry()
    tax.until(Mismatch.objects.exists)
    assert settled([notice])
    assert kinds() == ["paid_twice"]
    assert Payment.objects.count() == 1


def test_the_same_payment_told_again_counts_once(tax: Stage) -> None:
    habit(tax, payment_repeated=1)
    notice = money.notice(money.employer())
    tax.deliver("tax")
    tax.sandbox.hurry()
    tax.until(lambda: Feedback.objects.filter(effect="repeated").exists())
    assert settled([notice])
    assert (Payment.objects.count(), kinds()) == (1, [])


@pytest.mark.parametrize("fault", ["wrong_amount", "unknown_notice"])
def test_what_does_not_fit_is_listed_and_settles_nothing(tax: Stage, fault: str) -> None:
    habit(tax, **{fault: 1})
    notice = money.notice(money.employer())
    tax.deliver("tax")
    tax.sandbox.hurry()
    tax.until(Mismatch.objects.exists)
    assert kinds() == [fault]
    assert not settled([notice])
    assert Feedback.objects.get(in_reply_to=None).effect == "mismatch"


def test_a_replaced_notice_that_is_paid_all_the_same(tax: Stage) -> None:
    habit(tax, pay_replaced=1)
    whose = money.employer()
    first = money.notice(whose)
    second = money.notice(whose, lines=[(3, "110", 100, 50)], replaces=first)
    tax.heal("tax")
    tax.sandbox.hurry()
    tax.until(lambda: Mismatch.objects.exists() and settled([second]))
    assert kinds() == ["replaced"]
    assert Mismatch.objects.get().notice_id == first.pk


def test_a_replaced_notice_is_not_asked_for_any_more(tax: Stage) -> None:
    whose = money.employer()
    first = money.notice(whose)
    second = money.notice(whose, lines=[(3, "110", 100, 50)], replaces=first)
    tax.heal("tax")
    tax.sandbox.hurry()
    tax.until(lambda: settled([second]))
    assert [(one["notice"], one["withdrawn"], one["paid"]) for one in tax.sandbox.notices()] == [
        (first.number, 1, 0),
        (second.number, 0, 1),
    ]
    assert kinds() == []


def test_what_tax_refuses_is_listed_and_can_be_closed(tax: Stage) -> None:
    habit(tax, failure=1)
    notice = money.notice(money.employer())
    tax.deliver("tax")
    tax.until(Mismatch.objects.exists)
    listed = Mismatch.objects.get()
    assert (listed.kind, listed.notice_id) == ("refused", notice.pk)
    assert "T301" in listed.detail
    assert Message.objects.get(system="tax").state == "failed"
    tax.take_in()
    assert Mismatch.objects.count() == 1


def test_who_never_pays_stands_in_arrears(tax: Stage) -> None:
    habit(tax, never=1)
    notice = money.notice(money.employer())
    tax.heal("tax")
    tax.sandbox.set_today(date(2025, 1, 1))
    actions.collect(SYSTEM, date(2024, 5, 1))
    tax.heal("tax")
    tax.until(lambda: place.states("tax") == {"done": 2})
    assert [one.notice_id for one in queries.arrears(notice.employer_id, date(2024, 12, 31))] == [notice.pk]


def test_a_wrong_late_fee_settles_and_is_listed(tax: Stage) -> None:
    habit(tax, wrong_late_fee=1)
    notice = money.notice(money.employer())
    tax.deliver("tax")
    tax.sandbox.hurry()
    tax.until(lambda: settled([notice]))
    assert kinds() == ["late_fee"]


def test_lies_and_rubbish_have_no_effect_but_a_line_on_the_list(tax: Stage) -> None:
    habit(tax, feedback_wrong_signature=0.2, feedback_gbk=0.2, feedback_new_schema=0.2, feedback_wrong_person=0.3)
    notices = [money.notice(money.employer()) for _ in range(10)]
    tax.heal("tax")
    tax.sandbox.hurry()
    tax.until(lambda: settled(notices))
    assert Payment.objects.count() == 10
    assert set(kinds()) <= {"wrong_employer"}


def test_messages_of_an_employer_wait_for_each_other_those_of_others_do_not(tax: Stage) -> None:
    one, other = money.employer(), money.employer()
    for month in (202401, 202402, 202403):
        money.notice(one, month)
    money.notice(other)
    assert tax.delivery("tax").deliver() == 2
    assert tax.delivery("tax").deliver() == 1
    assert tax.delivery("tax").deliver() == 1
    assert tax.sandbox.state()["tax"]["gaps"] == []


# Bills ----------------------------------------------------------------------------------------------


def overdue_by_three_months(stage: Stage, whose: Employer) -> list[Notice]:
    """January to March, which the employer never pays by itself, told to tax as overdue."""
    habit(stage, never=1)
    notices = [money.notice(whose, month) for month in (202401, 202402, 202403)]
    actions.collect(SYSTEM, date(2024, 5, 1))
    stage.heal("tax")
    stage.sandbox.set_today(money.NOW.date())
    return notices


def asked(stage: Stage, whose: Employer, **faults: Any) -> tuple[list[Notice], Bill]:
    """A bill over all of them, told to tax."""
    notices = overdue_by_three_months(stage, whose)
    habit(stage, **faults)
    bill = actions.ask_bill(
        SYSTEM, employer_id=whose.pk, notices=[one.pk for one in notices], kind=BillKind.ARREARS,
        declaration_id=whose.pk, now=money.NOW,
    )  # fmt: skip
    stage.deliver("tax")
    return notices, bill


@pytest.mark.parametrize("faults", [{}, {"late": 1}])
def test_a_bill_is_paid_by_one_receipt_with_the_late_fee_that_tax_computes_itself(
    tax: Stage, faults: dict[str, float]
) -> None:
    notices, bill = asked(tax, money.employer(), **faults)
    tax.sandbox.set_today(date(2024, 8, 20))
    tax.until(lambda: settled(notices))
    bill.refresh_from_db()
    assert bill.paid_on is not None
    assert bill.paid_on >= money.NOW.date()
    fees = LateFee.objects.values_list("fen", flat=True)
    assert (Payment.objects.count(), bill.late_fee_fen, kinds()) == (3, sum(fees), [])
    assert {payment.receipt for payment in Payment.objects.all()} == {bill.receipt}


def test_a_notice_paid_by_itself_and_the_bill_as_well(tax: Stage) -> None:
    whose = money.employer()
    notices, bill = asked(tax, whose, pay_item=1)
    tax.sandbox.hurry()
    tax.until(lambda: settled(notices) and Mismatch.objects.exists())
    bill.refresh_from_db()
    assert (bill.state, kinds()) == ("recalled", ["recalled"])
    assert queries.arrears(whose.pk, date(2024, 8, 1)) == []


@pytest.mark.parametrize(
    ("fault", "listed", "paid"),
    [
        ("wrong_amount", ["wrong_amount"], False),
        ("unknown_notice", ["unknown_notice"], False),
        ("twice", ["paid_twice"], True),
        ("wrong_late_fee", ["late_fee"], True),
    ],
)
def test_a_bill_that_is_paid_otherwise(tax: Stage, fault: str, listed: list[str], *, paid: bool) -> None:
    notices, _bill = asked(tax, money.employer(), **{fault: 1})
    tax.sandbox.hurry()
    tax.until(Mismatch.objects.exists)
    assert (settled(notices), kinds()) == (paid, listed)


def test_a_recalled_bill_that_is_paid_all_the_same_and_its_successor(tax: Stage) -> None:
    whose = money.employer()
    notices, bill = asked(tax, whose, pay_replaced=1)
    with action(SYSTEM, "replace"):
        heir = money.notice(whose, 202402, lines=[(3, "110", 100, 50)], replaces=notices[1], tell=False)
        notices_issued.send(sender=None, employers=[whose.pk], month=Month(2024, 2), now=money.NOW)
        notices_changed.send(sender=None, employers=[whose.pk], now=money.NOW)
    tax.heal("tax")
    tax.sandbox.hurry()
    tax.until(lambda: settled([notices[0], heir, notices[2]]) and Mismatch.objects.exists())
    assert "recalled" in kinds()
    anew = queries.bill_of(whose.pk)
    assert anew is not None
    assert (anew.replaces, anew.state) == (bill.pk, "paid")


def test_a_bill_that_tax_refuses_stands_on_the_list(tax: Stage) -> None:
    _notices, bill = asked(tax, money.employer(), failure=1)
    tax.until(Mismatch.objects.exists)
    assert (kinds(), Mismatch.objects.get().bill_id) == (["refused"], bill.pk)

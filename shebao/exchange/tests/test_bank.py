"""Orders to the real bank program: paid, account rejected, late, twice, silent, in disorder; and never paid twice."""

from typing import Any

import pytest

from shebao.audit.actions import Actor, action
from shebao.audit.models import Action
from shebao.declarations.models import Declaration
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.notices.models import Notice
from shebao.outbox.models import Message
from shebao.services.refunds import actions, ordering
from shebao.services.refunds.models import Payout, Refund
from shebao.services.refunds.queries import Accounts

ACCOUNT = "0200000109200012345"
CLOSED = "6222000011110000"
CLERK = Actor("user", "张敏", "portal", user_id=1)
LOST_REPLIES = ("reset_after", "error_after", "wrong_signature", "stale", "error_body", "gbk_body", "wrong_person")


def order(serial: int = 1, account: str = ACCOUNT) -> Refund:
    """A refund that was decided, with its order."""
    filing = place.filing(serial=serial)
    with action(place.SYSTEM, "decide"):
        refund = Refund.objects.create(
            declaration_id=filing.pk, line_no=1, number=filing.number, employer_id=filing.employer_id,
            person_id=serial, employer_fen=150_300, personal_fen=76_500, amount_fen=226_800, state="paying",
            decided_at=place.now(),
        )  # fmt: skip
        ordering.order(refund, Accounts("工商银行", filing.employer.name, account), filing, place.now())
    return refund


def habit(stage: Stage, **faults: Any) -> None:
    stage.sandbox.set_faults(bank={"delay_seconds": 0, **faults})


def states() -> list[tuple[str, str]]:
    """Number's end and state of each order."""
    rows = Payout.objects.order_by("refund_id", "attempt").values_list("number", "state")
    return [(number[-2:], state) for number, state in rows]


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def paid(stage: Stage) -> list[str]:
    """Refunds that the bank really paid, once for each time it did."""
    return [one["refund"] for one in stage.sandbox.payouts() if one["receipt"]]


@pytest.fixture
def bank(stage: Stage) -> Stage:
    habit(stage)
    return stage


def test_paid_with_receipt_and_day(bank: Stage) -> None:
    refund = order()
    bank.deliver("bank")
    bank.until(lambda: states() == [("01", "paid")])
    refund.refresh_from_db()
    (there,) = bank.sandbox.payouts()
    assert (refund.state, refund.receipt) == ("paid", there["receipt"])
    assert refund.paid_on is not None
    assert there["amount_fen"] == 226_800
    assert told("refund_paid") == 1


def test_a_rejected_account_is_replaced_and_the_refund_paid_once(bank: Stage) -> None:
    refund = order(account=CLOSED)
    bank.deliver("bank")
    bank.until(lambda: states() == [("01", "rejected")])
    assert told("refund_rejected") == 1
    name = Declaration.objects.get(pk=refund.declaration_id).employer.name
    actions.give_account(CLERK, refund.pk, Accounts("建设银行", name, ACCOUNT), name, now=place.now())
    assert ordering.carry_out_requests(now=place.now()) == 1
    bank.deliver("bank")
    bank.until(lambda: states() == [("01", "rejected"), ("02", "paid")])
    assert paid(bank) == [refund.number]


def test_answered_twice_it_counts_once(bank: Stage) -> None:
    habit(bank, twice=1)
    order()
    bank.deliver("bank")
    bank.until(lambda: bank.sandbox.state()["bank"]["feedback_pending"] == 0)
    bank.until(lambda: states() == [("01", "paid")])
    assert told("refund_paid") == 1


def test_answered_late_it_counts_then(bank: Stage) -> None:
    habit(bank, late=1, late_seconds=600)
    order()
    bank.deliver("bank")
    bank.take_in()
    assert states() == [("01", "ordered")]
    bank.sandbox.hurry()
    bank.until(lambda: states() == [("01", "paid")])


def test_silence_is_asked_after_told_and_never_ordered_anew(bank: Stage) -> None:
    habit(bank, never=1)
    refund = order()
    bank.deliver("bank")
    for _ in range(4):
        bank.ahead += bank.delivery("bank")._silence * 4
        bank.delivery("bank").ask_again()
    assert Message.objects.get(system="bank").failure_kind == "silent"
    assert told("bank_silent") == 1
    assert states() == [("01", "ordered")]
    with pytest.raises(Exception, match="不需要更换账户"):
        actions.give_account(
            CLERK, refund.pk, Accounts("a", "谨慎商贸有限公司", ACCOUNT), "谨慎商贸有限公司", now=place.now()
        )
    assert len(paid(bank)) == 1


def test_a_second_answer_that_contradicts_changes_nothing_and_alarms(bank: Stage) -> None:
    habit(bank, contradict=1)
    order()
    bank.deliver("bank")
    bank.until(lambda: Action.objects.filter(refused="contradicts").exists())
    bank.until(lambda: states() == [("01", "paid")])


def test_an_answer_with_another_sum_stands_as_disputed(bank: Stage) -> None:
    habit(bank, wrong_amount=1)
    refund = order()
    bank.deliver("bank")
    bank.until(lambda: states() == [("01", "disputed")])
    refund.refresh_from_db()
    assert refund.state == "paying"
    assert Action.objects.filter(refused="other_payment").count() == 1


@pytest.mark.parametrize("fault", LOST_REPLIES)
def test_whatever_happens_to_the_reply_each_refund_is_paid_once(bank: Stage, fault: str) -> None:
    habit(bank, **{fault: 0.6})
    refunds = [order(serial) for serial in range(1, 6)]
    bank.heal("bank")
    bank.until(lambda: states() == [("01", "paid")] * 5)
    assert sorted(paid(bank)) == sorted(one.number for one in refunds)


def test_orders_of_one_employer_go_one_after_the_other(bank: Stage) -> None:
    first = order()
    filing = Declaration.objects.get(pk=first.declaration_id)
    with action(place.SYSTEM, "decide"):
        other = Refund.objects.create(
            declaration_id=filing.pk, line_no=2, number="R2", employer_id=filing.employer_id, person_id=2,
            employer_fen=1, personal_fen=1, amount_fen=2, state="paying", decided_at=place.now(),
        )  # fmt: skip
        ordering.order(other, Accounts("工商银行", filing.employer.name, ACCOUNT), filing, place.now())
    sequences = list(Message.objects.filter(system="bank").order_by("pk").values_list("sequence", flat=True))
    assert sequences == [1, 2]
    bank.heal("bank")
    bank.until(lambda: states() == [("01", "paid")] * 2)
    assert bank.sandbox.state()["bank"]["gaps"] == []

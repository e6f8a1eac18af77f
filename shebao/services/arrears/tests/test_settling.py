"""From the ticked months to the bill, its payment, and what the medical authority hears of it."""

from datetime import timedelta

import pytest

from shebao.collection import queries as collection
from shebao.collection.actions import announce_paid
from shebao.collection.models import Bill, Payment
from shebao.collection.tests.place import SYSTEM
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Charge, Notice
from shebao.contributions.tests import town
from shebao.counterparties.medical.messages import PaidLater
from shebao.declarations import queries as declarations
from shebao.declarations.models import State
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict, Invalid
from shebao.kernel.months import Month
from shebao.notices.models import Notice as News
from shebao.outbox.models import Message
from shebao.services.arrears import actions, queries
from shebao.services.arrears.models import ArrearLine
from shebao.services.arrears.tests.desk import (
    DECEMBER,
    NOVEMBER,
    NOW,
    OCTOBER,
    OWED,
    SEPTEMBER,
    Desk,
    findings,
    lines,
    owing,
)
from shebao.verification.run import verify

CHECKS = ["bill", "payment", "late_fees", "issued_notice", "messages_in_order", "arrear", "finding_of", "working"]
FIRST_DAYS = {SEPTEMBER: "2023-11-01", OCTOBER: "2023-12-01", NOVEMBER: "2024-01-03", DECEMBER: "2024-02-01"}
"""First day of arrears; November was due on 2024-01-02, after the holiday."""


def sound() -> None:
    assert [(one.name, one.subjects) for one in verify(only=CHECKS).results if one.violations] == []


@pytest.fixture
def desk(db: None) -> Desk:
    return owing()


def late_fee(month: Month, on: str) -> int:
    """Day by day and line by line, as the law has it: 0.05 % a day, each line rounded to the fen by itself."""
    first = town.moment(FIRST_DAYS[month])
    days = (town.moment(on) - first).days
    shares = Charge.objects.filter(month=int(month)).values_list("employer_fen", "personal_fen")
    return sum((fen * 5 * days + 5_000) // 10_000 for pair in shares for fen in pair)


def test_chosen_months_come_on_one_bill_and_are_paid_with_the_late_fees_of_the_day(desk: Desk) -> None:
    checked = desk.choose(*OWED)
    assert (checked.state, checked.good, checked.bad) == (State.CHECKED, 4, 0)
    assert findings(checked) == []
    first = ArrearLine.objects.get(declaration=checked, line_no=1)
    assert (first.month, first.late_from.isoformat() if first.late_from else "") == (202309, "2023-11-01")
    assert (first.days, first.late_fee_fen) == (131, late_fee(SEPTEMBER, "2024-03-11"))
    done = desk.confirm(checked)
    assert (done.state, done.effective, lines(done)) == (
        State.EFFECTIVE, 4, [(int(month), "effective") for month in OWED],
    )  # fmt: skip
    bill = collection.bill_of(done.pk)
    assert bill is not None
    assert {one.bill for one in collection.arrears(desk.employer.pk, day_of(NOW))} == {bill.number}
    desk.now += timedelta(days=3)
    assert desk.pay(bill) == ""
    assert collection.arrears(desk.employer.pk, day_of(desk.now)) == []
    bill.refresh_from_db()
    assert bill.late_fee_fen == sum(late_fee(month, "2024-03-14") for month in OWED)
    sound()


def test_the_medical_authority_hears_once_of_everybody_and_their_months(desk: Desk) -> None:
    done = desk.confirm(desk.choose(SEPTEMBER, OCTOBER))
    assert Message.objects.filter(system="medical").count() == 0
    bill = collection.bill_of(done.pk)
    assert bill is not None
    assert desk.pay(bill) == ""
    assert desk.pay(bill) == "repeated"
    messages = queries.medical_messages(done.pk)
    assert [(one.kind, one.person_id, one.payload["months"], one.payload["cause"]) for one in messages] == [
        ("paid_later", contract.person_id, [202309, 202310], "arrears") for contract in desk.contracts
    ]
    assert {(one.payload["filing"], one.payload["month"]) for one in messages} == {(done.number, 202309)}
    assert {frozenset(one.payload) for one in messages} == {frozenset(("month", *PaidLater.__dataclass_fields__))}
    told = [event.kind for event in declarations.timeline(done.pk)]
    assert told == ["submitted", "arrears_checked", "confirmed_items", "bill_asked", "bill_paid", "medical_told"]
    assert [news.kind for news in News.objects.filter(kind__startswith="bill").order_by("pk")] == [
        "bill_asked",
        "bill_paid",
    ]
    sound()


def test_who_was_cancelled_again_is_not_among_them(desk: Desk) -> None:
    town.never_was(desk.contracts[1])
    contributions.correct(SYSTEM, contracts=[desk.contracts[1].pk], first=SEPTEMBER, last=DECEMBER, now=NOW)
    done = desk.confirm(desk.choose(SEPTEMBER))
    bill = collection.bill_of(done.pk)
    assert bill is not None
    desk.pay(bill)
    assert [one.person_id for one in queries.medical_messages(done.pk)] == [desk.contracts[0].person_id]


def test_before_july_2011_there_is_no_late_fee_and_the_medical_authority_is_not_told(db: None) -> None:
    june, july = Month(2011, 6), Month(2011, 7)
    employer = town.employer()
    desk = Desk(employer, [town.hire(employer, "9000", "2011-06-02", schemes=("110", "210"))])
    for month in (june, july):
        monthly.run_month(month, now=town.moment(f"{month}-10"), connections=1)
    done = desk.confirm(desk.choose(june, july))
    bill = collection.bill_of(done.pk)
    assert bill is not None
    assert [item.daily_ppm for item in collection.items_of(bill)] == [0, 500]
    assert desk.pay(bill) == ""
    assert [one.late_fee_fen > 0 for one in Payment.objects.order_by("month")] == [False, True]
    assert [one.payload["months"] for one in queries.medical_messages(done.pk)] == [[201107]]
    sound()


# What there is to say -----------------------------------------------------------------------------


def test_earlier_months_left_out_are_to_be_confirmed(desk: Desk) -> None:
    checked = desk.choose(NOVEMBER)
    assert findings(checked) == [(0, "earlier_left_out", "soft")]
    assert desk.confirm(checked).state == State.EFFECTIVE


def test_what_cannot_be_paid_is_said_and_the_rest_goes_on(desk: Desk) -> None:
    desk.confirm(desk.choose(SEPTEMBER))
    checked = desk.choose(SEPTEMBER, OCTOBER, Month(2022, 1))
    assert lines(checked) == [(202201, "bad"), (202309, "bad"), (202310, "good")]
    assert findings(checked) == [(1, "not_owed", "hard"), (2, "on_bill", "hard")]
    done = desk.confirm(checked)
    assert (done.state, done.effective) == (State.PARTLY, 1)
    sound()


def test_what_the_employer_has_yet_to_declare_is_declared_first(db: None) -> None:
    desk = owing(months=[Month(2024, 1)])
    desk.now = town.moment("2024-03-20")
    checked = desk.choose(Month(2024, 1))
    assert (lines(checked), findings(checked)) == ([(202401, "bad")], [(1, "to_declare", "hard")])
    with pytest.raises(Conflict) as refused:
        desk.confirm(checked)
    assert refused.value.code == "nothing_to_confirm"
    contributions.declare(SYSTEM, Notice.objects.get().pk, now=desk.now)
    again = desk.check(actions.change(desk.actor, checked.pk, months=[Month(2024, 1)], now=desk.now))
    assert again.state == State.CHECKED
    assert desk.confirm(again).state == State.EFFECTIVE
    sound()


def test_nothing_chosen_is_no_filing(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.choose()


# What changes meanwhile ---------------------------------------------------------------------------


def test_a_day_later_the_amounts_are_shown_again_before_anything_is_asked(desk: Desk) -> None:
    checked = desk.choose(*OWED)
    desk.now += timedelta(days=1)
    again = desk.confirm(checked)
    assert (again.state, Bill.objects.count()) == (State.CHECKED, 0)
    assert findings(again) == [(number, "amounts_changed", "soft") for number in (1, 2, 3, 4)]
    assert desk.confirm(again).state == State.EFFECTIVE


def test_a_payment_between_check_and_confirmation_is_shown_before_anything_is_asked(desk: Desk) -> None:
    checked = desk.choose(*OWED)
    assert desk.pay_alone(OCTOBER) == ""
    again = desk.confirm(checked)
    assert (again.state, again.good, again.bad) == (State.CHECKED, 3, 1)
    assert findings(again) == [(2, "not_owed", "hard")]
    assert desk.confirm(again).state == State.PARTLY
    sound()


def test_a_payment_between_confirmation_and_the_bill_takes_that_month_out(desk: Desk) -> None:
    checked = desk.choose(*OWED)
    confirmed = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    assert desk.pay_alone(OCTOBER) == ""
    done = desk.work(confirmed)
    assert (done.state, done.effective, done.failed) == (State.PARTLY, 3, 1)
    assert findings(done) == [(2, "paid_now", "hard")]
    sound()


def test_a_correction_between_confirmation_and_the_bill_takes_that_month_out(desk: Desk) -> None:
    checked = desk.choose(SEPTEMBER, OCTOBER)
    confirmed = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    town.declare_wage(desk.contracts[0], "9500", 202310)
    contributions.correct(SYSTEM, contracts=[desk.contracts[0].pk], first=OCTOBER, last=OCTOBER, now=desk.now)
    done = desk.work(confirmed)
    assert (done.state, lines(done)) == (State.PARTLY, [(202309, "effective"), (202310, "failed")])
    sound()


def test_of_two_clerks_who_confirm_the_same_the_second_is_told_of_the_bill(desk: Desk) -> None:
    first, second = desk.choose(*OWED), desk.choose(*OWED)
    confirmed = [actions.confirm(desk.actor, one.pk, one.content_version, now=desk.now) for one in (first, second)]
    winner, loser = (desk.work(one) for one in confirmed)
    assert (winner.state, loser.state, loser.failed) == (State.EFFECTIVE, State.FAILED, 4)
    assert {code for _line, code, _severity in findings(loser)} == {"on_bill_now"}
    assert (Bill.objects.count(), collection.bill_of(loser.pk)) == (1, None)
    sound()


def test_a_correction_of_months_on_the_bill_asks_for_it_anew_once_with_what_took_their_place(desk: Desk) -> None:
    done = desk.confirm(desk.choose(*OWED))
    bill = collection.bill_of(done.pk)
    town.declare_wage(desk.contracts[0], "9500", 202310)
    contributions.correct(SYSTEM, contracts=[desk.contracts[0].pk], first=OCTOBER, last=DECEMBER, now=desk.now)
    anew = collection.bill_of(done.pk)
    assert bill is not None
    assert anew is not None
    assert (anew.replaces, anew.notices, Bill.objects.count()) == (bill.pk, 4, 2)
    assert anew.principal_fen > bill.principal_fen
    assert desk.pay(bill) == "recalled"
    assert desk.pay(anew) == ""
    assert Payment.objects.count() == 4
    sound()


def test_a_month_on_the_bill_that_is_paid_by_itself_is_told_to_the_medical_authority_as_well(desk: Desk) -> None:
    done = desk.confirm(desk.choose(SEPTEMBER, OCTOBER, NOVEMBER))
    bill = collection.bill_of(done.pk)
    assert bill is not None
    assert [desk.pay_alone(month) for month in (SEPTEMBER, OCTOBER)] == ["", ""]
    for _ in range(2):
        announce_paid(SYSTEM, now=desk.now)
    told = [message.payload["months"] for message in queries.medical_messages(done.pk)]
    assert told == [[202309]] * 2 + [[202310]] * 2
    rest = collection.bill_of(done.pk)
    assert rest is not None
    assert desk.pay(rest) == ""
    told = [message.payload["months"] for message in queries.medical_messages(done.pk)]
    assert told[4:] == [[202311]] * 2
    sound()


def test_the_same_click_twice_is_one_filing(desk: Desk) -> None:
    key = "00000000-0000-4000-8000-000000000001"
    first = desk.choose(*OWED, key=key)
    assert desk.choose(SEPTEMBER, key=key).pk == first.pk

"""Bills: several notices asked for in one sum, paid by one receipt, recalled when one of them changes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from shebao.audit.actions import Actor, action
from shebao.collection import actions, bills, queries
from shebao.collection.models import Bill, BillItem, BillKind, LateFee, Mismatch, Payment
from shebao.collection.rules import Arrival
from shebao.collection.signals import bill_paid
from shebao.collection.tests import place
from shebao.collection.tests.place import LINES, NOW, SYSTEM, arrival, kinds
from shebao.contributions.models import Mode, Notice, NoticeState
from shebao.contributions.signals import notices_changed, notices_issued
from shebao.employers.models import Employer
from shebao.kernel.errors import Conflict, NotFound
from shebao.kernel.months import Month
from shebao.notices.models import Notice as News
from shebao.outbox.models import Message
from shebao.verification.run import verify

MONTHS = (202401, 202402, 202403)
PAID_ON = date(2024, 6, 3)
"""Day of the payments, that of `NOW`."""
FIRST_DAYS = {202401: date(2024, 3, 1), 202402: date(2024, 4, 2), 202403: date(2024, 5, 1)}
CHECKS = ["bill", "payment_settles", "late_fees", "issued_notice", "messages_in_order"]


def oracle(month: int, day: date = PAID_ON, lines: Sequence[place.Line] = LINES) -> int:
    """The late fee of a month's notice, line by line, in whole fen."""
    days = max(0, (day - FIRST_DAYS[month]).days)
    return sum((fen * 500 * days + 500_000) // 1_000_000 for _p, _s, *pair in lines for fen in pair)


def owing(whose: Employer) -> list[Notice]:
    return [place.notice(whose, month) for month in MONTHS]


def ask(whose: Employer, notices: Sequence[Notice], declaration: int = 1) -> Bill:
    return bills.ask(
        SYSTEM,
        employer_id=whose.pk,
        notices=[notice.pk for notice in notices],
        kind=BillKind.ARREARS,
        declaration_id=declaration,
        now=NOW,
    )


def payment(bill: Bill, whose: Employer, receipt: str = "RB", **more: Any) -> Arrival:
    """A payment of a bill that fits, unless told otherwise."""
    paid_on = more.get("paid_on", PAID_ON)
    principal = more.pop("principal_fen", bill.principal_fen)
    late = more.pop("late", sum(oracle(item.month, paid_on) for item in queries.items_of(bill)))
    told = {
        "receipt": receipt, "notice": bill.number, "employer_code": whose.credit_code, "paid_on": paid_on,
        "principal_fen": principal, "late_fee_fen": late, "amount_fen": principal + late,
    }  # fmt: skip
    return Arrival(**{**told, **more})


def issue(whose: Employer, month: int, **more: Any) -> Notice:
    """A notice that is issued as contributions do it: with their signals."""
    made = place.notice(whose, month, tell=False, **more)
    with action(SYSTEM, "issue"):
        notices_issued.send(sender=None, employers=[whose.pk], month=Month.from_int(month), now=NOW)
        notices_changed.send(sender=None, employers=[whose.pk], now=NOW)
    return made


def states(notices: Sequence[Notice]) -> list[str]:
    return list(
        Notice.objects.filter(pk__in=[one.pk for one in notices]).order_by("pk").values_list("state", flat=True)
    )


def told(whose: Employer) -> list[tuple[str, str | None, str | None]]:
    """What tax was told of bills: kind, number, and which one it replaces."""
    found = Message.objects.filter(employer_id=whose.pk, system="tax", kind__startswith="bill").order_by("pk")
    return [(one.kind, one.payload["bill"], one.payload.get("replaces")) for one in found]


def sound() -> None:
    """Nothing of the invariants is broken."""
    assert [(one.name, one.subjects) for one in verify(only=CHECKS).results if one.violations] == []


# Asking -------------------------------------------------------------------------------------------


def test_a_bill_is_the_sum_of_its_notices_and_tax_is_told_on_what_late_fees_run(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices[:2])
    assert (bill.number, bill.state, bill.notices) == (f"J20240603{whose.pk:09d}001", "asked", 2)
    assert bill.principal_fen == 2 * 376_824
    message = Message.objects.get(employer_id=whose.pk, kind="bill")
    assert (message.sequence, message.person_id, message.declaration_id) == (4, None, 1)
    assert message.payload["due_fen"] == bill.principal_fen
    first, second = message.payload["items"]
    assert (first["notice"], first["late_from"], first["daily_ppm"]) == (notices[0].number, "2024-03-01", 500)
    assert second["late_from"] == "2024-04-02"
    assert first["lines"] == [[4_500, 2], [50_608, 1], [72_000, 1], [101_216, 1], [144_000, 1]]
    assert queries.bill_of(1) == bill
    assert {one.month: one.bill for one in queries.arrears(whose.pk, PAID_ON)} == {
        Month(2024, 1): bill.number,
        Month(2024, 2): bill.number,
        Month(2024, 3): "",
    }
    sound()


def test_asked_twice_for_one_declaration_is_one_bill(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    assert ask(whose, notices).pk == ask(whose, notices).pk
    assert Message.objects.filter(kind="bill").count() == 1


def test_what_stands_on_a_bill_is_not_asked_for_by_another(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    ask(whose, notices[:2])
    with pytest.raises(Conflict) as refused:
        ask(whose, notices[1:], declaration=2)
    assert refused.value.code == "notice_on_bill"
    assert queries.bill_of(2) is None


def test_only_what_is_to_be_paid_can_be_asked_for(db: None) -> None:
    whose, other = place.employer(), place.employer()
    undeclared = place.notice(whose, mode=Mode.DECLARED, state=NoticeState.TO_DECLARE)
    with pytest.raises(Conflict):
        ask(whose, [undeclared])
    with pytest.raises(NotFound):
        ask(whose, owing(other)[:1])


def test_the_database_keeps_a_notice_on_one_live_bill(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    item = queries.items_of(bill)[0]
    item.pk, item.bill_id = None, bill.pk + 1
    with pytest.raises(IntegrityError, match="notice_on_one_live_bill"), action(SYSTEM, "double"):
        item.save()


# Paying -------------------------------------------------------------------------------------------


def test_one_receipt_settles_all_notices_with_the_late_fees_of_the_day(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    assert actions.post_payment(SYSTEM, payment(bill, whose), now=NOW) == ""
    bill.refresh_from_db()
    late = sum(map(oracle, MONTHS))
    assert (bill.state, bill.receipt, bill.paid_on, bill.late_fee_fen) == ("paid", "RB", PAID_ON, late)
    assert states(notices) == ["paid"] * 3
    paid = Payment.objects.order_by("month")
    assert [(one.receipt, one.part, one.bill_id) for one in paid] == [("RB", n, bill.pk) for n in (1, 2, 3)]
    assert [one.late_fee_fen for one in paid] == [oracle(month) for month in MONTHS]
    assert [one.principal_fen for one in paid] == [376_824] * 3
    assert LateFee.objects.filter(notice_id=notices[0].pk).count() == 2
    assert queries.arrears(whose.pk, PAID_ON) == []
    sound()


def test_the_late_fee_is_that_of_the_day_of_payment_not_of_asking(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    later = NOW + timedelta(days=10)
    on = PAID_ON + timedelta(days=10)
    told_then = payment(bill, whose, paid_on=on)
    assert told_then.late_fee_fen > sum(map(oracle, MONTHS))
    assert actions.post_payment(SYSTEM, told_then, now=later) == ""
    assert {fee.to_day for fee in LateFee.objects.all()} == {on - timedelta(days=1)}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"principal_fen": 1}, "wrong_amount"),
        ({"employer_code": "91110105MB9999999X"}, "wrong_employer"),
        ({"paid_on": date(2024, 6, 2)}, "wrong_day"),
        ({"paid_on": date(2024, 6, 4)}, "wrong_day"),
    ],
)
def test_what_does_not_fit_is_listed_and_nothing_is_settled(db: None, change: dict[str, Any], verdict: str) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    assert actions.post_payment(SYSTEM, payment(bill, whose, **change), now=NOW) == verdict
    listed = Mismatch.objects.get()
    assert (listed.kind, listed.bill_id, listed.employer_id, listed.notice_id) == (verdict, bill.pk, whose.pk, None)
    assert (states(notices), Payment.objects.count()) == (["issued"] * 3, 0)
    sound()


def test_paid_twice_and_told_twice(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    first = payment(bill, whose)
    judged = actions.post_payments(SYSTEM, [first, first, payment(bill, whose, "RC")], now=NOW)
    assert [one.verdict for one in judged] == ["", "repeated", "paid_twice"]
    assert actions.post_payment(SYSTEM, first, now=NOW) == "repeated"
    assert (Payment.objects.count(), kinds()) == (3, ["paid_twice"])
    sound()


def test_a_receipt_counts_once_for_bills_and_notices_together(db: None) -> None:
    whose, other = place.employer(), place.employer()
    bill, alone = ask(whose, owing(whose)), place.notice(other)
    assert actions.post_payment(SYSTEM, payment(bill, whose, "R-one"), now=NOW) == ""
    assert actions.post_payment(SYSTEM, arrival(alone, "R-one"), now=NOW) == "receipt_reused"
    assert states([alone]) == ["issued"]


@pytest.mark.parametrize("difference", [7, -7])
def test_a_late_fee_that_differs_settles_the_bill_and_is_listed(db: None, difference: int) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    late = sum(map(oracle, MONTHS)) + difference
    assert actions.post_payment(SYSTEM, payment(bill, whose, late=late), now=NOW) == "late_fee"
    assert sum(Payment.objects.values_list("late_fee_fen", flat=True)) == late
    assert all(one.late_fee_fen >= 0 for one in Payment.objects.all())
    assert kinds() == ["late_fee"]
    sound()


def test_a_late_fee_of_nothing_at_all_is_laid_on_no_notice(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    assert actions.post_payment(SYSTEM, payment(bill, whose, late=0), now=NOW) == "late_fee"
    assert set(Payment.objects.values_list("late_fee_fen", flat=True)) == {0}


# Recalled -----------------------------------------------------------------------------------------


def test_a_notice_paid_by_itself_recalls_the_bill_and_the_rest_is_asked_anew(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    alone = arrival(notices[1], paid_on=PAID_ON, late=oracle(202402))
    judged = actions.post_payments(SYSTEM, [alone, payment(bill, whose)], now=NOW)
    assert [one.verdict for one in judged] == ["", "recalled"]
    anew = queries.bill_of(1)
    assert anew is not None
    assert (anew.replaces, anew.number[-3:], anew.principal_fen) == (bill.pk, "002", 2 * 376_824)
    assert [item.month for item in queries.items_of(anew)] == [202401, 202403]
    assert told(whose) == [("bill", bill.number, None), ("bill", anew.number, bill.number)]
    assert [(news.kind, news.params["replaced"]) for news in News.objects.all()] == [("bill_renewed", bill.number)]
    assert actions.post_payment(SYSTEM, payment(anew, whose, "RD"), now=NOW) == ""
    assert states(notices) == ["paid"] * 3
    sound()


def test_the_bill_paid_first_makes_the_notice_paid_twice(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    alone = arrival(notices[1], paid_on=PAID_ON, late=oracle(202402))
    judged = actions.post_payments(SYSTEM, [payment(bill, whose), alone], now=NOW)
    assert [one.verdict for one in judged] == ["", "paid_twice"]
    assert [one.pk for one in queries.bills_of(1)] == [bill.pk]
    sound()


def test_the_last_notice_paid_by_itself_leaves_no_bill(db: None) -> None:
    whose = place.employer()
    notice = place.notice(whose)
    bill = ask(whose, [notice])
    assert actions.post_payment(SYSTEM, arrival(notice, paid_on=PAID_ON, late=oracle(202403)), now=NOW) == ""
    bill.refresh_from_db()
    assert (bill.state, queries.bill_of(1)) == ("recalled", bill)
    assert [kind for kind, *_rest in told(whose)] == ["bill", "bill_void"]
    assert [news.kind for news in News.objects.all()] == ["bill_recalled"]
    sound()


def test_a_notice_that_was_replaced_stands_on_the_new_bill_as_its_successor(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    heir = issue(whose, 202402, lines=[(3, "110", 100, 50)], replaces=notices[1])
    anew = queries.bill_of(1)
    assert anew is not None
    assert [item.notice_id for item in queries.items_of(anew)] == [notices[0].pk, heir.pk, notices[2].pk]
    assert anew.principal_fen == bill.principal_fen + 150
    assert actions.post_payment(SYSTEM, payment(bill, whose), now=NOW) == "recalled"
    sound()


def test_a_notice_that_asks_for_nothing_any_more_is_left_out(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    ask(whose, notices)
    issue(whose, 202402, lines=[(1, "110", 0, 0)], replaces=notices[1], state=NoticeState.VOID)
    anew = queries.bill_of(1)
    assert anew is not None
    assert [item.month for item in queries.items_of(anew)] == [202401, 202403]
    sound()


def test_what_the_employer_has_to_declare_first_is_left_out(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    ask(whose, notices)
    issue(whose, 202402, replaces=notices[1], mode=Mode.DECLARED, state=NoticeState.TO_DECLARE)
    anew = queries.bill_of(1)
    assert anew is not None
    assert [item.month for item in queries.items_of(anew)] == [202401, 202403]


def test_other_employers_bills_stay(db: None) -> None:
    whose, other = place.employer(), place.employer()
    kept = ask(other, owing(other), declaration=2)
    notices = owing(whose)
    ask(whose, notices)
    issue(whose, 202402, lines=[(3, "110", 100, 50)], replaces=notices[1])
    kept.refresh_from_db()
    assert kept.state == "asked"


def test_a_refused_bill_stands_on_the_list(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    with action(SYSTEM, "refuse"):
        Message.objects.filter(kind="bill").update(state="failed", answer_code="T301")
    assert actions.note_refusals(SYSTEM, now=NOW) == 1
    listed = Mismatch.objects.get()
    assert (listed.kind, listed.notice_number, listed.bill_id) == ("refused", bill.number, bill.pk)


# Announcing ---------------------------------------------------------------------------------------


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Ids of the bills of which a service hears, the only one there is."""
    found: list[int] = []

    def hear(sender: object, *, bill: Bill, **_more: Any) -> None:
        found.append(bill.pk)

    monkeypatch.setattr(bill_paid, "receivers", [])
    bill_paid.connect(hear)
    yield found
    bill_paid.disconnect(hear)


def paid_bill(whose: Employer, declaration: int = 1) -> Bill:
    bill = ask(whose, owing(whose), declaration)
    assert actions.post_payment(SYSTEM, payment(bill, whose, f"R{declaration}"), now=NOW) == ""
    return bill


def test_a_service_hears_once_of_a_bill_that_was_paid(db: None, heard: list[int]) -> None:
    bill = paid_bill(place.employer())
    assert (actions.announce_paid(SYSTEM, now=NOW), actions.announce_paid(SYSTEM, now=NOW)) == (1, 0)
    assert heard == [bill.pk]
    assert [(news.kind, news.params["bill"]) for news in News.objects.all()] == [("bill_paid", bill.number)]


def test_a_service_that_fails_is_told_again_and_holds_nobody_up(db: None, heard: list[int]) -> None:
    first, second = paid_bill(place.employer()), paid_bill(place.employer(), 2)
    failing = [first.pk]

    def fail(sender: object, *, bill: Bill, **_more: Any) -> None:
        if bill.pk in failing:
            raise RuntimeError("not now")

    bill_paid.connect(fail)
    assert actions.announce_paid(SYSTEM, now=NOW) == 1
    failing.clear()
    assert actions.announce_paid(SYSTEM, now=NOW) == 1
    assert not Bill.objects.filter(announced_at=None).exists()
    assert sorted(heard) == [first.pk, first.pk, second.pk]  # what it did the first time was undone


# Races --------------------------------------------------------------------------------------------


def at_once(deeds: Sequence[Callable[[], str]]) -> list[str]:
    """Do all at the same moment, each on a connection of its own."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], str]) -> str:
        try:
            gate.wait()
            return deed()
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def post(one: Arrival) -> Callable[[], str]:
    return lambda: actions.post_payment(SYSTEM, one, now=NOW)


def test_one_payment_of_a_bill_ten_times_at_once_posts_once(transactional_db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    assert at_once([post(payment(bill, whose))] * 10) == [""] + ["repeated"] * 9
    assert (Payment.objects.count(), kinds()) == (3, [])


def test_a_bill_and_one_of_its_notices_paid_at_once_are_one_payment_and_one_mismatch(transactional_db: None) -> None:
    for _ in range(5):
        whose = place.employer()
        notices = owing(whose)
        bill = ask(whose, notices, declaration=whose.pk)
        alone = arrival(notices[0], paid_on=PAID_ON, late=oracle(202401))
        whole = payment(bill, whose, f"R-{whose.pk}")
        assert at_once([post(alone), post(whole)]) in (["", "paid_twice"], ["", "recalled"])
    sound()


def test_two_declarations_asking_at_once_are_one_bill(transactional_db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    wishes = [lambda number=number: ask(whose, notices, declaration=number).state for number in (1, 2)]
    assert at_once(wishes) == ["asked", "notice_on_bill"]
    assert BillItem.objects.count() == 3


# Recalled by a clerk ------------------------------------------------------------------------------


def clerk_of(whose: Employer) -> Actor:
    return Actor("user", "经办人", "portal", user_id=7, employer_id=whose.pk)


def test_a_clerk_recalls_a_bill_and_its_notices_are_paid_by_themselves_again(db: None) -> None:
    whose = place.employer()
    notices = owing(whose)
    bill = ask(whose, notices)
    first = actions.request_recall(clerk_of(whose), bill.pk, now=NOW)
    assert actions.request_recall(clerk_of(whose), bill.pk, now=NOW).pk == first.pk
    assert (actions.carry_out_recalls(SYSTEM, now=NOW), actions.carry_out_recalls(SYSTEM, now=NOW)) == (1, 0)
    assert [kind for kind, *_rest in told(whose)] == ["bill", "bill_void"]
    assert [one.bill for one in queries.arrears(whose.pk, PAID_ON)] == [""] * 3
    assert [news.kind for news in News.objects.all()] == ["bill_withdrawn"]
    assert actions.post_payment(SYSTEM, payment(bill, whose), now=NOW) == "recalled"
    assert actions.post_payment(SYSTEM, arrival(notices[0], paid_on=PAID_ON, late=oracle(202401)), now=NOW) == ""
    assert ask(whose, notices[1:], declaration=2).notices == 2
    sound()


def test_what_is_paid_before_the_worker_comes_is_not_recalled(db: None) -> None:
    whose = place.employer()
    bill = ask(whose, owing(whose))
    request = actions.request_recall(clerk_of(whose), bill.pk, now=NOW)
    assert actions.post_payment(SYSTEM, payment(bill, whose), now=NOW) == ""
    assert actions.carry_out_recalls(SYSTEM, now=NOW) == 1
    request.refresh_from_db()
    assert (request.state, request.problem) == ("refused", "该缴款单目前为“已缴费”，不能撤回。")
    sound()


def test_other_employers_bills_and_those_of_supplements_are_not_recalled(db: None) -> None:
    whose, other = place.employer(), place.employer()
    bill = ask(whose, owing(whose))
    with pytest.raises(NotFound):
        actions.request_recall(clerk_of(other), bill.pk, now=NOW)
    with action(SYSTEM, "of a supplement"):
        Bill.objects.filter(pk=bill.pk).update(kind=BillKind.SUPPLEMENT)
    with pytest.raises(Conflict) as refused:
        actions.request_recall(clerk_of(whose), bill.pk, now=NOW)
    assert refused.value.code == "bill_kind"

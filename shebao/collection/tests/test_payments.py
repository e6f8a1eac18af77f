"""Payments post once, late fees are fixed with them, and what does not fit is listed."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from threading import Barrier

import pytest
from django.db import connection

from shebao.collection import actions, queries
from shebao.collection.models import LateFee, Mismatch, Payment
from shebao.collection.rules import Arrival
from shebao.collection.tests import place
from shebao.collection.tests.place import LINES, NOW, SYSTEM, Line, arrival, due_fen, kinds
from shebao.contributions.models import Kind, Notice, NoticeState


def oracle(lines: Sequence[Line], days: int) -> dict[str, int]:
    """Late fees by scheme in fen, in yuan and exact decimals: nothing of the product's code."""
    fees: dict[str, Decimal] = {}
    for _person, scheme, employer_fen, personal_fen in lines:
        for fen in (employer_fen, personal_fen):
            fee = (Decimal(fen) / 100 * Decimal("0.0005") * days).quantize(Decimal("0.01"), ROUND_HALF_UP)
            fees[scheme] = fees.get(scheme, Decimal(0)) + fee
    return {scheme: int(fee * 100) for scheme, fee in fees.items()}


def test_a_payment_on_time_settles_its_notice(db: None) -> None:
    notice = place.notice(place.employer())
    assert actions.post_payment(SYSTEM, arrival(notice, "R-on-time"), now=NOW) == ""
    notice.refresh_from_db()
    assert (notice.state, notice.paid_on) == (NoticeState.PAID, date(2024, 4, 20))
    found = queries.payments_of(notice)
    assert found is not None
    assert (found.payment.receipt, found.payment.amount_fen, found.late_fees) == ("R-on-time", due_fen(notice), [])
    assert kinds() == []


def test_a_late_payment_carries_the_late_fee_of_every_scheme(db: None) -> None:
    notice, paid_on = place.notice(place.employer()), date(2024, 5, 20)
    expected = oracle(LINES, 19)
    assert actions.post_payment(SYSTEM, arrival(notice, paid_on=paid_on, late=sum(expected.values())), now=NOW) == ""
    fees = LateFee.objects.order_by("scheme")
    assert {fee.scheme: fee.fen for fee in fees} == expected
    assert {(fee.from_day, fee.to_day, fee.days) for fee in fees} == {(date(2024, 5, 1), date(2024, 5, 19), 19)}


@pytest.mark.parametrize("days", [1, 2, 30, 365, 4_000])
def test_the_statement_agrees_with_exact_decimals(db: None, days: int) -> None:
    lines = tuple(
        (person, scheme, 1_000 * person + 7, 333 * person) for person in range(1, 40) for scheme in ("110", "410")
    )
    notice = place.notice(place.employer(), 201204, lines)
    late = queries.late_as_of(notice, date(2012, 6, 1) + timedelta(days))
    assert late is not None
    assert {scheme.scheme: scheme.fen for scheme in late.schemes} == oracle(lines, days)


def test_the_statement_agrees_on_twenty_thousand_random_lines(db: None) -> None:
    draw = random.Random(7)
    lines = tuple(
        (person, scheme, draw.randrange(1, 600_000), draw.randrange(0, 300_000))
        for person in range(1, 5_001)
        for scheme in ("110", "210")
    )
    notice = place.notice(place.employer(), 201204, lines)
    for days in (1, draw.randrange(2, 400), draw.randrange(400, 5_000)):
        late = queries.late_as_of(notice, date(2012, 6, 1) + timedelta(days))
        assert late is not None
        assert {scheme.scheme: scheme.fen for scheme in late.schemes} == oracle(lines, days)


def test_differences_count_net_and_a_line_that_was_cancelled_bears_none(db: None) -> None:
    whose = place.employer()
    first = place.notice(whose)
    second = place.notice(whose, lines=[(2, "110", -101_216, -50_608), (1, "210", 500, 500)], replaces=first)
    late = queries.late_as_of(second, date(2024, 5, 11))
    assert late is not None
    net = ((1, "110", 144_000, 72_000), (1, "210", 5_000, 5_000))
    assert {scheme.scheme: scheme.fen for scheme in late.schemes} == oracle(net, 10)


def test_the_deferred_share_is_not_asked_for_and_bears_none(db: None) -> None:
    notice = place.notice(place.employer(), 202205, deferred=True)
    assert due_fen(notice) == notice.personal_fen
    late = queries.late_as_of(notice, date(2022, 7, 11))
    assert late is not None
    assert late.fen == sum(oracle([(p, s, 0, fen) for p, s, _e, fen in LINES], 10).values())


def base_differences(*steps: tuple[str, Sequence[Line]]) -> dict[str, int]:
    """Late fees of a July, ten days late, whose notice was replaced by one more for each further step."""
    notice, whose = None, place.employer()
    for kind, lines in steps:
        notice = place.notice(whose, 202307, lines, replaces=notice, kind=kind)
    assert notice is not None
    late = queries.late_as_of(notice, date(2023, 9, 11))
    assert late is not None
    return {scheme.scheme: scheme.fen for scheme in late.schemes}


def test_a_base_difference_that_adds_bears_none_and_one_that_takes_back_lowers_what_bears(db: None) -> None:
    regular = (Kind.REGULAR, [(1, "110", 320_000, 160_000)])
    more, less = (Kind.BASE, [(1, "110", 80_000, 40_000)]), (Kind.BASE, [(1, "110", -160_000, -80_000)])
    assert base_differences(regular, more) == oracle(regular[1], 10)
    assert base_differences(regular, less) == oracle([(1, "110", 160_000, 80_000)], 10)
    # 1600 less is 800 of what was added, and 800 of the rest
    assert base_differences(regular, more, less) == oracle([(1, "110", 240_000, 120_000)], 10)


def test_a_cancellation_takes_exempt_money_back_first(db: None) -> None:
    regular = (Kind.REGULAR, [(1, "110", 320_000, 160_000)])
    more = (Kind.BASE, [(1, "110", 80_000, 40_000)])
    assert base_differences(regular, more, (Kind.WITHDRAWN, [(1, "110", -80_000, -40_000)])) == oracle(regular[1], 10)
    assert base_differences(regular, more, (Kind.WITHDRAWN, [(1, "110", -400_000, -200_000)])) == {}


def test_the_same_receipt_again_counts_once(db: None) -> None:
    notice = place.notice(place.employer())
    one = arrival(notice)
    assert [actions.post_payment(SYSTEM, one, now=NOW) for _ in range(3)] == ["", "repeated", "repeated"]
    assert (Payment.objects.count(), kinds()) == (1, [])


def test_what_does_not_fit_is_listed_and_never_settles(db: None) -> None:
    whose = place.employer()
    notice = place.notice(whose)
    wrong = [
        arrival(notice, principal_fen=due_fen(notice) - 1),
        arrival(notice, notice="no such notice"),
        arrival(notice, employer_code="91110102MALATE027F"),
        arrival(notice, paid_on=date(2024, 6, 4), late=1),
    ]
    verdicts = [one.verdict for one in actions.post_payments(SYSTEM, wrong, now=NOW)]
    assert verdicts == ["wrong_amount", "unknown_notice", "wrong_employer", "wrong_day"]
    assert kinds() == verdicts
    assert Payment.objects.count() == 0
    notice.refresh_from_db()
    assert notice.state == NoticeState.ISSUED
    assert [actions.post_payment(SYSTEM, one, now=NOW) for one in wrong] == ["repeated"] * 4
    assert Mismatch.objects.count() == 4


@pytest.mark.parametrize("paid_on", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_at_the_ends_of_time_do_no_harm(db: None, paid_on: date) -> None:
    notice = place.notice(place.employer())
    assert actions.post_payment(SYSTEM, arrival(notice, paid_on=paid_on), now=NOW) == "wrong_day"


def test_a_payment_counts_from_the_first_day_of_its_month(db: None) -> None:
    notice = place.notice(place.employer(), 202403)
    early, first = arrival(notice, paid_on=date(2024, 2, 29)), arrival(notice, paid_on=date(2024, 3, 1))
    assert [actions.post_payment(SYSTEM, one, now=NOW) for one in (early, first)] == ["wrong_day", ""]
    assert kinds() == ["wrong_day"]


def test_a_second_receipt_for_a_paid_notice_and_a_payment_of_a_replaced_one_are_listed(db: None) -> None:
    whose = place.employer()
    first = place.notice(whose)
    second = place.notice(whose, lines=[(3, "110", 100, 50)], replaces=first)
    assert actions.post_payment(SYSTEM, arrival(first), now=NOW) == "replaced"
    assert actions.post_payment(SYSTEM, arrival(second), now=NOW) == ""
    assert actions.post_payment(SYSTEM, arrival(second), now=NOW) == "paid_twice"
    assert Payment.objects.get().notice_id == second.pk


def test_a_receipt_with_other_content_is_listed(db: None) -> None:
    notice, other = place.notice(place.employer()), place.notice(place.employer())
    assert actions.post_payment(SYSTEM, arrival(notice, "R1"), now=NOW) == ""
    assert actions.post_payment(SYSTEM, arrival(other, "R1"), now=NOW) == "receipt_reused"
    other.refresh_from_db()
    assert other.state == NoticeState.ISSUED


def test_a_late_fee_that_differs_settles_the_principal_and_is_listed(db: None) -> None:
    notice = place.notice(place.employer())
    assert actions.post_payment(SYSTEM, arrival(notice, paid_on=date(2024, 5, 20), late=1), now=NOW) == "late_fee"
    notice.refresh_from_db()
    assert notice.state == NoticeState.PAID
    listed = Mismatch.objects.get()
    assert (listed.kind, listed.late_fee_fen, listed.due_late_fee_fen) == (
        "late_fee",
        1,
        sum(oracle(LINES, 19).values()),
    )


def test_two_payments_of_one_notice_in_one_batch(db: None) -> None:
    notice = place.notice(place.employer())
    first, second = arrival(notice), arrival(notice)
    judged = actions.post_payments(SYSTEM, [first, first, second], now=NOW)
    assert [one.verdict for one in judged] == ["", "repeated", "paid_twice"]


# Races --------------------------------------------------------------------------------------------


def at_once(payments: Sequence[Arrival]) -> list[str]:
    """Post all at the same moment, each on a connection of its own."""
    gate = Barrier(len(payments))

    def post(one: Arrival) -> str:
        try:
            gate.wait()
            return actions.post_payment(SYSTEM, one, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(payments)) as pool:
        return sorted(pool.map(post, payments))


def test_the_same_payment_twenty_times_at_once_posts_once(transactional_db: None) -> None:
    notice = place.notice(place.employer())
    assert at_once([arrival(notice, "R-race")] * 20) == [""] + ["repeated"] * 19
    assert (Payment.objects.count(), kinds()) == (1, [])
    assert Notice.objects.get(pk=notice.pk).state == NoticeState.PAID


def test_two_receipts_at_once_are_one_payment_and_one_mismatch(transactional_db: None) -> None:
    notice = place.notice(place.employer())
    assert at_once([arrival(notice), arrival(notice)]) == ["", "paid_twice"]
    assert (Payment.objects.count(), kinds()) == (1, ["paid_twice"])


def test_an_unknown_notice_twenty_times_at_once_is_listed_once(transactional_db: None) -> None:
    notice = place.notice(place.employer())
    at_once([arrival(notice, "R-unknown", notice="no such notice")] * 20)
    assert kinds() == ["unknown_notice"]

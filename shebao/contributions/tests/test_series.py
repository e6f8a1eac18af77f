"""Supplements and refunds: entries on notices of their own beside those of the month."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from shebao.audit.actions import Actor, action
from shebao.contributions import actions, monthly, texts
from shebao.contributions.actions import Made, Repaid
from shebao.contributions.models import Kind, Notice, NoticeLine, NoticeState, Wage
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month

pytestmark = pytest.mark.django_db

CLERK = Actor.system("测试")
AUGUST, SEPTEMBER, OCTOBER = Month(2023, 8), Month(2023, 9), Month(2023, 10)
NOW = town.moment("2023-10-28")


def assess(month: Month = OCTOBER) -> None:
    monthly.run_month(month, now=NOW, connections=1)


def cover_earlier(contract: Contract, wage: str, month: Month) -> None:
    """Coverage and wage of one month before the contract's coverage begins, as a supplement makes them."""
    with action(town.SETUP, "cover earlier"):
        for scheme in town.HERE:
            Coverage.objects.create(
                person=contract.person, scheme=scheme, from_month=int(month), to_month=int(month),
                employer=contract.employer, contract=contract,
            )  # fmt: skip
        Wage.objects.create(
            employer_id=contract.employer_id, contract_id=contract.pk, person_id=contract.person_id,
            from_month=int(month), to_month=int(month), wage_fen=int(wage) * 100, payer_category="local_urban",
            origin="corrected",
        )  # fmt: skip


def supplement(contract: Contract, *months: Month, series: int = 7) -> Made:
    return actions.supplement(
        CLERK, contracts=[contract.pk], months=months, kind=Kind.INTERRUPTED, declaration_id=series, now=NOW
    )


def series_of(firm: Employer, month: Month) -> list[tuple[int, str, str, int]]:
    found = Notice.objects.filter(employer=firm, month=int(month)).order_by("seq")
    return list(found.values_list("series", "purpose", "state", "employer_fen"))


def pay(notice: Notice) -> None:
    actions.settle(CLERK, notice_id=notice.pk, paid_on=date(2023, 11, 20))


def repay(contract: Contract, month: Month, *schemes: str, series: int = 9) -> Made:
    wanted = [Repaid(contract.person_id, contract.employer_id, scheme, month) for scheme in schemes or town.HERE]
    return actions.repay(CLERK, wanted=wanted, declaration_id=series, now=NOW)


def test_a_supplement_stands_on_a_notice_of_its_own_and_was_due_with_its_month() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    cover_earlier(contract, "8000", SEPTEMBER)
    made = supplement(contract, SEPTEMBER)
    assert (made.entries, made.employer_fen, made.personal_fen) == (3, 133_600, 68_000)
    assert {entry[2] for entry in town.entries(contract, 202309)} == {"31"}
    notice = Notice.objects.get(month=202309)
    assert (notice.series, notice.purpose, notice.state, notice.due_on) == (
        7,
        "supplement",
        "issued",
        date(2023, 10, 31),
    )
    assert series_of(firm, OCTOBER) == [(0, "regular", "issued", 150_300)]


def test_two_supplements_of_a_month_do_not_touch_each_other_nor_what_is_unpaid_of_the_month() -> None:
    firm = town.employer()
    stays, first, second = (town.hire(firm, "9000", day) for day in ("2023-09-01", "2023-10-09", "2023-10-09"))
    assess(SEPTEMBER)
    for series, contract in enumerate((first, second), start=7):
        cover_earlier(contract, "8000", SEPTEMBER)
        supplement(contract, SEPTEMBER, series=series)
    assert series_of(firm, SEPTEMBER) == [
        (0, "regular", "issued", 150_300),
        (7, "supplement", "issued", 133_600),
        (8, "supplement", "issued", 133_600),
    ]
    assert town.entries(stays, 202309)[0][1] == 1
    assert supplement(first, SEPTEMBER).entries == 0
    monthly.run_month(SEPTEMBER, now=town.moment("2023-10-29"), connections=1)
    assert len(series_of(firm, SEPTEMBER)) == 3


def test_what_is_no_longer_owed_of_an_unpaid_supplement_replaces_the_notice_of_that_supplement() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-09-01")
    contract = town.hire(firm, "9000", "2023-10-09")
    assess(SEPTEMBER)
    cover_earlier(contract, "8000", SEPTEMBER)
    supplement(contract, SEPTEMBER)
    with action(town.SETUP, "void"):
        Coverage.objects.filter(person=contract.person, from_month=202309).update(voided=True)
    made = actions.correct(CLERK, contracts=[contract.pk], first=SEPTEMBER, last=SEPTEMBER, now=NOW)
    assert made.employer_fen == -133_600
    assert series_of(firm, SEPTEMBER) == [
        (0, "regular", "issued", 150_300),
        (7, "supplement", "replaced", 133_600),
        (7, "supplement", "void", 0),
    ]


def test_a_supplement_of_a_month_that_nobody_issued_yet_leaves_what_is_open_alone() -> None:
    firm = town.employer()
    leaver, contract = (town.hire(firm, "9000", day) for day in ("2023-09-01", "2023-10-09"))
    actions.generate(CLERK, contracts=[leaver.pk], month=SEPTEMBER, now=NOW)
    cover_earlier(contract, "8000", SEPTEMBER)
    supplement(contract, SEPTEMBER)
    assert series_of(firm, SEPTEMBER) == [(0, "regular", "open", 0), (7, "supplement", "issued", 133_600)]
    assess(SEPTEMBER)
    assert series_of(firm, SEPTEMBER)[0] == (0, "regular", "issued", 150_300)
    assert Notice.objects.get(month=202309, series=0).due_on == Notice.objects.get(series=7).due_on


def test_a_refund_takes_back_what_was_paid_and_only_once() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    assert repay(contract, OCTOBER).entries == 0  # not paid
    pay(Notice.objects.get())
    made = repay(contract, OCTOBER, "110", "410")
    assert (made.entries, made.employer_fen, made.personal_fen) == (2, -145_800, -72_000)
    assert repay(contract, OCTOBER).employer_fen == -4_500  # what is left of it
    assert repay(contract, OCTOBER).entries == 0
    assert series_of(firm, OCTOBER)[1] == (9, "refund", "refunded", -145_800)
    refund = Notice.objects.get(seq=2)
    assert (refund.paid_on, refund.due_on) == (date(2023, 10, 28), None)
    lines = NoticeLine.objects.filter(notice_id=refund.pk).order_by("scheme").values_list("scheme", "employer_fen")
    assert list(lines) == [("110", -144_000), ("410", -1_800)]


def test_what_was_given_back_and_is_owed_after_all_is_asked_for_again() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    pay(Notice.objects.get())
    repay(contract, OCTOBER)
    made = actions.correct(CLERK, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert (made.entries, made.employer_fen) == (3, 150_300)
    assert series_of(firm, OCTOBER)[2] == (0, "regular", "issued", 150_300)


def test_a_refund_of_unowed_months_leaves_nothing_refundable() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    pay(Notice.objects.get())
    town.never_was(contract)
    before = actions.correct(CLERK, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert sum(one.employer_fen + one.personal_fen for one in before.refundable) == 226_800
    repay(contract, OCTOBER)
    after = actions.correct(CLERK, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert (after.entries, after.refundable) == (0, ())


def test_what_is_left_of_a_deferred_month_after_a_refund_stays_in_its_own_series() -> None:
    firm = town.employer(industry="catering", size="micro_small_medium")
    contract = town.hire(firm, "9000", "2022-06-01")
    june = Month(2022, 6)
    monthly.run_month(june, now=NOW, connections=1)
    pay(Notice.objects.get())
    town.cut(contract, 202206)
    assert repay(contract, june).employer_fen == 0  # the employer's share was deferred, so it was not paid
    actions.correct(CLERK, contracts=[contract.pk], first=june, last=june, now=NOW)
    assert [row[:3] for row in series_of(firm, june)] == [
        (0, "regular", "paid"),
        (9, "refund", "refunded"),
        (0, "regular", "void"),
    ]


def test_the_database_refuses_entries_that_come_to_less_than_nothing() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    with (
        pytest.raises(DatabaseError, match="less than nothing"),
        transaction.atomic(),
        action(town.SETUP, "take too much"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into contributions_charge (person_id, employer_id, contract_id, notice_id, run_id, wage_fen,"
            " month, base, employer_fen, personal_fen, tariff_id, entry, scheme, kind)"
            " select person_id, employer_id, contract_id, notice_id, run_id, wage_fen,"
            " month, base, -employer_fen - 1, 0, tariff_id, 2, scheme, '20' from contributions_charge"
            " where person_id = %s",
            [contract.person_id],
        )


def test_every_state_of_a_notice_has_words_and_a_tone() -> None:
    assert texts.TONES.keys() == texts.ADVICE.keys() == set(NoticeState)

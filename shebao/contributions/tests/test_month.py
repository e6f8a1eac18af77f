"""A month of an employer: assessed once, changed later, paid."""

from datetime import date

import pytest

from shebao.audit.actions import Actor, action
from shebao.contributions import actions, monthly, queries
from shebao.contributions.models import Charge, Notice, NoticeLine, Problem, Run, Wage
from shebao.contributions.queries import Subject
from shebao.contributions.tests import town
from shebao.database import bulk
from shebao.database.roles import Role, working_as
from shebao.employment.models import Coverage
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month

pytestmark = pytest.mark.django_db

CLERK = Actor.system("测试")
OCTOBER = Month(2023, 10)
NOW = town.moment("2023-10-28")


def assess(month: Month = OCTOBER, on: str = "2023-10-28") -> Run:
    return monthly.run_month(month, now=town.moment(on), connections=1)


def test_wages_are_kept_within_the_bounds_and_each_amount_is_rounded_by_itself() -> None:
    firm = town.employer(injury_class=2, band="0.50")
    low, middle, high = (town.hire(firm, wage, "2023-10-09") for wage in ("5000", "9876.54", "50000"))
    assess()
    # bounds of 2023-07 to 2024-06: 6326 and 33891; 16 % and 8 %, 0.5 % and 0.5 %, 0.4 % by half
    assert town.entries(low, 202310) == [
        ("110", 1, "10", 101_216, 50_608),
        ("210", 1, "10", 3_163, 3_163),
        ("410", 1, "10", 1_265, 0),
    ]
    assert town.entries(middle, 202310) == [
        ("110", 1, "10", 158_032, 79_016),
        ("210", 1, "10", 4_939, 4_939),
        ("410", 1, "10", 1_975, 0),
    ]
    assert [entry[3:] for entry in town.entries(high, 202310)] == [(542_256, 271_128), (16_946, 16_946), (6_778, 0)]


def test_the_notice_says_the_sum_of_its_entries_by_scheme_and_its_due_day() -> None:
    firm = town.employer()
    for _ in range(3):
        town.hire(firm, "9000", "2023-10-09")
    run = assess()
    notice = Notice.objects.get()
    assert (notice.state, notice.persons, notice.mode, notice.seq) == ("issued", 3, "assessed_by_agency", 1)
    assert notice.due_on == date(2023, 11, 30)
    lines = NoticeLine.objects.order_by("scheme").values_list(
        "scheme", "persons", "base_sum", "employer_fen", "personal_fen"
    )
    assert list(lines) == [
        ("110", 3, 27_000, 432_000, 216_000),
        ("210", 3, 27_000, 13_500, 13_500),
        ("410", 3, 27_000, 5_400, 0),
    ]
    assert (notice.employer_fen, notice.personal_fen) == (450_900, 229_500)
    assert (run.employers, run.employers_done, run.charges) == (1, 1, 9)
    assert run.finished_at is not None


def test_a_second_run_changes_nothing() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")
    assess()
    before = list(Charge.objects.values_list("person_id", "scheme", "entry", "employer_fen", "notice_id"))
    again = assess()
    assert again.charges == 0
    assert list(Charge.objects.values_list("person_id", "scheme", "entry", "employer_fen", "notice_id")) == before
    assert town.notices(firm, 202310) == [(1, "issued", 150_300, 76_500)]


def test_who_comes_after_the_run_is_entered_by_the_next_and_the_unpaid_notice_is_replaced() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")
    assess()
    late = town.hire(firm, "9000", "2023-10-30")
    assess(on="2023-10-31")
    assert [entry[1:3] for entry in town.entries(late, 202310)] == [(1, "10")] * 3
    assert town.notices(firm, 202310) == [(1, "replaced", 150_300, 76_500), (2, "issued", 300_600, 153_000)]
    assert Notice.objects.get(seq=2).replaces == Notice.objects.get(seq=1).pk
    assert Notice.objects.get(seq=2).persons == 2


def test_after_payment_what_comes_later_stands_on_a_notice_of_its_own() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")
    assess()
    actions.settle(CLERK, notice_id=Notice.objects.get().pk, paid_on=date(2023, 11, 20))
    town.hire(firm, "8000", "2023-10-30")
    assess(on="2023-11-25")
    assert town.notices(firm, 202310) == [(1, "paid", 150_300, 76_500), (2, "issued", 133_600, 68_000)]
    later = Notice.objects.get(seq=2)
    assert later.replaces is None
    assert later.due_on == date(2024, 1, 2)  # asked for in November: the last of December is a Sunday, then a holiday


def test_a_wage_corrected_later_is_answered_by_a_difference() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    town.declare_wage(contract, "10000.49", 202310)
    made = actions.correct(CLERK, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert (made.entries, made.employer_fen, made.personal_fen) == (3, 16_700, 8_500)
    assert [entry for entry in town.entries(contract, 202310) if entry[1] == 2] == [
        ("110", 2, "34", 16_000, 8_000),
        ("210", 2, "34", 500, 500),
        ("410", 2, "34", 200, 0),
    ]
    assert town.notices(firm, 202310) == [(1, "replaced", 150_300, 76_500), (2, "issued", 167_000, 85_000)]


def test_what_is_no_longer_owed_is_cancelled_while_unpaid() -> None:
    firm = town.employer()
    stays, goes = town.hire(firm, "9000", "2023-10-09"), town.hire(firm, "9000", "2023-10-09")
    assess()
    town.never_was(goes)
    made = actions.correct(CLERK, contracts=[goes.pk, stays.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert (made.entries, made.employer_fen, made.personal_fen, made.refundable) == (3, -150_300, -76_500, ())
    assert [entry[2] for entry in town.entries(goes, 202310)] == ["10", "20"] * 3
    assert town.notices(firm, 202310)[1] == (2, "issued", 150_300, 76_500)
    assert Notice.objects.get(seq=2).persons == 1


def test_when_everything_is_cancelled_nothing_is_to_be_paid() -> None:
    firm = town.employer()
    goes = town.hire(firm, "9000", "2023-10-09")
    assess()
    town.never_was(goes)
    assess()
    assert town.notices(firm, 202310) == [(1, "replaced", 150_300, 76_500), (2, "void", 0, 0)]
    assert assess().charges == 0


def test_what_was_paid_and_is_no_longer_owed_is_told_and_not_entered() -> None:
    firm = town.employer()
    goes = town.hire(firm, "9000", "2023-08-09")
    for month in (Month(2023, 8), Month(2023, 9), OCTOBER):
        assess(month)
    actions.settle(CLERK, notice_id=Notice.objects.get(month=202308).pk, paid_on=date(2023, 9, 20))
    actions.settle(CLERK, notice_id=Notice.objects.get(month=202309).pk, paid_on=date(2023, 10, 20))
    town.leave(goes, "2023-08-31")
    made = actions.correct(CLERK, contracts=[goes.pk], first=Month(2023, 9), last=OCTOBER, now=NOW)
    assert (made.entries, made.employer_fen) == (3, -150_300)
    assert [(one.month, one.scheme, one.employer_fen, one.personal_fen) for one in made.refundable] == [
        (Month(2023, 9), "110", 144_000, 72_000),
        (Month(2023, 9), "210", 4_500, 4_500),
        (Month(2023, 9), "410", 1_800, 0),
    ]
    assert [(one.month, one.paid) for one in queries.charged([goes.pk], Month(2023, 8))] == [
        *[(Month(2023, 8), True)] * 3,
        *[(Month(2023, 9), True)] * 3,
    ]


def test_a_single_month_is_generated_before_the_run_and_the_run_adds_the_others() -> None:
    firm = town.employer()
    goes = town.hire(firm, "9000", "2023-10-09")
    town.hire(firm, "9000", "2023-10-09")
    made = actions.generate(CLERK, contracts=[goes.pk], month=OCTOBER, now=NOW)
    assert (made.entries, made.employer_fen, made.personal_fen) == (3, 150_300, 76_500)
    assert town.notices(firm, 202310) == [(1, "open", 0, 0)]
    assert actions.generate(CLERK, contracts=[goes.pk], month=OCTOBER, now=NOW).entries == 0
    assess()
    assert town.notices(firm, 202310) == [(1, "issued", 300_600, 153_000)]


def test_generating_after_the_run_issues_at_once() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")
    assess()
    late = town.hire(firm, "9000", "2023-10-30")
    actions.generate(CLERK, contracts=[late.pk], month=OCTOBER, now=NOW)
    assert town.notices(firm, 202310)[-1] == (2, "issued", 300_600, 153_000)


def test_self_declared_months_wait_for_the_employer() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2024-01-09")
    assess(Month(2024, 1), on="2024-01-30")
    notice = Notice.objects.get()
    assert (notice.mode, notice.state) == ("self_declared_to_tax", "to_declare")
    with pytest.raises(Conflict):
        actions.settle(CLERK, notice_id=notice.pk, paid_on=date(2024, 2, 1))
    assert actions.declare(CLERK, notice.pk, now=NOW).state == "issued"
    assert actions.declare(CLERK, notice.pk, now=NOW).state == "issued"


def test_whoever_cannot_be_assessed_is_named_and_everybody_else_goes_on() -> None:
    firm, other = town.employer(1), town.employer(2)
    rural = town.hire(firm, "9000", "2023-10-09", category="outside_rural")
    town.hire(other, "9000", "2023-10-09")
    assess()
    # What rural persons pay for unemployment after 2021-05 is not on record; everything else of theirs is.
    assert [entry[0] for entry in town.entries(rural, 202310)] == ["110", "410"]
    problem = Problem.objects.get()
    assert (problem.code, problem.scheme, problem.person_id) == ("no_law", "210", rural.person_id)
    assert "农村" in problem.detail
    assert town.notices(other, 202310) == [(1, "issued", 150_300, 76_500)]
    town.declare_wage(rural, "9000", 202310, category="outside_urban")
    assess()
    assert Problem.objects.get().closed_at is not None
    assert [entry[0] for entry in town.entries(rural, 202310)] == ["110", "210", "410"]


def test_without_a_wage_nobody_is_assessed_by_guess() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    with action(town.SETUP, "lose the wage"):
        Wage.objects.filter(contract_id=contract.pk).update(from_month=202311)
    assess()
    assert {(problem.code, problem.scheme) for problem in Problem.objects.all()} == {
        ("no_wage", scheme) for scheme in town.HERE
    }
    assert town.entries(contract, 202310) == []
    assert town.notices(firm, 202310) == []
    assess()
    assert Problem.objects.count() == 3


def test_reliefs_of_2020_lie_over_the_rates() -> None:
    small, large, none = (
        town.employer(1, size="micro_small_medium"),
        town.employer(2, size="large"),
        town.employer(3),
    )
    contracts = [town.hire(firm, "9000", "2020-02-03") for firm in (small, large, none)]
    assess(Month(2020, 3), on="2020-03-28")
    assert [[entry[3:] for entry in town.entries(contract, 202003)] for contract in contracts] == [
        [(0, 72_000), (0, 1_800), (0, 0)],
        [(72_000, 72_000), (3_600, 1_800), (900, 0)],
        [(144_000, 72_000), (7_200, 1_800), (1_800, 0)],
    ]


def test_a_deferred_share_is_owed_and_not_yet_due() -> None:
    firm = town.employer(industry="catering")
    town.hire(firm, "9000", "2022-05-09")
    assess(Month(2022, 5), on="2022-05-28")
    notice = Notice.objects.get()
    assert (notice.employer_fen, notice.personal_fen, notice.deferred_fen) == (150_300, 76_500, 150_300)


def test_a_preview_is_what_would_be_entered() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9876.54", "2023-10-09")
    seen = queries.preview_contracts([contract.pk], OCTOBER)
    given = queries.preview(
        [
            Subject(contract.person_id, firm.pk, contract.pk, scheme, OCTOBER, 987_654, "local_urban")
            for scheme in town.HERE
        ]
    )
    assert seen == given
    assess()
    assert [(one.scheme, one.employer_fen, one.personal_fen) for one in seen] == [
        (entry[0], *entry[3:]) for entry in town.entries(contract, 202310)
    ]


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(Conflict, match="month_in_future"):
        assess(Month(2023, 11))


def test_the_number_of_statements_does_not_depend_on_the_number_of_persons() -> None:
    counts = []
    for serial, persons in ((1, 1), (2, 40)):
        firm = town.employer(serial)
        for _ in range(persons):
            town.hire(firm, "9000", "2023-10-09")
        with bulk.counted() as counted:
            monthly.run_month(OCTOBER, now=NOW, connections=1, employer_id=firm.pk)
        counts.append(counted.statements)
    assert counts[1] <= counts[0]
    assert counts[0] <= 50


def test_a_deferred_share_is_not_paid_with_its_notice() -> None:
    firm = town.employer(industry="catering")
    month = Month(2022, 5)
    goes, _ = town.hire(firm, "9000", "2022-05-09"), town.hire(firm, "9000", "2022-05-09")
    assess(month, on="2022-05-28")
    actions.settle(CLERK, notice_id=Notice.objects.get().pk, paid_on=date(2022, 6, 20))
    town.never_was(goes)
    made = actions.correct(CLERK, contracts=[goes.pk], first=month, last=month, now=town.moment("2022-07-01"))
    # The person's share was paid and is refundable; the employer's was deferred, so it is cancelled.
    assert (made.entries, made.employer_fen, made.personal_fen) == (3, -150_300, 0)
    assert [(one.scheme, one.employer_fen, one.personal_fen) for one in made.refundable] == [
        ("110", 0, 72_000),
        ("210", 0, 4_500),
    ]
    assert town.notices(firm, 202205)[1] == (2, "void", -150_300, 0)
    assert {one.paid for one in queries.charged([goes.pk], month)} == {True}


def test_what_replaces_a_later_notice_is_due_when_that_was() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-03-09")
    march = Month(2023, 3)
    assess(march, on="2023-03-28")
    actions.settle(CLERK, notice_id=Notice.objects.get().pk, paid_on=date(2023, 4, 20))
    for wage, day in (("10000", "2023-09-10"), ("11000", "2023-09-12")):
        town.declare_wage(contract, wage, 202303)
        actions.correct(CLERK, contracts=[contract.pk], first=march, last=march, now=town.moment(day))
    due = dict(Notice.objects.values_list("seq", "due_on"))
    assert due[2] == due[3] == date(2023, 10, 31)


def test_who_comes_to_an_employer_without_a_notice_after_the_citys_run_is_asked_for_at_once() -> None:
    town.hire(town.employer(1), "9000", "2023-10-09")
    assess()
    late = town.hire(town.employer(2), "9000", "2023-10-30")
    actions.correct(CLERK, contracts=[late.pk], first=OCTOBER, last=OCTOBER, now=NOW)
    assert Notice.objects.get(employer_id=late.employer_id).state == "issued"


def test_who_is_covered_again_after_a_cancelling_is_charged_anew() -> None:
    firm = town.employer()
    contract = town.hire(firm, "9000", "2023-10-09")
    assess()
    town.never_was(contract)
    assess()
    with action(town.SETUP, "it was an employment after all"):
        Coverage.objects.filter(contract=contract).update(voided=False)
    assess()
    assert [entry[2] for entry in town.entries(contract, 202310)] == ["10", "20", "10"] * 3
    assert town.notices(firm, 202310)[-1] == (3, "issued", 150_300, 76_500)


def test_the_engine_may_do_all_of_it() -> None:
    firm = town.employer()
    goes, stays = town.hire(firm, "9000", "2023-09-04"), town.hire(firm, "9000", "2023-10-09")
    with working_as(Role.ENGINE):
        assess(Month(2023, 9))
        actions.generate(CLERK, contracts=[goes.pk], month=OCTOBER, now=NOW)
        assess()
        actions.correct(CLERK, contracts=[goes.pk, stays.pk], first=Month(2023, 9), last=OCTOBER, now=NOW)
        actions.settle(CLERK, notice_id=Notice.objects.get(month=202309).pk, paid_on=date(2023, 10, 20))
    assert town.notices(firm, 202310) == [(1, "issued", 300_600, 153_000)]


def test_where_all_is_deferred_nothing_is_asked_for() -> None:
    firm = town.employer(industry="catering")
    town.hire(firm, "9000", "2022-05-09", schemes=("410",))
    assess(Month(2022, 5), on="2022-05-28")
    assert town.notices(firm, 202205) == [(1, "void", 1_800, 0)]


def test_what_was_paid_for_a_mistake_counts_for_who_is_employed_again() -> None:
    firm = town.employer()
    mistaken = town.hire(firm, "9000", "2023-10-09")
    assess()
    actions.settle(CLERK, notice_id=Notice.objects.get().pk, paid_on=date(2023, 10, 27))
    town.never_was(mistaken)
    again = town.hire_again(mistaken, "9000", 202310)
    assert actions.generate(CLERK, contracts=[again.pk], month=OCTOBER, now=NOW).entries == 0
    assert queries.charged([mistaken.pk], OCTOBER) == []
    assert [(one.scheme, one.employer_fen, one.paid) for one in queries.charged([again.pk], OCTOBER)] == [
        ("110", 144_000, True), ("210", 4_500, True), ("410", 1_800, True),
    ]  # fmt: skip

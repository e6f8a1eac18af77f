"""What pages read of a month: sums, changes, persons on a notice, one person's history."""

from datetime import date

import pytest

from shebao.audit.actions import Actor, action
from shebao.contributions import actions, history, lines, monthly, overview
from shebao.contributions.lines import PersonOnNotice
from shebao.contributions.models import Notice, Wage
from shebao.contributions.overview import SchemeSum
from shebao.contributions.tests import town
from shebao.database import bulk
from shebao.employers.models import Employer
from shebao.kernel.months import Month
from shebao.persons.models import Person

pytestmark = pytest.mark.django_db

CLERK = Actor.system("测试")
OCTOBER, NOVEMBER = Month(2023, 10), Month(2023, 11)


def assess(month: Month, on: str) -> None:
    monthly.run_month(month, now=town.moment(on), connections=1)


def standing(firm: Employer, month: Month) -> Notice:
    """The last notice of the month."""
    return overview.notices(firm.pk, month)[0]


@pytest.fixture
def firm() -> Employer:
    """Three with 9,000 yuan in October; in November one left, one came, one earns more."""
    firm = town.employer()
    _stays, goes, rises = (town.hire(firm, "9000", "2023-10-09") for _ in range(3))
    assess(OCTOBER, "2023-10-28")
    town.leave(goes, "2023-10-31")
    town.declare_wage(rises, "10000", 202311)
    town.hire(firm, "7000", "2023-11-01")
    assess(NOVEMBER, "2023-11-28")
    return firm


def test_the_sums_are_those_of_the_entries(firm: Employer) -> None:
    assert overview.sums(firm.pk, OCTOBER) == [
        SchemeSum("110", 3, 27_000, 432_000, 216_000, 0),
        SchemeSum("210", 3, 27_000, 13_500, 13_500, 0),
        SchemeSum("410", 3, 27_000, 5_400, 0, 0),
    ]
    assert overview.sums_of(standing(firm, OCTOBER)) == overview.sums(firm.pk, OCTOBER)
    assert overview.persons(firm.pk, NOVEMBER) == 3
    assert overview.months(firm.pk) == {NOVEMBER: True, OCTOBER: True}


def test_who_joined_left_and_changed_is_told_with_amounts(firm: Employer) -> None:
    found = overview.changes(firm.pk, NOVEMBER)
    assert {kind: (one.persons, one.employer_fen, one.personal_fen) for kind, one in found.items()} == {
        "joined": (1, 116_900, 59_500),
        "left": (1, -150_300, -76_500),
        "base": (1, 16_700, 8_500),
    }
    (rise,) = found["base"].shown
    assert (rise.name, rise.base_before, rise.base_now) == ("第3人", 9_000, 10_000)
    assert (found["joined"].shown[0].base_before, found["left"].shown[0].base_now) == (None, None)


def test_what_was_corrected_within_a_month_counts_as_it_stands_now(firm: Employer) -> None:
    third = Person.objects.get(name="第3人")
    contract = Wage.objects.filter(person_id=third.pk).values_list("contract_id", flat=True)[0]
    with action(town.SETUP, "correct"):
        Wage.objects.filter(person_id=third.pk, from_month=202310).update(wage_fen=1_000_000)
    actions.correct(CLERK, contracts=[contract], first=OCTOBER, last=OCTOBER, now=town.moment("2023-11-29"))
    assert set(overview.changes(firm.pk, NOVEMBER)) == {"joined", "left"}
    assert overview.sums(firm.pk, OCTOBER)[0] == SchemeSum("110", 3, 28_000, 448_000, 224_000, 0)


def test_a_page_of_changes_follows_the_one_before(firm: Employer) -> None:
    for _ in range(4):
        town.hire(firm, "7000", "2023-11-01")
    assess(NOVEMBER, "2023-11-29")
    first = overview.changes(firm.pk, NOVEMBER, kinds=["joined"], size=3)["joined"]
    second = overview.changes(firm.pk, NOVEMBER, kinds=["joined"], after=first.shown[-1].person_id, size=3)["joined"]
    assert (first.persons, second.persons) == (5, 5)
    assert [len(first.shown), len(second.shown)] == [3, 2]
    assert first.shown[-1].person_id < second.shown[0].person_id


def test_a_notice_has_its_entries_and_those_of_the_notice_it_replaced(firm: Employer) -> None:
    town.hire(firm, "8000", "2023-10-30")
    assess(OCTOBER, "2023-11-02")
    notice = standing(firm, OCTOBER)
    before, after = overview.neighbours(notice)
    assert before is not None
    assert (before.seq, before.state, after) == (1, "replaced", None)
    assert overview.neighbours(before)[1] == notice
    chain = overview.chain(notice)
    assert chain == [notice.pk, before.pk]
    assert len(lines.page(notice, chain)) == 4
    assert len(lines.page(before, overview.chain(before))) == 3


def test_persons_on_a_notice_come_page_by_page_and_by_name(firm: Employer) -> None:
    notice = standing(firm, OCTOBER)
    chain = overview.chain(notice)
    first = lines.page(notice, chain, size=2)
    rest = lines.page(notice, chain, after=first[-1].person_id, size=2)
    assert [one.name for one in (*first, *rest)] == ["第1人", "第2人", "第3人"]
    (found,) = lines.page(notice, chain, search="第2")
    assert found == first[1]
    assert found.total_fen == 226_800
    assert found.amounts["110"] == (9_000, 144_000, 72_000)
    assert lines.page(notice, chain, search="没有这个人") == []


def test_the_stream_of_everybody_is_the_pages_together(firm: Employer) -> None:
    notice = standing(firm, NOVEMBER)
    chain = overview.chain(notice)
    streamed = list(lines.everybody(notice, chain))
    assert streamed == lines.page(notice, chain)
    assert [one.wage_fen for one in streamed] == [900_000, 1_000_000, 700_000]


def test_a_page_costs_one_statement_however_many_persons(firm: Employer) -> None:
    notice = standing(firm, NOVEMBER)
    chain = overview.chain(notice)
    for read in (
        lambda: lines.page(notice, chain),
        lambda: lines.page(notice, chain, search="第"),
        lambda: overview.changes(firm.pk, NOVEMBER),
        lambda: overview.sums(firm.pk, NOVEMBER),
    ):
        with bulk.counted() as counted:
            read()
        assert counted.statements == 1


def one_person(firm: Employer, name: str) -> int:
    return Person.objects.get(name=name).pk


def test_a_persons_months_are_explained_newest_first(firm: Employer) -> None:
    third = one_person(firm, "第3人")
    found = history.months(firm.pk, third)
    assert [month.month for month in found] == [NOVEMBER, OCTOBER]
    assert [month.wage_fen for month in found] == [1_000_000, 900_000]
    assert [one.scheme for one in found[0].explanations] == ["110", "210", "410"]
    assert all(one.last.agrees for month in found for one in month.explanations)
    assert [month.month for month in history.months(firm.pk, third, before=NOVEMBER)] == [OCTOBER]
    assert [wage.from_month for wage in history.wages(firm.pk, third)] == [202311, 202310]


def test_a_person_is_found_at_all_her_employers(firm: Employer) -> None:
    third = one_person(firm, "第3人")
    found = history.everywhere([third])
    assert [(month.month, month.employer_id) for month in found] == [(NOVEMBER, firm.pk), (OCTOBER, firm.pk)]
    assert found[0].explanations == history.months(firm.pk, third)[0].explanations
    assert [month.month for month in history.everywhere([third], before=NOVEMBER)] == [OCTOBER]
    assert [month.month for month in history.everywhere([third], since=NOVEMBER)] == [NOVEMBER]
    assert history.everywhere([third], before=OCTOBER) == []


def test_one_amount_is_found_or_none(firm: Employer) -> None:
    third = one_person(firm, "第3人")
    found = history.one(firm.pk, third, OCTOBER, "110")
    assert found is not None
    explanation, notices = found
    assert explanation.total.total == 2160
    assert [notice.month for notice in notices] == [202310]
    assert history.one(firm.pk, third, OCTOBER, "120") is None
    assert history.one(firm.pk + 1, third, OCTOBER, "110") is None


def test_what_waits_for_the_employer(firm: Employer) -> None:
    seen = [overview.attention(firm.pk, day) for day in (date(2023, 11, 1), date(2023, 11, 28), date(2023, 12, 20))]
    assert [(one.issued, one.due_soon, one.overdue) for one in seen] == [(2, 0, 0), (1, 1, 0), (1, 0, 1)]
    actions.settle(CLERK, notice_id=standing(firm, OCTOBER).pk, paid_on=date(2023, 11, 30))
    assert overview.attention(firm.pk, date(2023, 12, 20))[:4] == (0, 1, 0, 0)


def test_who_could_not_be_assessed_is_listed_with_the_person() -> None:
    firm = town.employer()
    rural = town.hire(firm, "9000", "2023-10-09", category="outside_rural")
    assess(OCTOBER, "2023-10-28")
    ((problem, person),) = overview.problems(firm.pk, OCTOBER)
    assert (problem.code, problem.scheme, person) == ("no_law", "210", rural.person)
    assert overview.problem_counts(firm.pk, OCTOBER) == {"no_law": 1}
    assert overview.attention(firm.pk, date(2023, 11, 1)).not_assessed == 0  # nothing that the employer could do
    with action(town.SETUP, "lose the wage"):
        Wage.objects.update(from_month=202311)
    assess(OCTOBER, "2023-10-29")
    assert overview.attention(firm.pk, date(2023, 11, 1)).not_assessed == 1


def test_an_open_notice_has_the_sums_of_its_entries() -> None:
    firm = town.employer(industry="catering")
    contract = town.hire(firm, "9000", "2022-05-09")
    actions.generate(CLERK, contracts=[contract.pk], month=Month(2022, 5), now=town.moment("2022-05-20"))
    notice = standing(firm, Month(2022, 5))
    assert (notice.state, notice.employer_fen) == ("open", 0)
    assert overview.sums_of(notice)[0] == SchemeSum("110", 1, 9_000, 144_000, 72_000, 144_000)


def test_corrected_lines_are_marked(firm: Employer) -> None:
    notice = standing(firm, OCTOBER)
    line: PersonOnNotice = lines.page(notice, overview.chain(notice))[0]
    assert not line.corrected

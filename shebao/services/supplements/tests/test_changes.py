"""What changes between preview and effect is told, and nothing takes effect that nobody has seen."""

from datetime import timedelta

import pytest

from shebao.audit.actions import action
from shebao.contributions.models import Wage
from shebao.declarations import actions as declarations
from shebao.declarations.models import State
from shebao.employers.models import Employer
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.supplements import actions
from shebao.services.supplements.queries import items, totals
from shebao.services.supplements.tests.office import Office, entries, found, row, spells, states, wages

pytestmark = pytest.mark.django_db


def test_a_day_later_the_late_fee_is_shown_anew(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    checked = office.by_page(one, {"2023-08": "8000"})
    before = totals(checked.pk, "good")
    office.now += timedelta(days=1)
    again = office.confirm(checked)
    assert (again.state, again.good) == (State.CHECKED, 1)
    assert (1, "amounts_changed") in found(again, "soft")
    after = totals(checked.pk, "good")
    assert after.employer_fen == before.employer_fen
    assert after.late_fen > before.late_fen
    assert office.confirm(again).state == State.EFFECTIVE


def test_another_rate_of_the_employer_is_shown_before_it_counts(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    checked = office.by_page(one, {"2023-09": "8000"})
    with action(SYSTEM, "classify"):
        Employer.objects.filter(pk=office.employer.pk).update(injury_class=3)
    again = office.confirm(checked)
    assert (again.state, (1, "amounts_changed") in found(again, "soft")) == (State.CHECKED, True)
    assert entries(one, 202309) == []


def test_amounts_that_changed_after_confirming_fail_the_line(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    checked = office.by_page(one, {"2023-09": "8000"})
    actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    with action(SYSTEM, "classify"):
        Employer.objects.filter(pk=office.employer.pk).update(injury_class=3)
    done = office.work(checked)
    assert (done.state, states(done), found(done)) == (State.FAILED, ["failed"], {(1, "amounts_changed_now")})
    assert spells(one) == [(202310, None)]


def test_a_wage_that_came_to_count_in_the_month_after_confirming_fails_the_line(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03", insured="2023-09")
    office.cover(one, Month(2023, 10), None, scheme="410")
    office.assess()
    checked = office.by_page(one, {"2023-09": "8000"})
    actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    with action(SYSTEM, "declare"):
        Wage.objects.filter(contract_id=one.pk).update(wage_fen=900_000)
    done = office.work(checked)
    assert (done.state, found(done, "hard")) == (State.FAILED, {(1, "wage_of_month_changed")})


def test_another_version_than_the_one_shown_is_not_confirmed(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    checked = office.by_page(one, {"2023-09": "8000"})
    office.choose(checked, one, {"2023-08": "8000"})
    declarations.submit(office.actor, checked.pk, now=office.now)
    office.work(checked)
    with pytest.raises(Conflict):
        actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)


def test_the_same_months_once_more_are_covered_already(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    office.confirm(office.by_page(one, {"2023-09": "8000"}))
    again = office.by_page(one, {"2023-09": "8000"})
    assert (again.good, (1, "covered_here") in found(again, "hard")) == (0, True)


def test_a_filing_under_way_stops_another_of_the_same_month(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    first = office.by_page(one, {"2023-09": "8000"})
    actions.confirm(office.actor, first.pk, first.content_version, now=office.now)
    draft = office.draft([row(one, "2023-09", None, 8000)])
    declarations.submit(office.actor, draft.pk, now=office.now)
    done = office.work(draft)
    assert {code for _, code in found(done, "hard")} & {"pending_elsewhere", "covered_here"}
    assert len(entries(one, 202309)) == 3


def test_each_month_has_the_bounds_and_rates_of_its_own_time(office: Office) -> None:
    (one,) = office.employ(since="2018-03-05")
    office.assess()
    draft = office.query(one)
    office.attach(draft, "legal")
    office.choose(draft, one, {"2019-04": "1000", "2019-05": "1000", "2023-09": "100000"})
    checked = office.submit(draft)
    pension = {each.month: each for each in items(checked.pk, 1) if each.scheme == "110" and each.wanted}
    assert [(pension[month].base, pension[month].employer_fen) for month in (201904, 201905, 202309)] == [
        (3387, 64_353),  # lower bound of 2018, 19 percent
        (3387, 54_192),  # the same, 16 percent from May 2019 on
        (33891, 542_256),  # upper bound of 2023
    ]


def test_the_months_of_two_wages_stand_as_two_spans(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    done = office.confirm(office.by_page(one, {"2023-08": "8000", "2023-09": "9000.50"}))
    assert done.state == State.EFFECTIVE
    assert spells(one) == [(202308, 202309), (202310, None)]
    assert [span[:3] for span in wages(one)] == [
        (202308, 202308, 800_000),
        (202309, 202309, 900_050),
        (202310, None, 800_000),
    ]

"""A supplement from the query to what is paid and passed on, by page and by workbook."""

import pytest

from shebao.audit.actions import action
from shebao.collection.models import Bill, BillState
from shebao.declarations.models import State
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.reconciliation.run import reconcile
from shebao.reconciliation.scope import Scope
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.supplements.models import SupplementLine
from shebao.services.supplements.tests.office import (
    Office,
    entries,
    found,
    reasons,
    row,
    spells,
    states,
    wages,
)
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db

SEPTEMBER = [("110", "31", 128_000, 64_000), ("210", "31", 4_000, 4_000), ("410", "31", 3_200, 0)]
"""What a wage of 8,000 comes to in September 2023: 16 + 8, 0.5 + 0.5 and 0.4 percent."""


def test_the_query_says_which_months_can_be_made_up_and_why_not_the_others(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    asked = office.query(one)
    assert (asked.state, asked.good, asked.bad, states(asked)) == (State.CHECKED, 0, 0, ["left_out"])
    told = reasons(asked)
    assert {month for month, _ in told} == {202307, 202308, 202309, 202310, 202311}
    assert {code for (month, _), code in told.items() if month < 202310} == {""}
    assert {code for (month, _), code in told.items() if month >= 202310} == {"covered_here"}


def test_months_made_up_are_covered_entered_billed_paid_and_passed_on(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    checked = office.by_page(one, {"2023-08": "8000", "2023-09": "8000"})
    assert (checked.state, checked.good, found(checked)) == (State.CHECKED, 1, set())
    (line,) = SupplementLine.objects.filter(declaration_id=checked.pk)
    assert (line.months, line.kind, line.employer_fen, line.personal_fen) == (2, "31", 270_400, 136_000)
    # August was due by 7 October, the first working day after the holidays: 33 days late on 10 November. September was
    # due by 31 October: 9 days late. Each share by itself, 0.05 percent a day, half a fen and more is a fen.
    august = 2_112 + 1_056 + 66 + 66 + 53
    september = 576 + 288 + 18 + 18 + 14
    assert line.late_fen == august + september

    done = office.confirm(checked)
    assert (done.state, done.effective, states(done)) == (State.EFFECTIVE, 1, ["effective"])
    assert spells(one) == spells(one, "410") == [(202308, 202309), (202310, None)]
    assert wages(one) == [(202308, 202309, 800_000, "supplement"), (202310, None, 800_000, "enrolment")]
    assert entries(one, 202309) == entries(one, 202308) == SEPTEMBER

    bill = office.bill(done)
    assert (bill.state, bill.principal_fen) == (BillState.ASKED, 406_400)
    assert office.pay(done) == ""
    paid = Bill.objects.get(pk=bill.pk)
    assert (paid.state, paid.late_fee_fen) == (BillState.PAID, august + september)
    told = Message.objects.filter(declaration_id=done.pk, person_id=one.person_id).order_by("system")
    assert [(each.system, each.kind) for each in told] == [
        ("medical", "supplemented"),
        ("national_pension", "supplemented"),
    ]
    assert [month["month"] for month in told[0].payload["months"]] == [202308, 202309]
    assert told[1].payload["months"][0] == {
        "month": 202308, "wage_fen": 800_000, "base": 8000, "employer_fen": 128_000, "personal_fen": 64_000,
    }  # fmt: skip


def troubles(office: Office) -> set[str]:
    """Invariants that do not hold, and kinds of differences that reconciliation finds."""
    broken = {one.name for one in verify().results if one.violations or one.problem}
    differing = {one.kind.name for one in reconcile(Scope(office.now)).found}
    return broken | differing


def test_whatever_came_of_it_every_invariant_holds_and_nothing_differs(office: Office) -> None:
    one, other = office.employ(2, since="2023-07-03")
    office.assess()
    before = troubles(office)
    done = office.confirm(office.by_page(one, {"2023-08": "8000", "2023-09": "9000"}))
    office.confirm(office.by_workbook([row(other, "2023-09", None, 8000)]))
    office.pay(done)
    assert troubles(office) == before


def test_a_workbook_comes_to_the_same(office: Office) -> None:
    by_page, by_workbook = office.employ(2, since="2023-07-03")
    office.assess()
    office.confirm(office.by_page(by_page, {"2023-08": "8000", "2023-09": "8000"}))
    done = office.confirm(office.by_workbook([row(by_workbook, "2023-08", "2023-09", 8000)]))
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    assert spells(by_page) == spells(by_workbook)
    assert wages(by_page) == wages(by_workbook)
    assert entries(by_page, 202308) == entries(by_workbook, 202308)


def test_more_than_three_months_only_one_by_one(office: Office) -> None:
    (one,) = office.employ(since="2023-05-04")
    office.assess()
    checked = office.by_workbook([row(one, "2023-07", "2023-08", 8000), row(one, "2023-09", None, 8000)])
    assert found(checked, "hard") == {(1, "batch_too_old")}
    assert (checked.good, checked.bad) == (1, 1)


def test_a_month_stands_once_though_a_person_is_named_by_both_linked_numbers(office: Office) -> None:
    one, other = office.employ(2, since="2023-07-03")
    office.assess()
    with action(SYSTEM, "earlier"):
        Contract.objects.filter(pk=other.pk).update(voided=True)
        Coverage.objects.filter(contract_id=other.pk).update(voided=True)
        both = Person.objects.filter(pk__in=(one.person_id, other.person_id))
        both.update(same_person=one.person_id, name=one.person.name)
    other.person.refresh_from_db()
    rows = [row(one, "2023-09", None, 9000), row(other, "2023-08", "2023-09", 9000)]
    checked = office.by_workbook(rows)
    assert found(checked, "hard") == {(2, "duplicate_month")}
    assert checked.good == 1


def test_good_lines_go_on_without_bad_ones(office: Office) -> None:
    one, other = office.employ(2, since="2023-07-03")
    office.assess()
    checked = office.by_workbook([row(one, "2023-09", None, 9000), row(other, "2023-09", None, 0)])
    done = office.confirm(checked)
    assert (done.state, states(done)) == (State.PARTLY, ["effective", "bad"])
    assert spells(other) == [(202310, None)]


def test_coverage_elsewhere_refuses_and_says_where(office: Office, neighbour: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    (theirs,) = neighbour.employ(since="2023-07-03")
    neighbour.cover(theirs, Month(2023, 8), Month(2023, 8), person_id=one.person_id)
    office.assess()
    checked = office.by_page(one, {"2023-08": "8000", "2023-09": "8000"})
    told = reasons(checked)
    assert (told[202308, "110"], told[202308, "210"], told[202308, "410"]) == ("covered_elsewhere",) * 2 + ("",)
    assert found(checked) == {(1, "covered_elsewhere")}
    done = office.confirm(checked)
    assert spells(one) == [(202309, 202309), (202310, None)]
    assert spells(one, "410") == [(202308, 202309), (202310, None)]
    assert entries(one, 202308) == [("410", "31", 3_200, 0)]
    assert done.state == State.EFFECTIVE


def test_pension_in_another_province_refuses_that_scheme_alone(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    office.pension.elsewhere[one.person.document_number] = "130000"
    checked = office.by_page(one, {"2023-09": "8000"})
    told = reasons(checked)
    assert (told[202309, "110"], told[202309, "210"]) == ("covered_in_province", "")
    assert found(checked) == {(1, "covered_in_province")}
    office.confirm(checked)
    assert (spells(one), spells(one, "210")) == ([(202310, None)], [(202309, 202309), (202310, None)])


def test_a_silent_national_system_stops_nothing_and_is_told(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03")
    office.assess()
    office.pension.silent = True
    checked = office.by_page(one, {"2023-09": "8000"})
    assert (checked.good, found(checked)) == (1, {(1, "province_silent")})


def test_a_month_has_one_wage(office: Office) -> None:
    (one,) = office.employ(since="2023-07-03", insured="2023-09")
    office.cover(one, Month(2023, 10), None, scheme="410")
    office.assess()
    refused = office.by_page(one, {"2023-09": "9000"})
    assert (1, "wage_of_month_differs") in found(refused, "hard")
    done = office.confirm(office.by_page(one, {"2023-09": "8000"}))
    assert (done.state, wages(one)) == (State.EFFECTIVE, [(202309, None, 800_000, "enrolment")])
    assert spells(one, "410") == [(202309, 202309), (202310, None)]


def test_a_wage_that_counted_for_nobody_is_cut_around_the_months(office: Office) -> None:
    (one,) = office.employ(since="2023-03-06", insured="2023-03")
    office.cover(one, Month(2023, 3), Month(2023, 6))
    office.cover_again(one, Month(2023, 10))
    office.assess()
    office.confirm(office.by_page(one, {"2023-09": "9000"}))
    assert wages(one) == [
        (202303, 202308, 800_000, "enrolment"),
        (202309, 202309, 900_000, "supplement"),
        (202310, None, 800_000, "enrolment"),
    ]

"""After two records were found to be one person: what filings under either number find, and what they see of both."""

from datetime import date, datetime

import pytest

from shebao.access import actions as access
from shebao.access.models import UserKind
from shebao.database.roles import Role, working_as
from shebao.declarations.models import State
from shebao.employment.models import Contract, Coverage
from shebao.employment.queries import contracts
from shebao.kernel.months import Month
from shebao.persons import merging
from shebao.persons.models import MergerState, Person
from shebao.services.bases.tests.office import Office as BaseOffice
from shebao.services.bases.tests.office import row as wage_row
from shebao.services.bases.tests.office import spans
from shebao.services.bases.tests.office import workbook as wage_workbook
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Desk, codes, found, make_employer, violations
from shebao.services.enrolment.tests.people import NOW, good
from shebao.services.refunds.queries import people
from shebao.services.supplements.models import SupplementItem
from shebao.services.supplements.tests.office import Office as SupplementOffice
from shebao.services.supplements.tests.office import reasons
from shebao.services.withdrawal.tests.people import covered, die, employ
from tests.workbooks import identity_number, name_of, workbook

pytestmark = pytest.mark.django_db

WRONG, RIGHT = 0, 1
"""The serials of the number that was mistyped, and of the right one."""
SAME = name_of(WRONG)
EARLIER = datetime.fromisoformat("2026-03-10T02:00:00+00:00")


def link(wrong: Contract, right: Contract) -> None:
    merging.ask(SYSTEM, wrong.person_id, right.person_id, wrong.declaration_id, 1, why="", now=NOW)
    merger = merging.carry_out(SYSTEM, wrong.declaration_id, 1, officer="赵磊", now=NOW)
    assert merger.state == MergerState.LINKED


def before(desk: Desk) -> Contract:
    """Employed under the right number from March to June."""
    desk.now = EARLIER
    desk.enrol(good(RIGHT, name=SAME, starts_on="2026-03-02", ends_on="2029-03-01", insured_from="2026-03"))
    desk.now = datetime.fromisoformat("2026-07-02T02:00:00+00:00")
    desk.confirm(desk.end(RIGHT, name=SAME, ended_on="2026-06-30"))
    desk.now = NOW
    return Contract.objects.get(person__document_number=identity_number(RIGHT))


@pytest.fixture
def one(desk: Desk, other_desk: Desk) -> tuple[Contract, Contract]:
    """Employed here since August under the wrong number, elsewhere until June under the right one; linked."""
    right, wrong = before(other_desk), employ(desk, WRONG)
    link(wrong, right)
    return wrong, right


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_the_contract_is_ended_under_either_number(desk: Desk, one: tuple[Contract, Contract], serial: int) -> None:
    wrong, _ = one
    done = desk.confirm(desk.end(serial, name=SAME, ended_on="2026-10-31"))
    assert (done.state, codes(done) & {"not_under_contract", "person_unknown"}) == (State.EFFECTIVE, set())
    wrong.refresh_from_db()
    assert str(wrong.ended_on) == "2026-10-31"
    assert {last for _, last, _ in covered(wrong).values()} == {202610}
    assert violations() == []


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_nobody_else_may_insure_the_person_under_either_number(
    other_desk: Desk, one: tuple[Contract, Contract], serial: int
) -> None:
    checked = other_desk.single(good(serial, name=SAME))
    assert "insured_elsewhere" in codes(checked)
    assert checked.good == 0


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_the_employer_does_not_enrol_the_person_twice(desk: Desk, one: tuple[Contract, Contract], serial: int) -> None:
    checked = desk.single(good(serial, name=SAME))
    assert "under_contract" in codes(checked)
    assert checked.good == 0


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_a_new_employment_goes_to_the_kept_record(
    desk: Desk, other_desk: Desk, one: tuple[Contract, Contract], serial: int
) -> None:
    _, right = one
    desk.confirm(desk.end(WRONG, ended_on="2026-10-31"))
    done = other_desk.enrol(good(serial, name=SAME))
    assert done.state == State.EFFECTIVE
    new = Contract.objects.get(declaration_id=done.pk)
    assert (new.person_id, Person.objects.count()) == (right.person_id, 2)
    assert set(covered(new)) == {"110", "210", "410"}
    assert violations() == []


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_the_employee_is_found_by_either_number(
    desk: Desk, other_desk: Desk, one: tuple[Contract, Contract], serial: int
) -> None:
    """Also by a door that sees only the record under which its employer has the contract."""
    wrong, right = one
    number = identity_number(serial)
    for at, contract in ((desk, wrong), (other_desk, right)):
        clerk = access.create_user(SYSTEM, username=f"clerk{at.user_id}", name="经办人", kind=UserKind.CLERK)
        access.grant_mandate(SYSTEM, clerk.pk, at.employer.pk, valid_from=LONG_AGO)
        with working_as(Role.PORTAL, clerk.pk):
            listed = [row.id for row in contracts(at.employer.pk, search=number, running="all")]
            asked = [found.person_id for found in people(at.employer.pk, number, size=5)]
        assert (listed, asked) == ([contract.pk], [contract.person_id])


@pytest.mark.parametrize("serial", [WRONG, RIGHT])
def test_a_death_under_either_record_is_a_death(
    desk: Desk, other_desk: Desk, one: tuple[Contract, Contract], serial: int
) -> None:
    wrong, _ = one
    desk.confirm(desk.end(WRONG, ended_on="2026-10-31"))
    checked = other_desk.single(good(serial, name=SAME))
    assert checked.good == 1
    die(wrong, "2026-11-01")
    assert "deceased" in codes(other_desk.confirm(checked))
    assert "deceased" in codes(other_desk.single(good(serial, name=SAME)))


def test_a_race_for_the_other_number_is_lost(desk: Desk, other_desk: Desk) -> None:
    """Checked before the records were linked, confirmed after: looked at again under the lock."""
    right = before(other_desk)
    checked = other_desk.single(good(RIGHT, name=SAME))
    assert checked.good == 1
    link(employ(desk, WRONG), right)
    done = other_desk.confirm(checked)
    assert (done.state, codes(done)) == (State.FAILED, {"insured_elsewhere_now"})
    assert Coverage.objects.filter(person_id=right.person_id, to_month=None).count() == 0


def test_a_workbook_enrols_somebody_once_though_it_has_both_numbers(desk: Desk, other_desk: Desk) -> None:
    wrong, right = employ(desk, WRONG), before(other_desk)
    other_desk.now = NOW
    both = workbook([good(WRONG, name=SAME), good(RIGHT, name=SAME)])
    link(wrong, right)
    desk.confirm(desk.end(WRONG, name=SAME, ended_on="2026-10-31"))
    checked = other_desk.batch(both)
    assert found(checked, "hard") == {(2, "same_person_line", "document_number")}
    done = other_desk.confirm(checked)
    assert (done.state, done.effective) == (State.PARTLY, 1)


def test_two_numbers_linked_after_the_check_are_enrolled_once(desk: Desk, other_desk: Desk) -> None:
    wrong, right = employ(desk, WRONG), before(other_desk)
    desk.confirm(desk.end(WRONG, name=SAME, ended_on="2026-10-31"))
    other_desk.now = NOW
    checked = other_desk.batch(workbook([good(WRONG, name=SAME), good(RIGHT, name=SAME)]))
    assert checked.good == 2
    link(wrong, right)
    done = other_desk.confirm(checked)
    assert (done.state, done.effective, codes(done)) == (State.PARTLY, 1, {"under_contract_now"})


def test_months_covered_under_the_other_record_cannot_be_made_up(db: None) -> None:
    office = SupplementOffice(make_employer("91110105MA00000011", "谨慎商贸有限公司"))
    neighbour = SupplementOffice(make_employer("91110105MA00000022", "外人科技有限公司"))
    (wrong,), (right,) = office.employ(since="2023-07-03"), neighbour.employ(since="2023-01-02")
    neighbour.cover(right, Month(2023, 1), Month(2023, 8))
    office.assess()
    link(wrong, right)
    told = reasons(office.query(wrong))
    assert (told[202308, "110"], told[202308, "410"], told[202309, "110"]) == ("covered_elsewhere", "", "")
    assert set(SupplementItem.objects.values_list("person_id", flat=True)) == {wrong.person_id}


def test_a_wage_declared_under_the_right_number_counts_for_the_running_contract(db: None) -> None:
    office = BaseOffice(make_employer("91110105MA00000011", "谨慎商贸有限公司"))
    wrong, right = office.employ(2)
    office.end(right, date(2021, 5, 31))
    link(wrong, right)
    row = wage_row(right, "9000", name=wrong.person.name)
    done = office.confirm(office.by_workbook(wage_workbook([row])))
    assert done.state == State.EFFECTIVE
    assert [fen for _, _, fen, _ in spans(wrong)] == [800_000, 900_000]
    assert [fen for _, _, fen, _ in spans(right)] == [800_000]

"""What changes between check and confirmation, and between confirmation and effect."""

from datetime import date, timedelta

import pytest

from shebao.audit import actions as audit
from shebao.declarations import actions
from shebao.declarations.models import State
from shebao.documents import actions as documents
from shebao.employment.models import Contract, Coverage
from shebao.kernel.errors import Conflict
from shebao.persons.models import Person
from shebao.services.enrolment.tests.desk import (
    SYSTEM,
    Desk,
    effects,
    found,
    open_cases,
    states,
    steps_told,
)
from shebao.services.enrolment.tests.people import foreigner, good
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db
NOTHING = (0, 0, 0, 0)


def test_a_check_of_another_day_is_made_again(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.now += timedelta(hours=14)  # past midnight in Beijing
    again = desk.confirm(checked)
    assert (again.state, effects()) == (State.CHECKED, NOTHING)
    assert steps_told(again) == ["submitted", "checked", "checked_again", "checked"]
    assert desk.confirm(again).state == State.EFFECTIVE


def test_a_month_that_ended_since_the_check_is_found(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.now += timedelta(days=10)
    again = desk.confirm(checked)
    assert (again.state, again.good) == (State.CHECKED, 0)
    assert (1, "month_too_early", "insured_from") in found(again, "hard")


def test_a_proof_taken_out_after_the_check_is_missed(desk: Desk) -> None:
    draft = desk.draft(foreigner())
    proof = desk.prove(draft)
    checked = desk.submit(draft)
    documents.take_out(desk.actor, proof.pk, checked.pk, now=desk.now)
    again = desk.confirm(checked)
    assert (again.state, again.good, open_cases(again)) == (State.CHECKED, 0, [])
    assert found(again, "hard") == {(1, "proof_missing", "document_type")}


def test_a_proof_handed_in_after_the_check_counts_after_another(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), foreigner()]))
    assert (checked.good, checked.bad) == (1, 1)
    desk.prove(checked, line_no=2)
    again = desk.confirm(checked)
    assert (again.state, again.good, again.to_review) == (State.CHECKED, 2, 1)
    done = desk.confirm(again)
    assert (done.state, states(done)) == (State.IN_REVIEW, ["effective", "in_review"])


def test_what_was_not_seen_cannot_be_confirmed(desk: Desk) -> None:
    checked = desk.single(good(0))
    with pytest.raises(Conflict) as refused:
        actions.confirm(desk.actor, checked.pk, checked.content_version - 1, now=desk.now)
    assert refused.value.code == "content_changed"
    assert desk.confirm(checked).state == State.EFFECTIVE


def test_confirming_twice_changes_nothing(desk: Desk) -> None:
    checked = desk.single(good(0))
    first = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    second = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    assert first.state == second.state == State.APPLYING
    done = desk.confirm(checked)
    assert (done.state, effects(), steps_told(done).count("confirmed")) == (State.EFFECTIVE, (1, 1, 3, 2), 1)


def test_without_good_lines_there_is_nothing_to_confirm(desk: Desk) -> None:
    checked = desk.single(good(0, wage="0"))
    with pytest.raises(Conflict) as refused:
        desk.confirm(checked)
    assert refused.value.code == "nothing_to_confirm"


def test_editing_after_the_check_makes_a_draft_again(desk: Desk) -> None:
    checked = desk.single(good(0))
    edited = actions.save(desk.actor, checked.pk, checked.payload | {"wage": "9500"}, now=desk.now)
    assert (edited.state, edited.content_version) == (State.DRAFT, checked.content_version + 1)
    with pytest.raises(Conflict):
        actions.confirm(desk.actor, checked.pk, edited.content_version, now=desk.now)
    assert desk.confirm(desk.submit(edited)).state == State.EFFECTIVE
    assert Contract.objects.get().wage == 9500


def test_saving_the_same_again_changes_nothing(desk: Desk) -> None:
    checked = desk.single(good(0))
    assert actions.save(desk.actor, checked.pk, checked.payload, now=desk.now).state == State.CHECKED


@pytest.mark.parametrize(
    ("person", "code", "field"),
    [
        ({"died_on": date(2026, 11, 23)}, "deceased", "document_number"),
        ({"retired_on": date(2026, 11, 23)}, "draws_pension", "document_number"),
        ({"name": "王芬"}, "name_differs_from_record", "name"),
        ({"document_number": "X1"}, "person_number_taken", "document_number"),
    ],
)
def test_what_happened_to_the_person_since_the_check(
    desk: Desk, person: dict[str, object], code: str, field: str
) -> None:
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 10, 31))
        Coverage.objects.update(from_month=202501, to_month=202610)
    checked = desk.single(good(0))
    assert checked.good == 1
    with audit.action(SYSTEM, "change"):
        Person.objects.update(**person)
    failed = desk.confirm(checked)
    assert (failed.state, states(failed), found(failed)) == (State.FAILED, ["failed"], {(1, code, field)})
    assert steps_told(failed)[-1] == "failed"
    assert Contract.objects.count() == 1


def test_an_employer_closed_since_the_check(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), good(1)]))
    with audit.action(SYSTEM, "close"):
        type(desk.employer).objects.update(closed_on=date(2026, 11, 23))
    failed = desk.confirm(checked)
    assert (failed.state, found(failed)) == (State.FAILED, {(1, "employer_closed", ""), (2, "employer_closed", "")})
    assert effects()[1:] == (0, 0, 0)


def test_the_same_person_checked_twice_is_enrolled_once(desk: Desk, other_desk: Desk) -> None:
    mine, again, theirs = desk.single(good(0)), desk.single(good(0)), other_desk.single(good(0))
    assert desk.confirm(mine).state == State.EFFECTIVE
    assert found(desk.confirm(again), "hard") == {(1, "under_contract_now", "document_number")}
    assert found(other_desk.confirm(theirs), "hard") == {(1, "insured_elsewhere_now", "document_number")}
    assert effects() == (1, 1, 3, 2)


def test_an_employment_that_ended_between_check_and_confirmation(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 11, 20))
        Coverage.objects.update(to_month=202611)
    assert found(desk.confirm(checked), "hard") == {(1, "insured_here_now", "document_number")}


def test_pension_of_public_institutions_excludes_that_of_companies(desk: Desk, other_desk: Desk) -> None:
    other_desk.enrol(good(0))
    with audit.action(SYSTEM, "correct"):
        Coverage.objects.exclude(scheme="110").update(voided=True)
        Coverage.objects.filter(scheme="110").update(scheme="120")
    assert found(desk.single(good(0)), "hard") == {(1, "insured_elsewhere", "document_number")}

"""What officers decide and how it comes back: line by line, at different times, corrected without harm to effects."""

from datetime import date

import pytest

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration, State
from shebao.declarations.texts import describe
from shebao.employment.models import Contract, Coverage
from shebao.kernel.errors import Conflict, NotFound
from shebao.notices.models import Notice
from shebao.persons.models import Person
from shebao.review.models import Case, Verdict
from shebao.services.enrolment import queries as lines
from shebao.services.enrolment.tests.desk import (
    SYSTEM,
    Desk,
    codes,
    effects,
    found,
    open_cases,
    states,
    steps_told,
    violations,
)
from shebao.services.enrolment.tests.people import coded, foreigner, good, taiwan
from shebao.services.registration import actions as registration
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(desk: Desk) -> Declaration:
    """A foreigner's filing that waits for an officer."""
    return desk.confirm(desk.single(foreigner(), proven=True))


@pytest.fixture
def mixed(desk: Desk) -> Declaration:
    """A batch of one employee in force and three who wait for an officer."""
    draft = desk.begin(single=False)
    desk.put(draft, workbook([good(0), foreigner(1), taiwan(2), foreigner(3, name="LEE ANN")]))
    for line_no in (2, 3, 4):
        desk.prove(draft, line_no)
    done = desk.confirm(desk.submit(draft))
    assert (done.state, done.effective, done.to_review) == (State.IN_REVIEW, 1, 3)
    return done


def case_of(declaration: Declaration, line_no: int) -> Case:
    return Case.objects.get(declaration=declaration, line_no=line_no, state="open")


def test_what_is_approved_takes_effect(desk: Desk, officer: User, waiting: Declaration) -> None:
    done = desk.decide(officer, case_of(waiting, 1), Verdict.APPROVE)
    assert (done.state, done.effective, states(done)) == (State.EFFECTIVE, 1, ["effective"])
    person = Person.objects.get()
    assert (person.confirmed_by, person.nationality, person.social_security_number) == (
        "officer",
        "DEU",
        "DEU0C4F7K2000",
    )
    assert effects() == (1, 1, 3, 2)
    assert steps_told(done)[-2:] == ["approved", "effective"]
    assert Case.objects.get().state == "closed"


def test_what_is_rejected_is_over(desk: Desk, officer: User, waiting: Declaration) -> None:
    done = desk.decide(officer, case_of(waiting, 1), Verdict.REJECT, "不符合参保条件")
    assert (done.state, done.failed, states(done), effects()) == (State.REJECTED, 1, ["rejected"], (0, 0, 0, 0))
    assert describe("rejected", queries.timeline(done.pk)[-1].params) == "审核不通过：不符合参保条件"
    assert Notice.objects.order_by("-id")[0].params["reason"] == "不符合参保条件"


def test_what_is_returned_is_corrected_and_decided_anew(desk: Desk, officer: User, waiting: Declaration) -> None:
    returned = desk.decide(officer, case_of(waiting, 1), Verdict.RETURN, "材料不清晰")
    assert (returned.state, states(returned), returned.finished_at) == (State.RETURNED, ["returned"], None)
    desk.prove(returned)
    checked = desk.submit(returned)
    assert checked.content_version == waiting.content_version + 1
    again = desk.confirm(checked)
    assert again.state == State.IN_REVIEW
    case = case_of(again, 1)
    assert case.content_version == checked.content_version
    assert desk.decide(officer, case, Verdict.APPROVE).state == State.EFFECTIVE
    assert effects() == (1, 1, 3, 2)


def test_what_is_returned_may_be_withdrawn(desk: Desk, officer: User, waiting: Declaration) -> None:
    returned = desk.decide(officer, case_of(waiting, 1), Verdict.RETURN, "材料不清晰")
    assert actions.cancel(desk.actor, returned.pk, now=desk.now).state == State.CANCELLED


def test_a_filing_that_waits_for_an_officer_is_left_alone(desk: Desk, waiting: Declaration) -> None:
    for do in (desk.submit, lambda one: actions.cancel(desk.actor, one.pk, now=desk.now)):
        with pytest.raises(Conflict) as refused:
            do(waiting)
        assert "退回补正" in refused.value.remedy


def test_lines_are_decided_at_different_times(desk: Desk, officer: User, mixed: Declaration) -> None:
    first = desk.decide(officer, case_of(mixed, 2), Verdict.APPROVE)
    assert (first.state, states(first)) == (State.IN_REVIEW, ["effective", "effective", "in_review", "in_review"])
    second = desk.decide(officer, case_of(mixed, 3), Verdict.REJECT, "不是同一人")
    assert (second.state, second.to_review, second.finished_at) == (State.IN_REVIEW, 1, None)
    last = desk.decide(officer, case_of(mixed, 4), Verdict.APPROVE)
    assert (last.state, states(last)) == (State.PARTLY, ["effective", "effective", "rejected", "effective"])
    assert (last.effective, last.failed, last.finished_at) == (3, 1, desk.now)
    assert effects() == (3, 3, 9, 6)
    told = [(event.kind, event.line_no) for event in queries.timeline(last.pk)]
    assert told.count(("approved", 2)) == told.count(("rejected", 3)) == told.count(("approved", 4)) == 1


def test_a_batch_of_which_nothing_took_effect_is_sent_again_as_a_whole(desk: Desk, officer: User) -> None:
    draft = desk.begin(single=False)
    desk.put(draft, workbook([foreigner(1), taiwan(2)]))
    desk.prove(draft, 1), desk.prove(draft, 2)
    waiting = desk.confirm(desk.submit(draft))
    desk.decide(officer, case_of(waiting, 1), Verdict.RETURN, "改")
    returned = desk.decide(officer, case_of(waiting, 2), Verdict.REJECT, "否")
    assert (returned.state, states(returned)) == (State.RETURNED, ["returned", "rejected"])
    desk.put(returned, workbook([foreigner(1)]))
    again = desk.confirm(desk.submit(returned))
    assert (again.state, again.lines, states(again)) == (State.IN_REVIEW, 1, ["in_review"])


def test_a_returned_line_beside_effects_is_corrected_by_itself(desk: Desk, officer: User, mixed: Declaration) -> None:
    for line_no, verdict in ((2, Verdict.APPROVE), (3, Verdict.RETURN), (4, Verdict.APPROVE)):
        mixed = desk.decide(officer, case_of(mixed, line_no), verdict, "请更正居住地址")
    assert (mixed.state, states(mixed)) == (State.PARTLY, ["effective", "effective", "returned", "effective"])
    before = effects()
    with pytest.raises(Conflict) as refused:
        desk.submit(mixed)
    assert "逐个补正" in refused.value.remedy
    draft = registration.begin_correction(desk.actor, mixed.pk, 3, now=desk.now)
    assert (draft.state, draft.single) == (State.DRAFT, True)
    assert draft.payload == dict.fromkeys(draft.payload, "") | coded(taiwan(2)) | {
        "sex": "1", "birth_date": "1990-03-07", "nationality": "TWN", "shared_lookup": "",
    }  # fmt: skip
    assert registration.begin_correction(desk.actor, mixed.pk, 3, now=desk.now) == draft
    assert describe("correction", queries.timeline(draft.pk)[0].params) == f"补正业务流水号 {mixed.number} 第 3 人"
    told = queries.timeline(mixed.pk)[-1]
    assert (describe(told.kind, told.params), told.line_no) == (f"已另行补正，业务流水号 {draft.number}", 3)
    desk.prove(draft)
    again = desk.confirm(desk.submit(draft))
    desk.decide(officer, case_of(again, 1), Verdict.APPROVE)
    assert effects() == tuple(number + more for number, more in zip(before, (1, 1, 3, 2), strict=True))
    assert states(mixed) == ["effective", "effective", "returned", "effective"]
    assert violations() == []


def test_a_returned_line_is_corrected_while_others_still_wait(desk: Desk, officer: User, mixed: Declaration) -> None:
    desk.decide(officer, case_of(mixed, 3), Verdict.RETURN, "改")
    draft = registration.begin_correction(desk.actor, mixed.pk, 3, now=desk.now)
    assert desk.confirm(desk.submit(proven(desk, draft))).state == State.IN_REVIEW


def proven(desk: Desk, draft: Declaration) -> Declaration:
    desk.prove(draft)
    return draft


def test_a_correction_that_came_to_nothing_may_be_begun_again(desk: Desk) -> None:
    done = desk.confirm(desk.batch(workbook([good(0), good(1, wage="九千")])))
    first = registration.begin_correction(desk.actor, done.pk, 2, now=desk.now)
    assert first.payload["wage"] == "九千"
    actions.cancel(desk.actor, first.pk, now=desk.now)
    second = registration.begin_correction(desk.actor, done.pk, 2, now=desk.now)
    assert second != first
    corrected = actions.save(desk.actor, second.pk, second.payload | {"wage": "9000"}, now=desk.now)
    assert desk.confirm(desk.submit(corrected)).state == State.EFFECTIVE
    assert registration.begin_correction(desk.actor, done.pk, 2, now=desk.now) == second


def test_what_needs_no_correction_is_not_corrected(desk: Desk, mixed: Declaration) -> None:
    for line_no, code in ((1, "nothing_to_correct"), (3, "nothing_to_correct")):
        with pytest.raises(Conflict) as refused:
            registration.begin_correction(desk.actor, mixed.pk, line_no, now=desk.now)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        registration.begin_correction(desk.actor, mixed.pk, 9, now=desk.now)
    draft = desk.single(good(5, wage="0"))
    with pytest.raises(Conflict) as refused:
        registration.begin_correction(desk.actor, draft.pk, 1, now=desk.now)
    assert refused.value.code == "not_finished"


def test_an_approval_that_comes_too_late_says_so(desk: Desk, other_desk: Desk, officer: User) -> None:
    mine = desk.confirm(desk.single(foreigner(), proven=True))
    theirs = other_desk.confirm(other_desk.single(foreigner(), proven=True))
    desk.decide(officer, open_cases(mine)[0], Verdict.APPROVE)
    late = other_desk.decide(officer, open_cases(theirs)[0], Verdict.APPROVE)
    assert (late.state, codes(late) & {"insured_elsewhere_now"}) == (State.FAILED, {"insured_elsewhere_now"})
    assert Notice.objects.order_by("-id")[0].kind == "approved_too_late"
    assert effects() == (1, 1, 3, 2)


def test_a_person_who_died_while_waiting_is_not_enrolled(desk: Desk, officer: User) -> None:
    desk.decide(officer, open_cases(desk.confirm(desk.single(foreigner(), proven=True)))[0], Verdict.APPROVE)
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 10, 31))
        Coverage.objects.update(from_month=202501, to_month=202610)
    again = desk.confirm(desk.single(foreigner(), proven=True))
    with audit.action(SYSTEM, "note"):
        Person.objects.update(died_on=date(2026, 11, 22))
    failed = desk.decide(officer, open_cases(again)[0], Verdict.APPROVE)
    assert (failed.state, found(failed, "hard")) == (State.FAILED, {(1, "deceased", "document_number")})


def test_a_line_as_the_form_would_have_it(desk: Desk) -> None:
    typed = coded(good(0, name="𠮷㛃", probation_months="3", residence_address="朝阳区·1号", ends_on="2029-11-01"))
    checked = desk.single(good(0, name="𠮷㛃", probation_months="3", residence_address="朝阳区·1号"))
    line = lines.line(checked.pk, 1)
    assert line is not None
    payload = lines.payload_of(line)
    assert {key: payload[key] for key in typed} == typed
    assert actions.save(desk.actor, checked.pk, payload, now=desk.now).state == State.DRAFT
    assert desk.submit(checked).good == 1

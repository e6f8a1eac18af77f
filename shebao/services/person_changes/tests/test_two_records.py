"""A number that is another record's: two officers find out whether both are one person; nothing is written over."""

from datetime import date

import pytest
from django.forms.models import model_to_dict

from shebao.access.models import PostKind, User
from shebao.audit.actions import action
from shebao.declarations.models import Declaration, State
from shebao.declarations.queries import findings
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.errors import NotAllowed
from shebao.notices.models import Notice
from shebao.persons import merging
from shebao.persons.models import Merger, MergerState, Person, ValueChange
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.tests.desk import SYSTEM, make_employer, violations
from shebao.services.person_changes.models import ChangeLine
from shebao.services.person_changes.tests.office import NOW, Office, officer, row
from tests.workbooks import identity_number

pytestmark = pytest.mark.django_db

RIGHT = identity_number(7)
FOLLOWING = ("social_security_number", "birth_date", "sex")


@pytest.fixture
def officers(db: None) -> tuple[User, User]:
    """初审 and 复核 of the employer's district."""
    return officer(1), officer(2, PostKind.SECOND_REVIEW)


@pytest.fixture
def people(employer: Employer) -> tuple[Office, Person, Person]:
    """Employed here under a mistyped number; elsewhere, long ago, under the right one."""
    other = Office(make_employer("91110105MA00000022", "外人科技有限公司"))
    (right,) = other.employ(document_number=RIGHT, social_security_number=RIGHT)
    here = Office(employer)
    (wrong,) = here.employ(name=right.name)
    return here, wrong, right


def asked(people: tuple[Office, Person, Person]) -> Declaration:
    here, wrong, _ = people
    return here.changed(wrong, {"document_number": RIGHT}, also=FOLLOWING, papers=["number_change"])


def codes(declaration: Declaration) -> set[str]:
    return {finding.code for finding in findings(declaration.pk)}


def unchanged(*persons: Person) -> bool:
    return all(
        model_to_dict(one, exclude=["same_person"])
        == model_to_dict(Person.objects.get(pk=one.pk), exclude=["same_person"])
        for one in persons
    )


def test_two_officers_find_one_person_and_both_records_stay(
    people: tuple[Office, Person, Person], officers: tuple[User, User]
) -> None:
    here, wrong, right = people
    waiting = asked(people)
    assert (waiting.state, Case.objects.get().reason, Case.objects.get().stages) == (State.IN_REVIEW, "same_first", 2)
    assert Merger.objects.get().state == MergerState.ASKED
    here.decide(officers[0], waiting)
    assert (Merger.objects.get().state, Case.objects.get(state="open").reason) == (MergerState.ASKED, "same_second")
    done = here.decide(officers[1], waiting)
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    assert merging.is_one(wrong.pk, right.pk)
    assert unchanged(wrong, right)
    assert ValueChange.objects.count() == 0
    assert Notice.objects.latest("pk").kind == "records_linked"
    assert violations() == []


def test_nobody_decides_whether_another_record_is_her_own(people: tuple[Office, Person, Person]) -> None:
    here, _, _ = people
    waiting = asked(people)
    one = officer(3)
    with action(SYSTEM, "number"):
        User.objects.filter(pk=one.pk).update(identity_number=RIGHT)
    with pytest.raises(NotAllowed) as refused:
        here.decide(one, waiting)
    assert refused.value.code == "own_record"


@pytest.mark.parametrize("number", [RIGHT, identity_number(9)])
def test_nobody_decides_on_her_own_record_under_another_number(
    people: tuple[Office, Person, Person], number: str
) -> None:
    """Neither that of a linked record nor the one that the change itself would give."""
    here, wrong, right = people
    merging.ask(here.actor, wrong.pk, right.pk, 987654, 1, why="", now=NOW)
    merging.carry_out(here.actor, 987654, 1, officer="赵磊", now=NOW)
    waiting = here.changed(wrong, {"document_number": identity_number(9)}, also=FOLLOWING, papers=["number_change"])
    herself, other = officer(3), officer(4)
    with action(SYSTEM, "number"):
        User.objects.filter(pk=herself.pk).update(identity_number=number)
    with pytest.raises(NotAllowed) as refused:
        here.decide(herself, waiting)
    assert refused.value.code == "own_record"
    assert here.decide(other, waiting).state == State.EFFECTIVE


def test_another_person_is_refused_with_the_reason(
    people: tuple[Office, Person, Person], officers: tuple[User, User]
) -> None:
    here, wrong, right = people
    done = here.decide(officers[0], asked(people), Verdict.REJECT, "不是同一人")
    assert (done.state, Merger.objects.get().state, Merger.objects.get().reason) == (
        State.REJECTED, MergerState.REFUSED, "不是同一人",
    )  # fmt: skip
    assert not merging.is_one(wrong.pk, right.pk)
    assert unchanged(wrong, right)
    assert Notice.objects.latest("pk").params["reason"] == "不是同一人"


def test_what_was_sent_back_is_asked_anew(people: tuple[Office, Person, Person], officers: tuple[User, User]) -> None:
    here, _, _ = people
    returned = here.decide(officers[0], asked(people), Verdict.RETURN, "材料不清晰")
    assert (returned.state, Merger.objects.get().state) == (State.RETURNED, MergerState.WITHDRAWN)
    here.confirm(here.check(returned))
    assert list(Merger.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "asked"]


def test_a_new_conflict_between_the_records_stops_the_second_officer(
    people: tuple[Office, Person, Person], officers: tuple[User, User]
) -> None:
    here, wrong, right = people
    waiting = asked(people)
    here.decide(officers[0], waiting)
    with action(SYSTEM, "record_death"):
        Person.objects.filter(pk=right.pk).update(died_on=date(2023, 5, 4))
    done = here.decide(officers[1], waiting)
    assert (done.state, codes(done) & {"records_changed_now"}) == (State.FAILED, {"records_changed_now"})
    assert (Merger.objects.get().state, merging.is_one(wrong.pk, right.pk)) == (MergerState.CHANGED, False)
    assert Notice.objects.latest("pk").kind == "approved_too_late"


def test_a_number_of_ones_own_other_record_needs_no_correction(
    people: tuple[Office, Person, Person], officers: tuple[User, User]
) -> None:
    here, wrong, _ = people
    waiting = asked(people)
    for one in officers:
        here.decide(one, waiting)
    again = here.checked(wrong, {"document_number": RIGHT}, also=FOLLOWING, papers=["number_change"])
    assert (again.good, "number_of_own_record" in codes(again)) == (0, True)


def test_linked_after_the_check_nothing_is_asked(people: tuple[Office, Person, Person]) -> None:
    here, wrong, right = people
    checked = here.checked(wrong, {"document_number": RIGHT}, also=FOLLOWING, papers=["number_change"])
    merging.ask(here.actor, wrong.pk, right.pk, 1, 1, why="", now=NOW)
    merging.carry_out(here.actor, 1, 1, officer="赵磊", now=NOW)
    done = here.confirm(checked)
    assert (done.state, "number_taken_now" in codes(done), Case.objects.count()) == (State.FAILED, True, 0)


def test_other_values_are_changed_under_either_number(
    people: tuple[Office, Person, Person],
) -> None:
    """By workbook, where the person is named by number: the record of the contract here is the one that changes."""
    here, wrong, right = people
    merging.ask(here.actor, wrong.pk, right.pk, 1, 1, why="", now=NOW)
    merging.carry_out(here.actor, 1, 1, officer="赵磊", now=NOW)
    line = {
        "name": right.name, "document_type": "居民身份证（户口簿）", "document_number": RIGHT, "mobile": "13800138000",
    }  # fmt: skip
    done = here.confirm(here.by_workbook([line]))
    assert (done.state, ChangeLine.objects.get().person_id) == (State.EFFECTIVE, wrong.pk)
    assert Person.objects.get(pk=wrong.pk).mobile == "13800138000"
    assert Contract.objects.filter(person_id=wrong.pk).count() == 1


def test_one_workbook_changes_a_person_once_though_named_by_both_numbers(people: tuple[Office, Person, Person]) -> None:
    here, wrong, right = people
    merging.ask(here.actor, wrong.pk, right.pk, 1, 1, why="", now=NOW)
    merging.carry_out(here.actor, 1, 1, officer="赵磊", now=NOW)
    checked = here.by_workbook([row(wrong, mobile="13900000001"), row(right, mobile="13900000002")])
    assert [(one.line_no, one.code, one.params) for one in findings(checked.pk)] == [
        (2, "same_person_line", {"row": "2"})
    ]
    here.confirm(checked)
    assert Person.objects.get(pk=wrong.pk).mobile == "13900000001"
    assert violations() == []

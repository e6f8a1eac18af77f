"""A change from the form to the record: what it writes, who agrees to it, who hears of it, what it never does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shebao.access.actions import create_user
from shebao.access.models import User, UserKind
from shebao.audit.actions import action
from shebao.contributions.models import Wage
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.errors import Conflict, NotAllowed
from shebao.kernel.months import Month
from shebao.notices import texts
from shebao.notices.models import Notice
from shebao.outbox.models import Message
from shebao.persons.models import Person, ValueChange
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.tests.desk import SYSTEM, make_employer, violations
from shebao.services.person_changes import queries
from shebao.services.person_changes.tests.office import Office, row
from tests.workbooks import identity_number

pytestmark = pytest.mark.django_db

Officers = tuple[User, User]
NAME_AND_LINKED = ("name_pinyin", "has_rare_character")


def history(person: Person) -> dict[str, tuple[str, str]]:
    """Old and new values by field."""
    return {one.field: (one.old_value, one.new_value) for one in ValueChange.objects.filter(person_id=person.pk)}


def codes(declaration: Declaration, severity: str | None = None) -> set[str]:
    return {one.code for one in declarations.findings(declaration.pk, severity=severity)}


def told(declaration: Declaration) -> set[tuple[str, str]]:
    return set(Message.objects.filter(declaration_id=declaration.pk).values_list("system", "kind"))


def test_basic_items_take_effect_at_once_without_any_paper(office: Office) -> None:
    (person,) = office.employ(mobile="13800138000", education="31", postcode="100000")
    typed = {"mobile": "139 0013 9000", "education": "21", "residence_address": "北京市朝阳区示例路2号", "postcode": ""}
    done = office.changed(person, typed)
    assert (done.state, done.effective, Case.objects.count()) == (State.EFFECTIVE, 1, 0)
    person.refresh_from_db()
    assert (person.mobile, person.education, person.postcode) == ("13900139000", "21", "")
    assert history(person) == {
        "mobile": ("13800138000", "13900139000"),
        "education": ("31", "21"),
        "residence_address": ("", "北京市朝阳区示例路2号"),
        "postcode": ("100000", ""),
    }
    line = queries.line(done.pk, 1)
    assert line is not None
    assert line.change_type == "98"
    assert told(done) == set()
    assert violations() == []


def test_a_name_is_proven_reviewed_written_with_its_spelling_and_told(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    before = person.name
    unproven = office.checked(person, {"name": "单雄信"}, also=NAME_AND_LINKED)
    assert "proof_missing" in codes(unproven, "hard")
    waiting = office.changed(person, {"name": "单雄信"}, also=NAME_AND_LINKED, papers=["name_change"])
    assert waiting.state == State.IN_REVIEW
    person.refresh_from_db()
    assert person.name == before
    done = office.decide(officers[0], waiting)
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    person.refresh_from_db()
    assert (person.name, person.name_pinyin, person.name_initials) == ("单雄信", "shanxiongxin", "sxx")
    assert person.has_rare_character is False
    change = ValueChange.objects.get(person_id=person.pk, field="name")
    assert (change.old_value, change.new_value, change.approved_by_name) == (before, "单雄信", officers[0].name)
    assert (change.filed_by_name, change.number, change.effective_on) == ("经办人", done.number, date(2024, 2, 5))
    assert told(done) == {(system, "person_changed") for system in ("medical", "national_pension", "tax")}
    message = Message.objects.get(system="medical", kind="person_changed")
    assert message.payload["name"] == "单雄信"
    assert message.payload["changed"] == [{"item": "name", "before": before, "after": "单雄信"}]
    assert Notice.objects.filter(kind="change_approved").count() == 1
    assert violations() == []


def test_linked_items_may_be_left_out_or_typed_otherwise(office: Office, officers: Officers) -> None:
    one, other = office.employ(2)
    pinyin = one.name_pinyin
    office.decide(officers[0], office.changed(one, {"name": "曾子墨"}, papers=["name_change"]))
    one.refresh_from_db()
    assert (one.name, one.name_pinyin) == ("曾子墨", pinyin)
    typed = {"name": "朴树", "name_pinyin": "PU SHU"}
    checked = office.checked(other, typed, papers=["name_change"])
    assert "name_pinyin_unusual" not in codes(checked)
    office.decide(officers[0], office.confirm(checked))
    other.refresh_from_db()
    assert (other.name_pinyin, other.name_initials) == ("pushu", "ps")


def test_birth_date_and_sex_follow_a_corrected_number(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    hers, clerk, another = (
        create_user(SYSTEM, username=f"user{place}", name="用户", kind=kind, identity_number=number)
        for place, (kind, number) in enumerate((
            (UserKind.PERSON, person.social_security_number),
            (UserKind.CLERK, person.social_security_number),
            (UserKind.PERSON, identity_number(8, born=date(1980, 1, 1))),
        ))
    )  # fmt: skip
    new = identity_number(7, born=date(1991, 4, 8))
    also = ("social_security_number", "birth_date", "sex")
    wrong = office.checked(person, {"document_number": new}, papers=["number_change"])
    assert "birth_differs" in codes(wrong, "hard")
    waiting = office.changed(person, {"document_number": new}, also=also, papers=["number_change"])
    done = office.decide(officers[0], waiting)
    assert done.state == State.EFFECTIVE
    person.refresh_from_db()
    assert (person.document_number, person.social_security_number) == (new, new)
    assert person.birth_date == date(1991, 4, 8)
    numbers = [User.objects.get(pk=one.pk).identity_number for one in (hers, clerk, another)]
    assert numbers == [new, clerk.identity_number, another.identity_number]
    assert violations() == []


def test_an_old_number_becomes_one_of_18_digits(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    new = person.document_number
    old = new[:6] + new[8:17]
    with action(SYSTEM, "carry over"):
        Person.objects.filter(pk=person.pk).update(document_number=old, social_security_number=old)
    person.refresh_from_db()
    also = ("social_security_number", "birth_date", "sex")
    refused = office.checked(person, {"document_number": old}, also=also)
    assert "number_old_15" in codes(refused, "hard")
    waiting = office.changed(person, {"document_number": new}, also=also, papers=["identity"])
    office.decide(officers[0], waiting)
    person.refresh_from_db()
    assert (person.document_number, person.social_security_number) == (new, new)
    assert history(person).keys() == {"document_number", "social_security_number"}


def test_name_and_number_together_need_two_officers(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    typed = {"name": "区小明", "document_number": identity_number(9, born=date(1990, 3, 7))}
    also = (*NAME_AND_LINKED, "social_security_number", "birth_date", "sex")
    waiting = office.changed(person, typed, also=also, papers=["name_change", "number_change"])
    with pytest.raises(NotAllowed):
        office.decide(officers[1], waiting)
    first = office.decide(officers[0], waiting)
    person.refresh_from_db()
    assert (first.state, person.name == "区小明") == (State.IN_REVIEW, False)
    with pytest.raises(NotAllowed):
        office.decide(officers[0], first)
    done = office.decide(officers[1], first)
    person.refresh_from_db()
    assert (done.state, person.name) == (State.EFFECTIVE, "区小明")
    assert ValueChange.objects.filter(person_id=person.pk, approved_by_name=officers[1].name).exists()
    assert [event.kind for event in declarations.timeline(done.pk)].count("first_approved") == 1
    assert violations() == []


def test_a_number_soon_after_a_name_needs_two_officers_as_well(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    office.decide(officers[0], office.changed(person, {"name": "区小明"}, papers=["name_change"]))
    person.refresh_from_db()
    number = {"document_number": identity_number(9, born=date(1990, 3, 7))}
    also = ("social_security_number", "birth_date", "sex")
    waiting = office.changed(person, number, also=also, papers=["number_change"])
    assert Case.objects.get(declaration=waiting).stages == 2
    later = replace(office, now=datetime(2025, 3, 5, 2, tzinfo=UTC))
    office.decide(officers[0], waiting, Verdict.REJECT, "再核实")
    assert Case.objects.get(declaration=later.changed(person, number, also=also, papers=["identity"])).stages == 1


def test_a_number_of_somebody_else_is_never_written(office: Office) -> None:
    one, other = office.employ(2)
    checked = office.checked(one, {"document_number": other.document_number}, papers=["number_change"])
    assert "number_of_another" in codes(checked)
    one.refresh_from_db()
    assert one.document_number != other.document_number


def test_the_category_follows_the_household_from_next_month_on_and_never_earlier(
    office: Office, officers: Officers
) -> None:
    (person,) = office.employ()
    also = ("payer_category", "household_address")
    typed = {"household_registration": "22"}
    no_address = office.checked(person, typed, also=also, papers=["household_book"])
    assert "required_missing" in codes(no_address, "hard")
    waiting = office.changed(person, typed, also=("payer_category",), papers=["household_book"])
    assert "category_from" in codes(waiting, "note")
    done = office.decide(officers[0], waiting)
    assert done.state == State.EFFECTIVE
    wages = Wage.objects.filter(person_id=person.pk, voided=False).order_by("from_month")
    assert [(one.from_month, one.to_month, one.payer_category) for one in wages] == [
        (202003, 202402, "local_urban"),
        (202403, None, "outside_rural"),
    ]
    assert ValueChange.objects.get(field="payer_category").effective_on == date(2024, 3, 1)
    assert queries.category_from(done.pk, 1) == Month(2024, 3)
    assert violations() == []


def test_a_category_changed_since_the_check_is_not_overwritten(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    typed = {"household_registration": "22"}
    waiting = office.changed(person, typed, also=("payer_category",), papers=["household_book"])
    with action(SYSTEM, "elsewhere"):
        Wage.objects.filter(person_id=person.pk).update(payer_category="local_rural")
    late = office.decide(officers[0], waiting)
    assert (late.state, codes(late, "hard")) == (State.FAILED, {"value_changed_now"})
    person.refresh_from_db()
    assert person.household_registration != "22"
    assert ValueChange.objects.count() == 0


def test_what_shared_data_confirm_needs_neither_paper_nor_officer(office: Office) -> None:
    (person,) = office.employ(ethnic="11", household_address="旧地址")
    done = office.changed(person, {"ethnic": "01", "household_address": "北京市朝阳区示例街1号"})
    assert (done.state, Case.objects.count()) == (State.EFFECTIVE, 0)
    person.refresh_from_db()
    assert person.ethnic == "01"
    items = {one.item: one.confirmed_by for one in queries.items(done.pk, [1])[1]}
    assert items == {"ethnic": "shared", "household_address": "shared"}


def test_what_they_say_otherwise_needs_a_paper_and_an_officer(office: Office, officers: Officers) -> None:
    (person,) = office.employ(ethnic="01")
    refused = office.checked(person, {"ethnic": "11"})
    assert "shared_differs" in codes(refused, "hard")
    waiting = office.changed(person, {"ethnic": "11"}, papers=["household_book"])
    assert (waiting.state, "shared_differs_proven" in codes(waiting)) == (State.IN_REVIEW, True)
    assert office.decide(officers[0], waiting).state == State.EFFECTIVE


def test_while_shared_data_are_silent_a_paper_and_an_officer_do(office: Office, officers: Officers) -> None:
    (person,) = office.employ(ethnic="11")
    office.registry.silent = True
    assert "proof_missing" in codes(office.checked(person, {"ethnic": "01"}), "hard")
    waiting = office.changed(person, {"ethnic": "01"}, papers=["household_book"])
    assert (waiting.state, "shared_silent" in codes(waiting)) == (State.IN_REVIEW, True)


def test_returned_and_rejected_change_nothing(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    waiting = office.changed(person, {"name": "解珍"}, also=NAME_AND_LINKED, papers=["name_change"])
    returned = office.decide(officers[0], waiting, Verdict.RETURN, "证明不清晰")
    assert (returned.state, ValueChange.objects.count()) == (State.RETURNED, 0)
    again = office.confirm(office.check(returned))
    assert again.state == State.IN_REVIEW
    rejected = office.decide(officers[0], again, Verdict.REJECT, "证明不符")
    assert (rejected.state, rejected.failed, ValueChange.objects.count()) == (State.REJECTED, 1, 0)
    assert violations() == []


def test_whoever_comes_second_is_told_and_overwrites_nothing(office: Office, officers: Officers) -> None:
    (person,) = office.employ()
    waiting = office.changed(person, {"name": "解珍"}, papers=["name_change"])
    second = office.checked(person, {"name": "解宝"}, papers=["name_change"])
    assert "pending_elsewhere" in codes(second, "hard")
    with action(SYSTEM, "elsewhere"):
        Person.objects.filter(pk=person.pk).update(name="解大")
    late = office.decide(officers[0], waiting)
    assert (late.state, codes(late, "hard")) == (State.FAILED, {"value_changed_now"})
    person.refresh_from_db()
    assert person.name == "解大"
    assert Notice.objects.filter(kind="approved_too_late").count() == 1


def test_a_value_changed_since_the_check_is_shown_again(office: Office) -> None:
    (person,) = office.employ(mobile="13800138000")
    checked = office.checked(person, {"mobile": "13900139000"})
    with action(SYSTEM, "elsewhere"):
        Person.objects.filter(pk=person.pk).update(mobile="13700137000")
    again = office.confirm(checked)
    assert again.state == State.CHECKED
    assert queries.items(again.pk, [1])[1][0].old_value == "13700137000"
    assert office.confirm(again).state == State.EFFECTIVE


def also_employed(person: Person, employer: Employer) -> None:
    """A second contract elsewhere, like the one that there is."""
    contract = Contract.objects.filter(person=person).earliest("pk")
    contract.pk, contract.employer = None, employer
    with action(SYSTEM, "employ"):
        contract.save(force_insert=True)


def test_other_employers_hear_what_stands_on_record_now_and_not_from_whom(office: Office) -> None:
    people = office.employ(6)
    neighbour, former = make_employer("91110105MA00000022", "邻居公司"), make_employer("91110105MA00000033", "从前公司")
    for person in people[:5]:
        also_employed(person, neighbour)
    also_employed(people[0], former)
    with action(SYSTEM, "leave"):
        Contract.objects.filter(employer=former).update(ended_on=date(2023, 12, 31))
    office.confirm(
        office.by_workbook([row(one, mobile=f"1390000000{at}", postcode="100001") for at, one in enumerate(people)])
    )
    (told,) = Notice.objects.exclude(employer_id=office.employer.pk)
    assert (told.employer_id, told.kind, told.declaration_id) == (neighbour.pk, "change_of_your_people", None)
    names = sorted(one.name for one in people[:5])
    assert told.params["names"].endswith("等5人")
    assert set(told.params["names"].removesuffix("等5人").split("、")) <= set(names)
    assert set(told.params["items"].split("、")) == {"手机号码", "邮政编码"}
    assert office.employer.name not in texts.title(told.kind, told.params) + texts.text(told.kind, told.params)


def test_an_employer_hears_of_a_change_under_the_other_record_of_its_employee(office: Office) -> None:
    here, there = office.employ(2)
    neighbour = make_employer("91110105MA00000022", "邻居公司")
    with action(SYSTEM, "link"):
        Contract.objects.filter(person=there).update(employer=neighbour)
        Person.objects.filter(pk__in=(here.pk, there.pk)).update(same_person=here.pk)
    office.changed(here, {"mobile": "13900139000"})
    (told,) = Notice.objects.filter(employer_id=neighbour.pk)
    assert (told.params["names"], told.params["items"]) == (here.name, "手机号码")


def test_only_for_those_who_are_employed_here(office: Office) -> None:
    (person,) = office.employ()
    office.leave(person, date(2024, 1, 31))
    checked = office.checked(person, {"mobile": "13900139000"})
    assert codes(checked, "hard") == {"not_employed_here"}
    with pytest.raises(Conflict):
        office.confirm(checked)


def test_a_workbook_changes_basic_items_of_many(office: Office) -> None:
    people = office.employ(4, mobile="13800138000", education="21")
    rows = [
        row(people[0], mobile="13900000001", residence_address="北京市朝阳区示例路2号"),
        row(people[1], mobile="12"),
        row(people[2], education="大学本科"),
        row(people[3], name="别人", education="大学专科"),
    ]
    checked = office.by_workbook(rows)
    assert (checked.good, checked.bad) == (1, 2)
    found = {(one.line_no, one.code) for one in declarations.findings(checked.pk)}
    assert found == {(2, "mobile_malformed"), (3, "done_before"), (4, "name_differs_from_record")}
    done = office.confirm(checked)
    assert (done.state, done.effective) == (State.PARTLY, 1)
    people[0].refresh_from_db()
    assert (people[0].mobile, people[0].residence_address) == ("13900000001", "北京市朝阳区示例路2号")
    assert ValueChange.objects.count() == 2
    assert violations() == []

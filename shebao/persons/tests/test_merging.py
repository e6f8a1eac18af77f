"""Two records of one person in the database: asked, linked or refused; and what later filings see."""

import pytest
from django.db import IntegrityError, connection, transaction

from shebao.audit.actions import Actor, action
from shebao.contributions import monthly
from shebao.contributions.models import Charge
from shebao.contributions.tests import town
from shebao.employment.models import Contract, Coverage
from shebao.kernel.errors import Conflict, NotFound
from shebao.kernel.months import Month
from shebao.persons import merging
from shebao.persons.models import Merger, MergerState, Person
from shebao.verification.checks import Limits, all_checks

pytestmark = pytest.mark.django_db

ENGINE = Actor.system("信息变更办理")
NOW = town.moment("2024-02-05")


@pytest.fixture
def wrong() -> Contract:
    """Employed since September under a number that was mistyped, first month assessed."""
    return town.hire(town.employer(1), "9000", "2023-09-01")


@pytest.fixture
def right() -> Contract:
    """The same person under the right number at another employer, until June."""
    contract = town.hire(town.employer(2), "8000", "2023-01-01")
    town.leave(contract, "2023-06-30")
    return contract


def same_facts() -> None:
    with action(ENGINE, "same"):
        Person.objects.update(name="王芳")


def asked(wrong: Contract, right: Contract, line_no: int = 1) -> Merger:
    return merging.ask(ENGINE, wrong.person_id, right.person_id, 77, line_no, why="录入错误", now=NOW)


def linked(wrong: Contract, right: Contract) -> Merger:
    same_facts()
    asked(wrong, right)
    return merging.carry_out(ENGINE, 77, 1, officer="赵磊", now=NOW)


def test_linking_changes_nothing_but_the_link(wrong: Contract, right: Contract) -> None:
    monthly.run_month(Month(2023, 9), now=town.moment("2023-09-28"), connections=1)
    before = [list(model.objects.order_by("pk").values()) for model in (Contract, Coverage, Charge)]
    numbers = list(Person.objects.order_by("pk").values_list("document_number", "social_security_number"))
    merger = linked(wrong, right)
    assert (merger.state, merger.decided_by_name) == (MergerState.LINKED, "赵磊")
    assert [list(model.objects.order_by("pk").values()) for model in (Contract, Coverage, Charge)] == before
    assert list(Person.objects.order_by("pk").values_list("document_number", "social_security_number")) == numbers
    assert set(Person.objects.values_list("same_person", flat=True)) == {right.person_id}
    assert merging.is_one(wrong.person_id, right.person_id)
    assert [check.find() for check in all_checks(Limits()) if check.name == "linked_records_have_one_kept"] == [(0, [])]


def test_what_both_records_said_stays_with_the_question(wrong: Contract, right: Contract) -> None:
    monthly.run_month(Month(2023, 9), now=town.moment("2023-09-28"), connections=1)
    merger = Merger.objects.get(pk=asked(wrong, right).pk)
    one, two = merger.histories
    assert [row[1:] for row in one["contracts"]] == [["第1公司", "2023-09-01", None]]
    assert [row[1:] for row in two["contracts"]] == [["第2公司", "2023-01-01", "2023-06-30"]]
    assert {(row[2], row[3]) for row in one["amounts"]} == {("110", 202309), ("210", 202309), ("410", 202309)}
    assert (two["amounts"], len(two["spells"])) == ([], 3)
    assert merger.conflicts == [["differs", "name", 0, 0, 0]]


def test_asking_twice_is_asking_once(wrong: Contract, right: Contract) -> None:
    assert asked(wrong, right) == asked(wrong, right)
    assert merging.of_line(77, 1) == Merger.objects.get()


def test_another_person_is_refused_with_a_reason_and_nothing_is_linked(wrong: Contract, right: Contract) -> None:
    asked(wrong, right)
    merger = merging.refuse(ENGINE, 77, 1, officer="赵磊", reason="照片不是同一人", now=NOW)
    assert (merger.state, merger.reason) == (MergerState.REFUSED, "照片不是同一人")
    assert not merging.is_one(wrong.person_id, right.person_id)
    with pytest.raises(NotFound):
        merging.carry_out(ENGINE, 77, 1, officer="赵磊", now=NOW)


def test_what_was_sent_back_may_be_asked_anew(wrong: Contract, right: Contract) -> None:
    first = asked(wrong, right)
    assert merging.withdraw(ENGINE, 77, 1, officer="赵磊", reason="缺材料", now=NOW).state == MergerState.WITHDRAWN
    assert asked(wrong, right) != first


def test_a_new_conflict_since_the_officers_looked_links_nothing(wrong: Contract, right: Contract) -> None:
    same_facts()
    asked(wrong, right)
    with action(ENGINE, "insure"):
        Coverage.objects.create(
            person=right.person, scheme="110", from_month=202401, employer=right.employer, contract=right
        )
    assert merging.carry_out(ENGINE, 77, 1, officer="赵磊", now=NOW).state == MergerState.CHANGED
    assert set(Person.objects.values_list("same_person", flat=True)) == {None}


def test_more_months_or_fewer_conflicts_than_were_seen_do_not_stop_the_link(wrong: Contract, right: Contract) -> None:
    """The name was corrected since, and what both cover goes on for longer than it did."""
    with action(ENGINE, "insure"):
        Coverage.objects.filter(person=right.person, scheme="110").update(to_month=202309)
    seen = {(code, about) for code, about, *_ in asked(wrong, right).conflicts}
    assert seen == {("differs", "name"), ("covered_twice", "110")}
    same_facts()
    with action(ENGINE, "insure"):
        Coverage.objects.filter(person=right.person, scheme="110").update(to_month=202312)
    assert merging.carry_out(ENGINE, 77, 1, officer="赵磊", now=NOW).state == MergerState.LINKED


def test_one_record_is_no_two(wrong: Contract, right: Contract) -> None:
    linked(wrong, right)
    with pytest.raises(Conflict):
        asked(wrong, right, line_no=2)
    with pytest.raises(Conflict):
        merging.ask(ENGINE, wrong.person_id, wrong.person_id, 77, 3, why="", now=NOW)
    with pytest.raises(NotFound):
        merging.ask(ENGINE, wrong.person_id, 0, 77, 3, why="", now=NOW)


def test_a_third_record_joins_the_kept_one(wrong: Contract, right: Contract) -> None:
    linked(wrong, right)
    third = town.hire(town.employer(3), "7000", "2020-01-01")
    town.leave(third, "2020-12-31")
    same_facts()
    merging.ask(ENGINE, third.person_id, wrong.person_id, 78, 1, why="", now=NOW)
    seen = Merger.objects.get(declaration_id=78)
    assert len(seen.histories[1]["contracts"]) == 2
    merging.carry_out(ENGINE, 78, 1, officer="赵磊", now=NOW)
    assert set(Person.objects.values_list("same_person", flat=True)) == {right.person_id}


def test_the_same_question_of_two_filings_is_answered_by_the_first(wrong: Contract, right: Contract) -> None:
    """Two employers correct the number; both pairs of officers say it is one person."""
    same_facts()
    asked(wrong, right)
    asked(wrong, right, line_no=2)
    for line_no in (1, 2):
        assert merging.carry_out(ENGINE, 77, line_no, officer="赵磊", now=NOW).state == MergerState.LINKED
    assert set(Person.objects.values_list("same_person", flat=True)) == {right.person_id}


def test_nobody_is_insured_twice_under_two_records(wrong: Contract, right: Contract) -> None:
    """The database refuses a first spell that overlaps with one under the other record; parts of old ones go on."""
    linked(wrong, right)
    with action(ENGINE, "again"):
        new = Contract.objects.create(
            person=right.person, employer=town.employer(4), declaration_id=0, line_no=0, contract_kind="CK1",
            term_kind="CT2", signing="CS1", starts_on=NOW.date(), employment_form="EF1", wage="1",
            enrolment_reason="ER1", insured_from=202402,
        )  # fmt: skip
    cover = {"person": right.person, "employer": new.employer, "contract": new, "from_month": 202402}
    with pytest.raises(IntegrityError, match="overlaps"), transaction.atomic(), action(ENGINE, "twice"):
        Coverage.objects.create(**cover, scheme="110")
    with action(ENGINE, "elsewhere"):
        Coverage.objects.create(**cover, scheme="410")
        Coverage.objects.create(**{**cover, "contract": right, "employer": right.employer}, scheme="110")


@pytest.mark.parametrize("which", ["wrong", "right"])
def test_an_employer_finds_the_record_of_its_contract(wrong: Contract, right: Contract, which: str) -> None:
    linked(wrong, right)
    contract = {"wrong": wrong, "right": right}[which]
    with connection.cursor() as cursor:
        cursor.execute(
            "select shebao_record_at(%s, %s), shebao_record_at(%s, 0), shebao_records(%s)",
            [right.person_id, contract.employer_id, right.person_id, right.person_id],
        )
        found = cursor.fetchone()
    assert found == (contract.person_id, right.person_id, sorted([wrong.person_id, right.person_id]))

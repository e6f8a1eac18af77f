"""A base declaration from typing to the wages that count, by page and by workbook."""

import pytest

from shebao.audit.actions import action
from shebao.contributions.models import Wage
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract
from shebao.kernel.errors import Conflict
from shebao.notices.models import Notice
from shebao.persons.models import Person
from shebao.services.bases import actions as bases
from shebao.services.bases import checking
from shebao.services.bases.models import WageLine
from shebao.services.bases.queries import progress, totals
from shebao.services.bases.tests.office import (
    AFTER_THE_WINDOW,
    JULY,
    NEXT_YEAR,
    Office,
    codes,
    found,
    row,
    spans,
    states,
    workbook,
)
from shebao.services.enrolment.tests.desk import SYSTEM
from tests.workbooks import identity_number

pytestmark = pytest.mark.django_db


def test_declared_wages_count_from_july_and_close_those_before(office: Office) -> None:
    one, other, kept = office.employ(3)
    done = office.declare({one: "9,000.50", other: "8000"})
    assert (done.state, done.effective, done.failed) == (State.EFFECTIVE, 2, 0)
    assert spans(one) == [(202003, 202406, 800_000, "enrolment"), (JULY, None, 900_050, "declared")]
    assert spans(other) == [(202003, 202406, 800_000, "enrolment"), (JULY, None, 800_000, "declared")]
    assert spans(kept) == [(202003, None, 800_000, "enrolment")]
    assert progress(office.employer.pk, JULY) == (3, 2)


def test_page_and_workbook_come_to_the_same(office: Office) -> None:
    by_page, by_workbook = office.employ(2)
    office.declare({by_page: "12345.67"})
    done = office.confirm(office.by_workbook(workbook([row(by_workbook, 12345.67)])))
    assert done.state == State.EFFECTIVE
    assert spans(by_page) == spans(by_workbook)


def test_who_joined_in_the_year_keeps_the_first_months_wage_unless_declared(office: Office) -> None:
    office.now = AFTER_THE_WINDOW
    (one,) = office.employ(1, since="2024-08", wage=700_000)
    office.declare({one: "7100"})
    assert spans(one) == [(202408, None, 710_000, "declared")]
    assert list(Wage.objects.filter(contract_id=one.pk, voided=True).values_list("wage_fen", flat=True)) == [700_000]


def test_declaring_again_replaces_and_keeps_what_was_said_before(office: Office) -> None:
    (one,) = office.employ()
    office.declare({one: "9000"})
    office.declare({one: "9100"})
    assert spans(one) == [(202003, 202406, 800_000, "enrolment"), (JULY, None, 910_000, "corrected")]
    assert Wage.objects.filter(contract_id=one.pk, voided=True, wage_fen=900_000).count() == 1


def test_sending_the_same_again_changes_nobody(office: Office) -> None:
    one, other = office.employ(2)
    content = workbook([row(one, 9000), row(other, 9500)])
    office.confirm(office.by_workbook(content))
    again = office.by_workbook(content)
    assert (again.state, states(again)) == (State.EFFECTIVE, ["before", "before"])
    assert Wage.objects.count() == 4


def test_good_lines_go_on_without_bad_ones_which_can_be_repaired(office: Office) -> None:
    one, other = office.employ(2)
    checked = office.by_workbook(workbook([row(one, 9000), row(other, 0)]))
    assert (checked.state, checked.good, checked.bad) == (State.CHECKED, 1, 1)
    done = office.confirm(checked)
    assert (done.state, states(done)) == (State.PARTLY, ["effective", "bad"])
    repaired = office.by_workbook(workbook([row(one, 9000), row(other, 9200)]))
    assert states(repaired) == ["before", "good"]
    assert office.confirm(repaired).effective == 1
    assert len(spans(one)) == len(spans(other)) == 2


def test_every_wrong_line_is_found_and_named(office: Office) -> None:
    good, renamed, zero, empty, twice, fine, negative = office.employ(7)
    stranger = row(good, 9000, document_number=identity_number(77))
    lines = [
        row(good, 9000),
        stranger,
        row(renamed, 9000, name="别名"),
        row(zero, 0),
        row(empty, None),
        row(fine, 9000.123),
        row(negative, -5),
        row(twice, 9000),
        row(twice, 9001),
        row(fine, 9000, year="2023"),
    ]
    checked = office.by_workbook(workbook(lines))
    hard = {(line, code) for line, code, _ in found(checked, "hard")}
    assert {
        (2, "not_under_contract"),
        (3, "name_differs_from_record"),
        (4, "wage_zero"),
        (5, "required_missing"),
        (6, "amount_too_precise"),
        (7, "amount_negative"),
        (9, "duplicate_line"),
        (10, "year_over"),
    } <= hard
    assert (checked.good, checked.bad) == (2, 8)


def test_a_person_stands_once_though_named_by_both_linked_numbers(office: Office) -> None:
    one, other = office.employ(2)
    with action(SYSTEM, "earlier"):
        Contract.objects.filter(pk=other.pk).update(voided=True)
        Person.objects.filter(pk__in=(one.person_id, other.person_id)).update(same_person=one.person_id)
    checked = office.by_workbook(workbook([row(one, 9000), row(other, 9001)]))
    assert (2, "same_person_line") in {(line, code) for line, code, _ in found(checked, "hard")}
    assert checked.good == 1


def test_the_check_says_what_changes_a_month(office: Office) -> None:
    (one,) = office.employ(1, wage=800_000)
    checked = office.by_page({one: "10000"})
    (line,) = WageLine.objects.filter(declaration_id=checked.pk)
    assert line.bases == {"110": [8000, 10000], "210": [8000, 10000], "410": [8000, 10000]}
    sums = totals(checked.pk)
    assert sums.bases["110"] == (8000, 10000)
    assert sums.employer_after > sums.employer_before > 0
    assert (line.employer_after_fen, line.personal_after_fen) == (sums.employer_after, sums.personal_after)


def test_a_wage_outside_the_bounds_tells_the_base(office: Office) -> None:
    low, high = office.employ(2, wage=700_000)
    checked = office.by_page({low: "6000", high: "36000"})
    assert {code for _, code, _ in found(checked, "note")} == {"base_at_lower", "base_at_upper"}
    lines = {line.contract_id: line for line in WageLine.objects.filter(declaration_id=checked.pk)}
    pension = [(lines[one.pk].bases or {})["110"] for one in (low, high)]
    assert pension == [[7000, 6821], [7000, 35283]]


def test_confirming_is_refused_when_a_wage_has_changed_since_the_check(office: Office) -> None:
    (one,) = office.employ()
    first = office.by_workbook(workbook([row(one, 9000)]))
    office.declare({one: "9500"})
    again = office.confirm(first)
    assert (again.state, again.confirmed_at) == (State.CHECKED, None)
    assert "checked_again" in [event.kind for event in queries.timeline(first.pk)]
    (line,) = WageLine.objects.filter(declaration_id=first.pk)
    assert line.wage_before_fen == 950_000
    assert office.confirm(again).state == State.EFFECTIVE


def test_what_changes_between_confirming_and_applying_fails_with_a_finding(office: Office) -> None:
    (one,) = office.employ()
    checked = office.by_page({one: "9000"})
    other = office.by_workbook(workbook([row(one, 9100)]))
    bases.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    bases.confirm(office.actor, other.pk, other.content_version, now=office.now)
    done, late = office.work(checked), office.work(other)
    assert (done.state, late.state) == (State.EFFECTIVE, State.FAILED)
    assert "wage_changed_now" in codes(late)
    assert spans(one)[-1] == (JULY, None, 900_000, "declared")


def test_somebody_whose_wage_is_about_to_take_effect_is_pending(office: Office) -> None:
    (one,) = office.employ()
    checked = office.by_page({one: "9000"})
    bases.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    draft = office.upload(workbook([row(one, 9100)]))
    actions.submit(office.actor, draft.pk, now=office.now)
    checking.check(Declaration.objects.get(pk=draft.pk), None, office.now)
    assert (1, "pending_elsewhere", "document_number") in found(draft, "hard")


def test_after_the_window_the_clerk_is_asked_and_may_go_on(office: Office) -> None:
    office.now = AFTER_THE_WINDOW
    (one,) = office.employ()
    checked = office.by_page({one: "9000"})
    assert (0, "after_window", "") in found(checked, "soft")
    assert office.confirm(checked).state == State.EFFECTIVE


def test_an_earlier_year_is_refused_and_a_page_begun_in_it_too(office: Office) -> None:
    (one,) = office.employ()
    draft = office.type({one: "9000"})
    office.now = NEXT_YEAR
    checked = office.submit(draft)
    assert (checked.good, codes(checked)) == (0, {"year_over"})


def test_who_left_before_the_year_is_not_under_contract_and_who_left_in_it_is(office: Office) -> None:
    before, within = office.employ(2)
    office.end(before, office.now.date().replace(month=6, day=30))
    office.end(within, office.now.date().replace(month=7, day=5))
    checked = office.by_workbook(workbook([row(before, 9000), row(within, 9000)]))
    assert states(checked) == ["bad", "good"]
    assert {(1, "not_under_contract"), (2, "contract_ended")} <= {(line, code) for line, code, _ in found(checked)}


def test_nothing_typed_is_lost_and_clearing_takes_out(office: Office) -> None:
    one, other = office.employ(2)
    draft = office.type({one: "九千", other: "9000"})
    checked = office.submit(draft)
    assert states(checked) == ["good", "bad"]
    version = checked.content_version
    bases.keep_wages(office.actor, draft.pk, {one.pk: "九千"}, now=office.now)
    draft.refresh_from_db()
    assert (draft.state, draft.content_version) == (State.CHECKED, version)
    bases.keep_wages(office.actor, draft.pk, {one.pk: "", other.pk: "9100"}, now=office.now)
    draft.refresh_from_db()
    assert (draft.state, draft.content_version) == (State.DRAFT, version + 1)
    assert states(office.submit(draft)) == ["good"]


def test_a_page_that_is_with_the_worker_cannot_be_typed_into(office: Office) -> None:
    (one,) = office.employ()
    checked = office.by_page({one: "9000"})
    bases.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    with pytest.raises(Conflict):
        bases.keep_wages(office.actor, checked.pk, {one.pk: "9100"}, now=office.now)


def test_the_clerks_are_told(office: Office) -> None:
    (one,) = office.employ()
    done = office.declare({one: "9000"})
    assert list(Notice.objects.filter(declaration_id=done.pk).values_list("kind", flat=True)) == ["bases_effective"]


def test_wages_of_another_employers_contracts_are_passed_over(office: Office) -> None:
    (one,) = office.employ()
    draft = office.type({one: "9000"})
    bases.keep_wages(office.actor, draft.pk, {one.pk + 1_000_000: "1"}, now=office.now)
    assert states(office.submit(draft)) == ["good"]


def test_a_page_drawn_for_a_filing_that_is_finished_begins_a_new_one(office: Office) -> None:
    first, second = office.employ(2)
    done = office.declare({first: "9000"})
    late = bases.draft(office.actor, employer_id=office.employer.pk, client_key=done.client_key, now=office.now)
    assert late.pk != done.pk
    assert bases.keep_wages(office.actor, late.pk, {second.pk: "9100"}, now=office.now) == 1

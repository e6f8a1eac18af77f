"""One workbook that adds and ends: good lines go on, wrong ones come back named, nobody ends twice."""

from collections.abc import Sequence
from typing import Any

import pytest

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.contributions.actions import Made
from shebao.declarations import actions
from shebao.declarations.models import Declaration, LineState, State
from shebao.employment.models import Contract
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.portal import workbooks
from shebao.services.enrolment.fields import COLUMNS as ADDING
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, codes, found, states, violations
from shebao.services.enrolment.tests.people import good
from shebao.services.registration.actions import begin_correction
from shebao.services.withdrawal import queries
from shebao.services.withdrawal.fields import GENERATE
from shebao.services.withdrawal.tests.people import charge, employ
from tests.workbooks import Row, leaving, workbook

pytestmark = pytest.mark.django_db
LAST_MONTH = "2026-10-31"


def send(desk: Desk, *rows: Row) -> Declaration:
    """A workbook of additions and endings, as far as its check."""
    draft = desk.begin(single=False, service="registration")
    desk.put(draft, workbook(list(rows)))
    return desk.submit(draft)


def ended(*serials: int, day: str = LAST_MONTH) -> Sequence[Row]:
    return [leaving(serial, ended_on=day) for serial in serials]


def test_it_adds_and_ends(desk: Desk) -> None:
    employ(desk, 0)
    employ(desk, 1)
    checked = send(desk, *ended(0), good(10), *ended(1), good(11))
    assert (checked.lines, checked.good, checked.bad, found(checked, "hard")) == (4, 4, 0, set())
    done = desk.confirm(checked)
    assert (done.state, done.effective, states(done)) == (State.EFFECTIVE, 4, [LineState.EFFECTIVE] * 4)
    assert Contract.objects.filter(ended_on=None).count() == 2
    assert violations() == []


def test_good_lines_go_on_without_the_bad_ones(desk: Desk) -> None:
    employ(desk, 0)
    wrong = [*ended(7), leaving(8, ended_on="2026-13-01"), good(12, wage="0")]
    checked = send(desk, *ended(0), *wrong, good(10))
    assert (checked.good, checked.bad) == (2, 3)
    assert {(line, code) for line, code, _ in found(checked, "hard")} == {
        (2, "no_running_contract"), (3, "date_impossible"), (4, "wage_zero"), (3, "no_running_contract"),
    }  # fmt: skip
    done = desk.confirm(checked)
    assert (done.state, done.effective) == (State.PARTLY, 2)
    assert violations() == []


def test_errors_of_both_kinds_stand_at_their_cells(desk: Desk) -> None:
    checked = send(desk, *ended(7), good(12, wage="0"))
    problems = workbooks.problems(checked.pk)
    assert {row: [one.key for one in told] for row, told in problems.items()} == {2: ["document_number"], 3: ["wage"]}


def test_sent_again_nobody_ends_twice(desk: Desk) -> None:
    employ(desk, 0)
    rows = [*ended(0), good(10)]
    first = desk.confirm(send(desk, *rows))
    again = send(desk, *rows)
    assert (again.state, states(again)) == (State.EFFECTIVE, [LineState.DONE_BEFORE] * 2)
    assert codes(again) == {"ended_before", "done_before"}
    assert Contract.objects.get(person__document_number=rows[0]["document_number"]).end_declaration_id == first.pk


def test_one_choice_for_all_who_leave_this_month(desk: Desk) -> None:
    contracts = [employ(desk, serial) for serial in range(3)]
    charge(contracts[2])
    checked = send(desk, *ended(0, 1, 2, day="2026-11-20"))
    assert (checked.good, checked.bad, queries.not_charged(checked.pk)) == (1, 2, 2)
    chosen = desk.choose_month(checked)
    totals = queries.totals(chosen.pk)
    assert (chosen.good, totals["ending"], totals["generated"]) == (3, 3, 2)
    assert desk.confirm(chosen).effective == 3
    assert violations() == []


def test_each_is_corrected_from_the_first_month_after_the_own_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    contracts = [employ(desk, serial) for serial in range(3)]
    for month in (Month(2026, 9), Month(2026, 10), Month(2026, 11)):
        charge(*contracts, month=month)
    asked: dict[int, frozenset[int]] = {}
    correct = contributions.correct

    def noted(actor: Actor, *, contracts: list[int], first: Month, **rest: Any) -> Made:
        asked[int(first)] = frozenset(contracts)
        return correct(actor, contracts=contracts, first=first, **rest)

    monkeypatch.setattr(contributions, "correct", noted)
    checked = send(desk, *ended(0, day="2026-08-31"), *ended(1, 2))
    assert desk.confirm(checked).effective == 3
    first, *others = (one.pk for one in contracts)
    assert asked == {202609: frozenset([first]), 202611: frozenset(others)}
    assert violations() == []


def test_choosing_the_month_twice_is_choosing_it_once(desk: Desk) -> None:
    employ(desk, 0)
    checked = send(desk, *ended(0, day="2026-11-20"))
    first = actions.choose(desk.actor, checked.pk, GENERATE, "1", now=desk.now)
    again = actions.choose(desk.actor, checked.pk, GENERATE, "1", now=desk.now)
    assert (again.state, again.content_version) == (State.CHECKING, first.content_version)
    with pytest.raises(Conflict):
        actions.choose(desk.actor, checked.pk, GENERATE, "", now=desk.now)
    assert desk.work(checked).good == 1


def test_what_was_chosen_goes_with_the_workbook_it_was_chosen_for(desk: Desk) -> None:
    employ(desk, 0)
    chosen = desk.choose_month(send(desk, *ended(0, day="2026-11-20")))
    assert chosen.good == 1
    desk.put(chosen, workbook(list(ended(0, day="2026-11-19"))))
    checked = desk.submit(chosen)
    assert (checked.good, queries.not_charged(checked.pk)) == (0, 1)


def test_a_person_is_not_added_and_ended_by_the_same_workbook(desk: Desk) -> None:
    employ(desk, 0)
    checked = send(desk, *ended(0), good(0))
    assert {(line, code) for line, code, _ in found(checked, "hard")} == {
        (2, "ending_in_same_filing"), (2, "under_contract"),
    }  # fmt: skip
    assert desk.confirm(checked).effective == 1


def test_a_person_leaves_once(desk: Desk) -> None:
    employ(desk, 0)
    checked = send(desk, *ended(0), *ended(0))
    assert found(checked, "hard") == {(2, "duplicate_line", "document_number")}


def test_a_person_leaves_once_though_named_by_both_linked_numbers(desk: Desk) -> None:
    employ(desk, 0)
    employ(desk, 1)
    with action(SYSTEM, "earlier"):
        kept = Person.objects.earliest("pk")
        Contract.objects.exclude(person=kept).update(voided=True)
        Person.objects.update(same_person=kept.pk)
    checked = send(desk, *ended(0), *ended(1))
    assert (2, "same_person_line", "document_number") in found(checked, "hard")
    assert checked.good == 1


@pytest.mark.parametrize("written", ["终止", "减员", "解除", " 终止 "])
def test_every_usual_word_for_an_ending(desk: Desk, written: str) -> None:
    employ(desk, 0)
    checked = send(desk, leaving(0, ended_on=LAST_MONTH, filing_kind=written))
    assert (checked.good, found(checked, "hard")) == (1, set())


def test_a_line_of_no_known_kind_is_none(desk: Desk) -> None:
    checked = send(desk, good(0, filing_kind="调动"))
    assert (1, "code_unknown", "filing_kind") in found(checked, "hard")


def test_an_ending_without_its_kind_adds_nobody(desk: Desk) -> None:
    employ(desk, 0)
    checked = send(desk, leaving(0, ended_on=LAST_MONTH, filing_kind=None))
    assert (1, "filing_kind_missing", "filing_kind") in found(checked, "hard")
    assert checked.good == 0


def test_workbooks_from_before_there_were_endings_still_work(desk: Desk) -> None:
    draft = desk.begin(single=False, service="registration")
    desk.put(draft, workbook([good(0)], columns=ADDING))
    checked = desk.submit(draft)
    assert (checked.good, found(checked)) == (1, set())


def test_a_workbook_that_only_ends(desk: Desk) -> None:
    employ(desk, 0)
    done = desk.confirm(send(desk, *ended(0)))
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)


def test_a_line_that_failed_is_corrected_by_itself(desk: Desk) -> None:
    employ(desk, 0)
    done = desk.confirm(send(desk, leaving(0, ended_on="昨天"), good(10)))
    draft = begin_correction(desk.actor, done.pk, 1, now=desk.now)
    assert (draft.service, draft.single, draft.payload["ended_on"]) == ("withdrawal", True, "昨天")
    assert draft.payload["end_reason"] == "T37"

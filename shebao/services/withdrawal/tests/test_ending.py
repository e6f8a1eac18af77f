"""One employee leaves: what is shown, what happens, and what the others are told."""

import pytest
from django.db.models import Sum

from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge, Notice, Wage
from shebao.declarations.models import LineState, State
from shebao.employment.models import Contract
from shebao.notices.models import Notice as ClerkNotice
from shebao.persons.models import Person
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, codes, found, states, steps_told, violations
from shebao.services.enrolment.tests.people import good
from shebao.services.registration import actions as registration
from shebao.services.withdrawal import queries
from shebao.services.withdrawal.tests.people import (
    LAST_MONTH,
    THIS_MONTH,
    charge,
    covered,
    employ,
    enrol_now,
    told,
)

pytestmark = pytest.mark.django_db


def owed(contract: Contract, month: int) -> int:
    """Both shares on record for a contract and month, fen."""
    sums = Charge.objects.filter(contract_id=contract.pk, month=month).aggregate(
        Sum("employer_fen"), Sum("personal_fen")
    )
    return sum(value or 0 for value in sums.values())


def test_last_month_goes_straight_through(desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-10-31")
    assert (checked.state, found(checked, "hard"), found(checked, "soft")) == (State.CHECKED, set(), set())
    done = desk.confirm(checked)
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    contract.refresh_from_db()
    assert (str(contract.ended_on), contract.end_reason, contract.stop_reason) == ("2026-10-31", "T37", "222")
    assert (contract.end_declaration_id, contract.end_line_no, contract.voided) == (done.pk, 1, False)
    assert covered(contract) == dict.fromkeys(("110", "210", "410"), (202608, 202610, False))
    assert Wage.objects.get(contract_id=contract.pk).to_month == 202610
    assert violations() == []


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-15", "2026-10-31"])
def test_whichever_day_of_the_month_it_is_the_last(desk: Desk, day: str) -> None:
    contract = employ(desk)
    desk.confirm(desk.end(ended_on=day))
    assert {to_month for _, to_month, _ in covered(contract).values()} == {202610}


def test_the_others_are_told_from_which_month_on(desk: Desk) -> None:
    employ(desk)
    messages = told(desk.confirm(desk.end(ended_on="2026-10-31")))
    assert messages.keys() == {"medical", "national_pension"}
    for message in messages.values():
        assert (message.kind, message.sequence, message.payload["month"]) == ("withdrawn", 2, 202611)
        assert (message.payload["reason"], message.payload["wage_fen"]) == ("222", None)
    assert messages["medical"].payload["schemes"] == ["310", "510"]


def test_december_is_followed_by_january(desk: Desk) -> None:
    employ(desk)
    desk.now = desk.now.replace(year=2027, month=1)
    done = desk.confirm(desk.end(ended_on="2026-12-31"))
    assert told(done)["medical"].payload["month"] == 202701


def test_this_month_wants_its_charge_first(desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-11-20")
    assert found(checked, "hard") == {(1, "month_not_charged", "ended_on")}
    assert checked.good == 0
    assert queries.only_not_charged(checked.pk, 1)
    chosen = desk.choose_month(checked)
    assert found(chosen) == {(1, "month_is_charged", "ended_on")}
    line = queries.line(chosen.pk, 1)
    assert line is not None
    assert (line.generate, line.employer_fen > 0, line.personal_fen > 0) == (True, True, True)
    assert Charge.objects.count() == 0
    done = desk.confirm(chosen)
    assert done.state == State.EFFECTIVE
    assert owed(contract, 202611) == line.employer_fen + line.personal_fen
    assert covered(contract)["110"] == (202608, 202611, False)
    assert told(done)["medical"].payload["month"] == 202612
    assert "month_generated" in steps_told(done)
    assert violations() == []


def test_this_month_goes_straight_through_where_it_is_charged(desk: Desk) -> None:
    contract = employ(desk)
    charge(contract)
    before = owed(contract, 202611)
    checked = desk.end(ended_on="2026-11-01")
    assert found(checked) == set()
    desk.confirm(checked)
    assert owed(contract, 202611) == before > 0


def test_choosing_twice_checks_once_more_only(desk: Desk) -> None:
    employ(desk)
    chosen = desk.choose_month(desk.end(ended_on="2026-11-20"))
    again = desk.choose_month(chosen)
    assert again.content_version == chosen.content_version


def test_a_charge_made_meanwhile_is_not_what_was_confirmed(desk: Desk) -> None:
    contract = employ(desk)
    chosen = desk.choose_month(desk.end(ended_on="2026-11-20"))
    registration.confirm(desk.actor, chosen.pk, chosen.content_version, now=desk.now)
    charge(contract)
    done = desk.work(chosen)
    assert (done.state, codes(done)) == (State.FAILED, {"month_is_charged", "charges_changed"})
    contract.refresh_from_db()
    assert contract.ended_on is None


def test_enrolled_by_mistake_owes_nothing(desk: Desk) -> None:
    contract = enrol_now(desk)
    charge(contract)
    assert owed(contract, 202611) > 0
    checked = desk.end(ended_on="2026-11-20", end_reason="T-OTH", stop_reason="SR-OTH")
    assert found(checked, "hard") == set()
    assert {code for _, code, _ in found(checked, "soft")} == {"enrolled_by_mistake", "mistake_months_unpaid"}
    done = desk.confirm(checked)
    assert done.state == State.EFFECTIVE
    contract.refresh_from_db()
    assert contract.voided
    assert all(voided for _, _, voided in covered(contract).values())
    assert Wage.objects.get(contract_id=contract.pk).voided
    assert owed(contract, 202611) == 0
    assert told(done)["medical"].payload["month"] == 202611
    assert violations() == []


def test_a_mistake_needs_no_charge_of_the_month(desk: Desk) -> None:
    enrol_now(desk)
    checked = desk.end(ended_on="2026-11-20", end_reason="T-OTH", stop_reason="SR-OTH")
    assert codes(checked) == {"enrolled_by_mistake"}
    assert desk.confirm(checked).state == State.EFFECTIVE
    assert Charge.objects.count() == 0


def test_after_a_mistake_the_person_may_be_enrolled_elsewhere(desk: Desk, other_desk: Desk) -> None:
    enrol_now(desk)
    desk.confirm(desk.end(ended_on="2026-11-20", end_reason="T-OTH", stop_reason="SR-OTH"))
    assert other_desk.enrol(good(0)).state == State.EFFECTIVE
    assert violations() == []


def test_a_mistake_is_one_of_this_month_only(desk: Desk) -> None:
    employ(desk)
    checked = desk.end(ended_on="2026-11-20", end_reason="T-OTH", stop_reason="SR-OTH")
    assert found(checked, "hard") == {(1, "mistake_too_late", "stop_reason")}


def test_months_charged_after_the_end_are_cancelled(desk: Desk) -> None:
    contract = employ(desk)
    charge(contract, month=LAST_MONTH)
    charge(contract, month=THIS_MONTH)
    checked = desk.end(ended_on="2026-09-30")
    assert found(checked) == {(1, "later_months_unpaid", "ended_on")}
    line = queries.line(checked.pk, 1)
    assert line is not None
    assert line.cancelled_fen == owed(contract, 202610) + owed(contract, 202611)
    done = desk.confirm(checked)
    assert (owed(contract, 202610), owed(contract, 202611)) == (0, 0)
    assert "charges_cancelled" in steps_told(done)
    assert violations() == []


def test_months_paid_after_the_end_stay_and_lead_to_the_refund(desk: Desk) -> None:
    contract = employ(desk)
    charge(contract, month=LAST_MONTH)
    for notice in Notice.objects.filter(month=202610):
        if notice.state == "to_declare":
            contributions.declare(SYSTEM, notice.pk, now=desk.now)
        contributions.settle(SYSTEM, notice_id=notice.pk, paid_on=desk.now.date())
    paid = owed(contract, 202610)
    checked = desk.end(ended_on="2026-09-30")
    assert found(checked) == {(1, "later_months_paid", "ended_on")}
    done = desk.confirm(checked)
    assert owed(contract, 202610) == paid > 0
    assert "charges_refundable" in steps_told(done)


def test_a_death_is_put_on_record_for_good(desk: Desk, other_desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-10-12", end_reason="T44-3", stop_reason="211")
    assert found(checked) == {(1, "death_recorded", "stop_reason")}
    desk.confirm(checked)
    assert str(Person.objects.get(pk=contract.person_id).died_on) == "2026-10-12"
    assert "deceased" in codes(other_desk.single(good(0)))


def test_missing_is_not_dead(desk: Desk) -> None:
    contract = employ(desk)
    desk.confirm(desk.end(ended_on="2026-10-12", end_reason="T44-3", stop_reason="227"))
    assert Person.objects.get(pk=contract.person_id).died_on is None


def test_the_reason_for_stopping_follows_where_it_is_left_out(desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-10-31", end_reason="T39", stop_reason="")
    assert found(checked) == {(1, "stop_reason_taken", "stop_reason")}
    desk.confirm(checked)
    contract.refresh_from_db()
    assert contract.stop_reason == "223"


def test_the_same_ending_again_changes_nothing(desk: Desk) -> None:
    contract = employ(desk)
    first = desk.confirm(desk.end(ended_on="2026-10-31"))
    again = desk.end(ended_on="2026-10-31")
    assert (again.state, states(again), codes(again)) == (State.EFFECTIVE, [LineState.DONE_BEFORE], {"ended_before"})
    contract.refresh_from_db()
    assert contract.end_declaration_id == first.pk


def test_another_ending_of_the_same_contract_is_refused(desk: Desk) -> None:
    employ(desk)
    desk.confirm(desk.end(ended_on="2026-10-31"))
    assert found(desk.end(ended_on="2026-09-30"), "hard") == {(1, "ended_otherwise", "document_number")}


def test_hired_again_and_ended_again(desk: Desk) -> None:
    employ(desk)
    desk.confirm(desk.end(ended_on="2026-10-31"))
    assert desk.enrol(good(0)).state == State.EFFECTIVE
    checked = desk.choose_month(desk.end(ended_on="2026-11-20"))
    assert desk.confirm(checked).state == State.EFFECTIVE
    assert Contract.objects.filter(ended_on=None).count() == 0
    assert violations() == []


def test_whoever_has_left_may_be_enrolled_elsewhere_from_the_next_month_on(desk: Desk, other_desk: Desk) -> None:
    employ(desk)
    assert "insured_elsewhere" in codes(other_desk.single(good(0)))
    desk.confirm(desk.end(ended_on="2026-10-31"))
    assert other_desk.enrol(good(0)).state == State.EFFECTIVE


def test_the_clerks_of_another_employer_learn_nothing(desk: Desk, other_desk: Desk) -> None:
    employ(desk)
    for name in ("王伟", "别的名字"):
        assert codes(other_desk.end(ended_on="2026-10-31", name=name)) == {"no_running_contract"}


def test_the_clerks_are_told(desk: Desk) -> None:
    employ(desk)
    done = desk.confirm(desk.end(ended_on="2026-10-31"))
    notice = ClerkNotice.objects.filter(declaration_id=done.pk).latest("pk")
    assert (notice.kind, notice.params["ended"]) == ("ended_effective", "1")


def test_confirming_on_another_day_checks_again(desk: Desk) -> None:
    employ(desk)
    checked = desk.choose_month(desk.end(ended_on="2026-11-20"))
    desk.now = desk.now.replace(month=12, day=1)
    registration.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    again = desk.work(checked)
    assert (again.state, again.good) == (State.CHECKED, 1)


def test_nobody_is_dead_by_default(desk: Desk) -> None:
    contract = employ(desk)
    checked = desk.end(ended_on="2026-10-12", end_reason="T44-3", stop_reason="")
    assert found(checked, "hard") == {(1, "stop_reason_needed", "stop_reason")}
    assert checked.good == 0
    assert Person.objects.get(pk=contract.person_id).died_on is None

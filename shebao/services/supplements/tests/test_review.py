"""What has to be proven, and what officers decide about it."""

import pytest

from shebao.access.models import User
from shebao.audit.actions import Actor
from shebao.declarations.models import Declaration, State
from shebao.kernel.months import Month
from shebao.review import actions as review
from shebao.review import queries
from shebao.review.models import Case, CaseState, Verdict
from shebao.services.supplements.tests.office import Office, entries, found, spells, states

pytestmark = pytest.mark.django_db

FIVE = {"2023-05": "8000", "2023-06": "8000", "2023-07": "8000", "2023-08": "8000", "2023-09": "8000"}


def proven(office: Office, wages: dict[str, str], *papers: str) -> Declaration:
    """A filing by page with papers as far as its preview."""
    (one,) = office.employ(since="2018-03-05")
    office.assess()
    draft = office.query(one)
    for paper in papers:
        office.attach(draft, paper)
    office.choose(draft, one, wages)
    return office.submit(draft)


def in_review(office: Office) -> Declaration:
    waiting = office.confirm(proven(office, FIVE, "contract"))
    assert (waiting.state, waiting.to_review, states(waiting)) == (State.IN_REVIEW, 1, ["in_review"])
    return waiting


def decide(office: Office, officer: User, waiting: Declaration, verdict: Verdict, reason: str = "") -> Declaration:
    (case,) = Case.objects.filter(declaration_id=waiting.pk, state=CaseState.OPEN).select_related("declaration")
    actor = Actor("user", officer.name, "office", user_id=officer.pk)
    review.decide(actor, case.pk, verdict, reason=reason, seen_version=queries.version(case), now=office.now)
    return office.work(waiting)


def test_more_than_three_months_have_to_be_proven(office: Office) -> None:
    assert (1, "proof_missing") in found(proven(office, FIVE), "hard")
    assert (1, "proof_missing") in found(proven(office, FIVE, "application"), "hard")
    checked = proven(office, FIVE, "payroll")
    assert (checked.good, found(checked)) == (1, {(1, "officer_decides")})


def test_three_months_need_no_proof_and_nobodys_decision(office: Office) -> None:
    (one,) = office.employ(since="2023-05-08")
    office.assess()
    checked = office.by_page(one, {"2023-08": "8000"})
    assert (checked.good, found(checked)) == (1, set())


def test_pension_of_more_than_three_years_ago_needs_a_legal_document(office: Office) -> None:
    old = {"2020-10": "8000"}
    assert (1, "proof_missing") in found(proven(office, old, "contract", "payroll"), "hard")
    assert found(proven(office, old, "legal"), "hard") == set()
    recent = {"2020-11": "8000"}
    assert found(proven(office, recent, "contract"), "hard") == set()


def test_what_was_approved_takes_effect_as_a_payment_for_past_times(office: Office, officer: User) -> None:
    waiting = in_review(office)
    one = office.employed[-1]
    assert spells(one) == [(202310, None)]
    done = decide(office, officer, waiting, Verdict.APPROVE)
    assert (done.state, done.effective) == (State.EFFECTIVE, 1)
    assert spells(one) == [(202305, 202309), (202310, None)]
    assert {kind for _, kind, _, _ in entries(one, 202305)} == {"32"}
    assert office.bill(done).notices == 5


def test_what_was_rejected_ends_and_covers_nobody(office: Office, officer: User) -> None:
    done = decide(office, officer, in_review(office), Verdict.REJECT, "材料不足以证明劳动关系")
    assert (done.state, states(done)) == (State.REJECTED, ["rejected"])
    assert spells(office.employed[-1]) == [(202310, None)]


def test_what_went_back_can_be_changed_and_handed_in_again(office: Office, officer: User) -> None:
    returned = decide(office, officer, in_review(office), Verdict.RETURN, "请补充工资凭证")
    assert returned.state == State.RETURNED
    one = office.employed[-1]
    office.attach(returned, "payroll")
    office.choose(returned, one, {"2023-06": "8100"})
    again = office.confirm(office.submit(returned))
    done = decide(office, officer, again, Verdict.APPROVE)
    assert (done.state, spells(one)) == (State.EFFECTIVE, [(202306, 202306), (202310, None)])


def test_a_month_taken_meanwhile_fails_the_line_and_says_so(office: Office, neighbour: Office, officer: User) -> None:
    waiting = in_review(office)
    one = office.employed[-1]
    (theirs,) = neighbour.employ()
    neighbour.cover(theirs, Month(2023, 6), Month(2023, 6), person_id=one.person_id)
    done = decide(office, officer, waiting, Verdict.APPROVE)
    assert (done.state, states(done)) == (State.FAILED, ["failed"])
    assert (1, "changed_now") in found(done, "hard")
    assert spells(one) == [(202310, None)]
    assert entries(one, 202305) == []


def test_a_paper_added_after_the_preview_is_looked_at_first(office: Office) -> None:
    checked = proven(office, FIVE, "contract")
    office.attach(checked, "other")
    again = office.confirm(checked)
    assert (again.state, again.content_version) == (State.CHECKED, checked.content_version)

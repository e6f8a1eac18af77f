"""Two at the same moment: what was paid is given back once, ordered once, and never more than was paid.

`SHEBAO_RACES=125 pytest …` runs each of the four races so many times.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Final

import pytest
from django.db import connection
from django.db.models import Sum

from shebao.access.models import PostKind, User
from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge
from shebao.contributions.tests import town
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract
from shebao.kernel.errors import Conflict
from shebao.outbox.models import Message
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.tests.desk import SYSTEM, violations
from shebao.services.enrolment.tests.test_races import at_once
from shebao.services.refunds import actions, applying, ordering
from shebao.services.refunds.models import Payout, Refund, RefundItem
from shebao.services.refunds.queries import Accounts
from shebao.services.refunds.tests.office import OCTOBER, OTHER_ACCOUNT, PAID, Office, bank_says, officer

ROUNDS: Final = int(os.environ.get("SHEBAO_RACES", "5"))
pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[], object]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office(town.employer())


@pytest.fixture
def officers(transactional_db: None) -> tuple[User, User]:
    return officer(1, PostKind.FIRST_REVIEW), officer(2, PostKind.SECOND_REVIEW)


@pytest.fixture
def contracts(office: Office) -> list[Contract]:
    """People of whom three months were paid."""
    people = [office.employ(str(5_000 + serial)) for serial in range(ROUNDS)]
    office.assess(*PAID)
    return people


def in_time(do: Deed, refusals: list[str]) -> Deed:
    """A deed that may lose: what it was told stands in `refusals`."""

    def attempt() -> None:
        try:
            do()
        except Conflict as lost:
            refusals.append(lost.code)
        finally:
            connection.close()

    return attempt


def standing(contract: Contract) -> dict[tuple[int, str], int]:
    """What the entries come to by month and scheme."""
    rows = Charge.objects.filter(person_id=contract.person_id).values("month", "scheme")
    return {(row["month"], row["scheme"]): row["fen"] + row["own"] for row in rows.annotate(
        fen=Sum("employer_fen"), own=Sum("personal_fen")
    )}  # fmt: skip


def confirmed_anyhow(office: Office, checked: Declaration) -> Declaration:
    """As if both had been confirmed before either could see the other: what the lock finds has to hold by itself."""
    changed = {"state": State.APPLYING, "next_step": "apply", "confirmed_at": office.now}
    with action(SYSTEM, "race"):
        Declaration.objects.filter(pk=checked.pk).update(**changed)
    return Declaration.objects.select_related("employer").get(pk=checked.pk)


def apply(office: Office, one: Declaration) -> Deed:
    return in_time(partial(applying.apply, one, office.now), [])


def test_two_clerks_ask_for_the_same_months(office: Office, contracts: list[Contract]) -> None:
    for contract in contracts:
        checked = [office.checked(contract, [OCTOBER]) for _ in range(2)]
        pair = [confirmed_anyhow(office, one) for one in checked]
        at_once(*(apply(office, one) for one in pair))
        states = sorted(Declaration.objects.get(pk=one.pk).state for one in pair)
        assert states == [State.FAILED, State.IN_REVIEW]
    assert RefundItem.objects.filter(live=True).count() == 3 * len(contracts)
    assert violations() == []


def test_the_second_decision_against_a_change_of_the_wage(
    office: Office, officers: tuple[User, User], contracts: list[Contract]
) -> None:
    """Whoever is first: nothing of the month is left, and what was given back is what both officers have seen."""
    for contract in contracts:
        waiting = office.decide(officers[0], office.waiting(contract, [OCTOBER]))
        _decide(office, officers[1], waiting)
        town.declare_wage(contract, "12000", 202309)
        correct = partial(
            contributions.correct, SYSTEM, contracts=[contract.pk], first=OCTOBER, last=OCTOBER, now=office.now
        )
        decide = partial(applying.decide, waiting, office.now)
        at_once(in_time(decide, []), in_time(correct, []))
        assert Declaration.objects.get(pk=waiting.pk).state == State.EFFECTIVE
        assert {fen for (month, _), fen in standing(contract).items() if month == int(OCTOBER)} == {0}
    assert violations() == []


def _decide(office: Office, user: User, waiting: Declaration) -> None:
    """A decision that no worker has carried out yet."""
    case = Case.objects.get(declaration=waiting, state="open")
    actor = Actor("user", user.name, "office", user_id=user.pk)
    seen = cases.version(case)
    review.decide(actor, case.pk, Verdict.APPROVE, reason="", seen_version=seen, now=office.now)


def test_two_workers_carry_out_the_same_decision(
    office: Office, officers: tuple[User, User], contracts: list[Contract]
) -> None:
    for contract in contracts:
        waiting = office.decide(officers[0], office.waiting(contract, [OCTOBER]))
        _decide(office, officers[1], waiting)
        decide = in_time(partial(applying.decide, waiting, office.now), [])
        at_once(decide, decide)
    assert Refund.objects.count() == Payout.objects.count() == len(contracts)
    assert Message.objects.filter(system="bank").count() == len(contracts)
    assert violations() == []


def test_two_clerks_give_another_account_and_two_workers_order(
    office: Office, officers: tuple[User, User], contracts: list[Contract]
) -> None:
    for contract in contracts:
        refund = office.refunded(contract, [OCTOBER], officers)
        bank_says(refund, paid=False)
        account, refusals = Accounts("建设银行", office.employer.name, OTHER_ACCOUNT), list[str]()
        give = partial(actions.give_account, office.actor, refund.pk, account, office.employer.name, now=office.now)
        at_once(in_time(give, refusals), in_time(give, refusals))
        assert refusals in ([], ["account_given"])
        carry_out = in_time(partial(ordering.carry_out_requests, now=office.now), [])
        at_once(carry_out, carry_out)
        assert Payout.objects.filter(refund=refund).count() == 2
        assert bank_says(refund, paid=True) == "paid"
    assert violations() == []

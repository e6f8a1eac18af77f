"""Two at the same moment: a month is made up once, asked for once, and whoever comes second is told why.

SHEBAO_RACES says how many of each kind are run; a few in an ordinary run.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from shebao.collection.models import Bill, BillState
from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge, Notice
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Coverage
from shebao.kernel.months import Month
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.enrolment.tests.test_races import at_once
from shebao.services.supplements import actions, applying
from shebao.services.supplements.tests.office import Office, entries, found, spells
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = int(os.environ.get("SHEBAO_RACES", "5"))
CHECKS = ["bill", "payment_settles", "issued_notice", "messages_in_order", "supplement", "coverage", "finding_of"]
MONTHS = {"2023-08": "8000", "2023-09": "8000"}


@pytest.fixture(autouse=True)
def _what_must_hold(office: Office) -> Iterator[None]:
    yield
    assert [(one.name, one.subjects) for one in verify(only=CHECKS).results if one.violations] == []


def confirmed(office: Office, checked: Declaration) -> Declaration:
    actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
    return Declaration.objects.select_related("employer").get(pk=checked.pk)


def apply(office: Office, checked: Declaration) -> Callable[[], None]:
    """Confirm now, and carry it out when called."""
    filing = confirmed(office, checked)
    return lambda: applying.apply(filing, office.now)


def test_two_filings_of_the_same_months_make_them_up_once(office: Office) -> None:
    office.assess()
    for _ in range(TIMES):
        (one,) = office.employ(since="2023-07-03")
        first, second = (office.by_page(one, MONTHS) for _ in range(2))
        at_once(apply(office, first), apply(office, second))
        ends = Counter(Declaration.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
        assert ends == {State.EFFECTIVE: 1, State.FAILED: 1}
        lost = Declaration.objects.get(pk__in=[first.pk, second.pk], state=State.FAILED)
        assert found(lost, "hard") == {(1, "changed_now")}
        assert spells(one) == [(202308, 202309), (202310, None)]
        assert len(entries(one, 202308)) == 3
    assert Bill.objects.count() == TIMES


def test_two_employers_and_the_same_month_of_a_person(office: Office, neighbour: Office) -> None:
    office.assess()
    for _ in range(TIMES):
        (one,) = office.employ(since="2023-07-03")
        other = neighbour.hire(one.person, since="2023-07-03", insured="2023-11")
        mine, theirs = office.by_page(one, MONTHS), neighbour.by_page(other, MONTHS)
        at_once(apply(office, mine), apply(neighbour, theirs))
        ends = Counter(Declaration.objects.filter(pk__in=[mine.pk, theirs.pk]).values_list("state", flat=True))
        assert ends == {State.EFFECTIVE: 1, State.FAILED: 1}
        held = Coverage.objects.filter(person=one.person, scheme="110", voided=False, from_month=202308)
        assert held.count() == 1
        assert Charge.objects.filter(person_id=one.person_id, month=202308, scheme="110").count() == 1


def test_a_confirmation_sent_twice_counts_once(office: Office) -> None:
    office.assess()
    for _ in range(TIMES):
        (one,) = office.employ(since="2023-07-03")
        checked = office.by_page(one, MONTHS)
        at_once(*[lambda checked=checked: confirmed(office, checked)] * 4)
        done = office.work(checked)
        assert (done.state, done.effective, len(entries(one, 202308))) == (State.EFFECTIVE, 1, 3)
    assert Bill.objects.count() == TIMES


def test_a_payment_and_another_supplement_of_the_same_months_keep_apart(office: Office) -> None:
    office.assess()
    for _ in range(TIMES):
        one, other = office.employ(2, since="2023-07-03")
        paid = office.confirm(office.by_page(one, MONTHS))
        following = office.by_page(other, MONTHS)
        at_once(lambda paid=paid: office.pay(paid), apply(office, following))  # type: ignore[misc]
        assert office.bill(paid).state == BillState.PAID
        assert office.bill(following).state == BillState.ASKED
        assert entries(other, 202308) == entries(one, 202308)


def test_a_correction_meanwhile_enters_nothing_twice(office: Office) -> None:
    office.assess()
    for _ in range(TIMES):
        (one,) = office.employ(since="2023-07-03")
        checked = office.by_page(one, MONTHS)

        def correct(contract: int = one.pk) -> None:
            first, last = Month(2023, 8), Month(2023, 11)
            contributions.correct(SYSTEM, contracts=[contract], first=first, last=last, now=office.now)

        at_once(apply(office, checked), correct)
        correct()
        assert [kind for _, kind, _, _ in entries(one, 202308)] == ["31"] * 3
        assert office.bill(checked).state == BillState.ASKED
    asked = Notice.objects.filter(purpose="supplement", month=202308, state="issued")
    assert set(asked.values_list("due_on", flat=True)) == {date(2023, 10, 7)}

"""Two records are linked at the moment at which somebody else insures the person under the other number."""

from datetime import date

import pytest

from shebao.audit import actions as audit
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract, Coverage
from shebao.persons import merging
from shebao.persons.models import Merger, MergerState, Person
from shebao.services.enrolment.tests.desk import SYSTEM, Desk, codes
from shebao.services.enrolment.tests.people import NOW, good
from shebao.services.enrolment.tests.test_races import apply, at_once
from shebao.services.withdrawal.tests.people import employ
from tests.workbooks import identity_number, name_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def known_before(serial: int) -> Person:
    """Somebody on record without any coverage, under the name of the one before."""
    number = identity_number(serial)
    with audit.action(SYSTEM, "know"):
        return Person.objects.create(
            social_security_number=number, document_number=number, document_type="01", name=name_of(serial - 1),
            sex="1", birth_date=date(1990, 3, 7), confirmed_by="shared",
        )  # fmt: skip


def test_either_the_link_or_the_insurance_comes_first_never_both(desk: Desk, other_desk: Desk) -> None:
    for turn in range(ROUNDS):
        wrong = employ(desk, 2 * turn)
        right = known_before(2 * turn + 1)
        checked = other_desk.single(good(2 * turn + 1, name=name_of(2 * turn)))
        merging.ask(SYSTEM, wrong.person_id, right.pk, wrong.pk, 1, why="", now=NOW)

        def link(contract: Contract = wrong) -> None:
            merging.carry_out(SYSTEM, contract.pk, 1, officer="赵磊", now=NOW)

        at_once(link, apply(other_desk, checked))
        done = Declaration.objects.get(pk=checked.pk)
        state = Merger.objects.get(declaration_id=wrong.pk).state
        insured = Coverage.objects.filter(person_id=right.pk, voided=False).exists()
        assert (done.state, state, insured) in (
            (State.FAILED, MergerState.LINKED, False),
            (State.EFFECTIVE, MergerState.CHANGED, True),
        )
        assert insured or codes(done) == {"insured_elsewhere_now"}

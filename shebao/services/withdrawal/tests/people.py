"""Employees on the day on which these tests play, and what became of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from shebao.audit import actions as audit
from shebao.contributions import actions as contributions
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.services.enrolment.tests.desk import SYSTEM, Desk
from shebao.services.enrolment.tests.people import NOW, good
from tests.workbooks import identity_number

THIS_MONTH: Final = Month(2026, 11)
LAST_MONTH: Final = Month(2026, 10)
EARLIER: Final = {"starts_on": "2026-08-03", "ends_on": "2029-08-02", "insured_from": "2026-08"}
THEN: Final = datetime.fromisoformat("2026-08-10T02:00:00+00:00")


def employ(desk: Desk, serial: int = 0, **changed: str) -> Contract:
    """Somebody enrolled in August, long before the day of these tests."""
    desk.now = THEN
    done = desk.enrol(good(serial, **{**EARLIER, **changed}))
    desk.now = NOW
    assert done.state == State.EFFECTIVE, done.state
    return Contract.objects.get(person__document_number=identity_number(serial), employer=desk.employer)


def enrol_now(desk: Desk, serial: int = 0) -> Contract:
    """Somebody enrolled this month."""
    assert desk.enrol(good(serial)).state == State.EFFECTIVE
    return Contract.objects.get(person__document_number=identity_number(serial), employer=desk.employer)


def charge(*contracts: Contract, month: Month = THIS_MONTH) -> None:
    """The month's charge exists, on a notice that was issued."""
    contributions.generate(SYSTEM, contracts=[one.pk for one in contracts], month=month, now=NOW)
    contributions.issue(SYSTEM, employers=[one.employer_id for one in contracts], month=month, now=NOW)


def covered(contract: Contract) -> dict[str, tuple[int, int | None, bool]]:
    """First and last month of each scheme, and whether it is void."""
    spells = Coverage.objects.filter(contract=contract)
    return {spell.scheme: (spell.from_month, spell.to_month, spell.voided) for spell in spells}


def told(declaration: Declaration) -> Mapping[str, Message]:
    """The messages of a filing of one line, by counterparty."""
    return {message.system: message for message in Message.objects.filter(declaration_id=declaration.pk)}


def past(desk: Desk, days: int) -> None:
    """Let days go by."""
    desk.now += timedelta(days=days)


def die(contract: Contract, day: str) -> None:
    """The person's death is on record."""
    with audit.action(SYSTEM, "record_death"):
        type(contract.person).objects.filter(pk=contract.person_id).update(died_on=day)

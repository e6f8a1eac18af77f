"""Refunds of the demonstration in every state: asked for a month that the agency assessed, long ago and paid.

Told again, what is done stays as it is.
"""

from datetime import UTC, date, datetime
from typing import Final

from city import cast
from shebao.contributions import monthly
from shebao.contributions.models import Charge, Notice, NoticeState
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.generation import tax
from shebao.generation.desk import Clerk, decide
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on
from shebao.persons.models import Person
from shebao.review.models import Verdict

MONTH: Final = Month(2023, 11)
ASSESSED_ON: Final = date(2023, 11, 28)
TOLD_ON: Final = date(2023, 12, 10)
ACCOUNT: Final = "0200000109200012345"
CLOSED_ACCOUNT: Final = "0200000109200010000"
BOTH: Final = (cast.OFFICER, cast.SUPERVISOR)


def paid_long_ago() -> None:
    """A month of the careful employer from the time in which the agency assessed, paid in time."""
    employer = Employer.objects.get(credit_code=cast.CAREFUL.credit_code)
    of_month = Notice.objects.filter(employer=employer, month=int(MONTH), series=0)
    if of_month.filter(state=NoticeState.PAID).exists():
        return
    try:
        tax.set_day(TOLD_ON)
        now = datetime(ASSESSED_ON.year, ASSESSED_ON.month, ASSESSED_ON.day, 2, tzinfo=UTC)
        monthly.run_month(MONTH, now=now, connections=1, employer_id=employer.pk)
        tax.wait_until_told()
        tax.set_day(due_on(law(), MONTH))
        tax.wait(lambda: of_month.filter(state=NoticeState.PAID).exists())
    finally:
        tax.set_day(None)


def waiting_for_confirmation() -> Declaration:
    """A request whose preview its clerk has not confirmed yet."""
    return _asked("preview", 0)


def waits_for_the_second() -> Declaration:
    """One that the first officer has passed."""
    return decide(_confirmed("second", 1), Verdict.APPROVE, cast.OFFICER)


def returned() -> Declaration:
    """One that the first officer has sent back."""
    return decide(_confirmed("returned", 2), Verdict.RETURN, cast.OFFICER, "材料不足以说明退费原因，请补充离职证明")


def paid_back() -> Declaration:
    """One that both have passed, and the bank has paid."""
    return _agreed("paid", 3, ACCOUNT)


def account_rejected() -> Declaration:
    """One that both have passed, and of which the bank could not pay to the account."""
    return _agreed("rejected", 4, CLOSED_ACCOUNT)


def _agreed(key: str, place: int, account: str) -> Declaration:
    declaration = _confirmed(key, place, account)
    for officer in BOTH:
        declaration = decide(declaration, Verdict.APPROVE, officer)
    return declaration


def _confirmed(key: str, place: int, account: str = ACCOUNT) -> Declaration:
    return _clerk().confirm(_asked(key, place, account))


def _asked(key: str, place: int, account: str = ACCOUNT) -> Declaration:
    return _clerk().ask_refund(f"demo-refund-{key}", _somebody(place), MONTH, account)


def _clerk() -> Clerk:
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)


def _somebody(place: int) -> Person:
    """People of whom the month was charged for pension, those with the highest ids first."""
    charged = Charge.objects.filter(month=int(MONTH), employer_id=_clerk().employer_id, scheme="110", entry=1)
    ids = charged.order_by("-person_id").values_list("person_id", flat=True)
    return Person.objects.get(pk=ids[place])


STORIES: Final = (waiting_for_confirmation, waits_for_the_second, returned, paid_back, account_rejected)

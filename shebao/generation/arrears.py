"""Arrears of the demonstration in every state: months of the late employer that the agency assessed, long ago, unpaid.

Told again, what is done stays as it is.
"""

from datetime import UTC, datetime
from typing import Final

from city import cast
from shebao.audit.actions import Actor
from shebao.collection import actions as collection
from shebao.collection.models import Bill, BillState, RecallRequest
from shebao.contributions import monthly
from shebao.contributions.models import Notice
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.generation import tax
from shebao.generation.desk import Clerk
from shebao.kernel import clock
from shebao.kernel.months import Month

MONTHS: Final = tuple(Month(2023, number) for number in (8, 9, 10, 11))
RUN_DAY: Final = 28
AGENCY: Final = Actor.system("演示经办机构", door="cli")


def owed_long_ago() -> None:
    """Four months of the late employer from the time in which the agency assessed; none was paid, all are overdue."""
    employer = Employer.objects.get(credit_code=cast.LATE.credit_code)
    if Notice.objects.filter(employer=employer, month=int(MONTHS[-1])).exists():
        return
    with tax.paying("never"):
        for month in MONTHS:
            day = month.first_day.replace(day=RUN_DAY)
            now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
            monthly.run_month(month, now=now, connections=1, employer_id=employer.pk)
    collection.collect(AGENCY, clock.today())
    tax.wait_until_told()


def paid() -> Declaration:
    """The earliest month, with a bill that was paid."""
    declaration = _clerk().confirm(_chosen("paid", MONTHS[0]))
    tax.hurry()
    tax.wait(lambda: not _bills(declaration, BillState.ASKED))
    return declaration


def to_be_paid() -> Declaration:
    """The next one, with a bill that is not paid yet."""
    with tax.paying("never"):
        return _clerk().confirm(_chosen("billed", MONTHS[1]))


def recalled() -> Declaration:
    """One whose bill the clerk has had recalled: the month is owed again."""
    clerk = _clerk()
    with tax.paying("never"):
        declaration = clerk.confirm(_chosen("recalled", MONTHS[2]))
    for bill in _bills(declaration, BillState.ASKED):
        clerk.recall(bill)
    tax.wait(lambda: not RecallRequest.objects.filter(state="waiting").exists())
    return declaration


def waiting_for_confirmation() -> Declaration:
    """Two months whose preview the clerk has not confirmed yet."""
    return _chosen("preview", *MONTHS[2:])


def _bills(declaration: Declaration, state: BillState) -> list[Bill]:
    return list(Bill.objects.filter(declaration_id=declaration.pk, state=state))


def _chosen(key: str, *months: Month) -> Declaration:
    return _clerk().choose_arrears(f"demo-arrears-{key}", months)


def _clerk() -> Clerk:
    return Clerk(cast.LATE_CLERK, cast.LATE.credit_code)


STORIES: Final = (paid, to_be_paid, recalled, waiting_for_confirmation)

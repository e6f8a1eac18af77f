"""Months made up in the demonstration, in every state: people who have worked for a while and are insured only now.

Told again, what is done stays as it is.
"""

from typing import Final

from city import cast
from city.people import Person
from city.persons import medical_outcome
from shebao.collection.models import Bill, BillState
from shebao.declarations.models import Declaration
from shebao.generation import tax
from shebao.generation.desk import SEED, Clerk, decide, newcomers
from shebao.kernel import clock
from shebao.kernel.months import Month, months
from shebao.review.models import Verdict

BEHIND: Final = 320
"""Places behind the demo city's people at which these people stand."""
WAGE: Final = 9_500
PAYROLL: Final = "payroll"
LONG_AGO: Final = 6
"""So many months back papers are asked for, and an officer decides."""


def waiting_for_confirmation() -> Declaration:
    """Two months whose preview the clerk has not confirmed yet."""
    return _asked("preview", 0, 2)


def waits_for_an_officer() -> Declaration:
    """Half a year, proven by the payroll."""
    return _clerk().confirm(_asked("review", 1, LONG_AGO, PAYROLL))


def returned() -> Declaration:
    """Half a year that an officer has sent back."""
    waiting = _clerk().confirm(_asked("returned", 2, LONG_AGO, PAYROLL))
    return decide(waiting, Verdict.RETURN, cast.OFFICER, "工资发放明细看不清，请重新上传")


def to_be_paid() -> Declaration:
    """Two months that took effect, with a bill that is not paid yet."""
    with tax.paying("never"):
        return _clerk().confirm(_asked("billed", 3, 2))


def paid() -> Declaration:
    """Two months that took effect, with a bill that was paid."""
    declaration = _clerk().confirm(_asked("paid", 4, 2))
    tax.hurry()
    tax.wait(lambda: not Bill.objects.filter(declaration_id=declaration.pk, state=BillState.ASKED).exists())
    return declaration


def _asked(key: str, place: int, count: int, paper: str = "") -> Declaration:
    """The last months before the current one are asked for, by somebody whose employment began with the first."""
    clerk, person, current = _clerk(), _somebody(place), Month.of(clock.today())
    first = current - count
    clerk.confirm(clerk.file(f"demo-supplement-{key}-enrolment", person, starts_on=first.first_day))
    chosen = tuple(months(first, current - 1))
    return clerk.ask_supplement(f"demo-supplement-{key}", person, chosen, WAGE, paper)


def _clerk() -> Clerk:
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)


def _somebody(place: int) -> Person:
    """People of whom the medical authority takes everything, old enough to have worked half a year ago."""
    grown = clock.today().year - 20
    people = newcomers(
        BEHIND,
        place + 1,
        lambda one: one.birth.year < grown and medical_outcome(one.number, SEED) == "success",
    )
    return people[place]


STORIES: Final = (waiting_for_confirmation, waits_for_an_officer, returned, to_be_paid, paid)

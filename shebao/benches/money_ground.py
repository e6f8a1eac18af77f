"""What the killing of money begins with: `python -m shebao.benches money_ground ROUNDS LINES FOLDER`.

For each round a workbook of months to be made up at one employer, a month that another one owes, and somebody of whom a
third one has paid a month that can be given back. Worker and counterparties are running; prints one JSON object.
"""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from django.db.models import Count

from city import cast
from city.employers import Employer as CastEmployer
from shebao.audit.actions import Actor
from shebao.benches.supplement_people import MONTHS, employ, fill_workbook
from shebao.collection import actions as collection
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Charge, Notice, NoticeState
from shebao.employers.models import Employer
from shebao.generation import tax
from shebao.kernel import clock
from shebao.kernel.months import Month, months
from shebao.law import law
from shebao.law.collection_calendar import due_on

MAKER: Final = Actor.system("测量", door="cli")
MAKES_UP: Final = cast.HUGE
OWES: Final = cast.LATE
GETS_BACK: Final = cast.CAREFUL
LAST_ASSESSED: Final = Month(2023, 11)
"""Among the last months in which the agency issued notices by itself: owed and paid ones go back from here."""
SCHEMES: Final = 3
RUN_DAY: Final = 28


def main(words: list[str]) -> None:
    """Prepare, and print owed months (oldest first), and who has paid which month."""
    rounds, lines, folder = int(words[0]), int(words[1]), Path(words[2])
    _to_be_made_up(rounds, lines, folder)
    owed = [LAST_ASSESSED - back for back in range(rounds - 1, -1, -1)]
    _owe(owed)
    paid = _paid(rounds)
    sys.stdout.write(json.dumps({"owed": [int(month) for month in owed], "paid": paid}) + "\n")


def _to_be_made_up(rounds: int, lines: int, folder: Path) -> None:
    people = employ(_employer(MAKES_UP), rounds * lines)
    for number in range(rounds):
        fill_workbook(folder / f"months-{number}.xlsx", people[number * lines : (number + 1) * lines])
    current = Month.of(clock.today())
    for month in months(current - MONTHS, current - 1):
        _settle(MAKES_UP, month)


def _settle(employer: CastEmployer, month: Month) -> None:
    """A month of those who are insured already: assessed, declared where it has to be, and paid if it is due."""
    try:
        _settle_then(employer, month)
    finally:
        tax.set_day(None)


def _settle_then(employer: CastEmployer, month: Month) -> None:
    tax.set_day(month.first_day.replace(day=RUN_DAY))
    notice = _assess(employer, month)
    contributions.declare(MAKER, notice.pk, now=clock.now())
    tax.wait_until_told()
    if (due := due_on(law(), month)) <= clock.today():
        tax.set_day(due)
        tax.wait(lambda: Notice.objects.filter(pk=notice.pk, state=NoticeState.PAID).exists())


def _owe(owed: list[Month]) -> None:
    with tax.paying("never"):
        for month in owed:
            _assess(OWES, month)
    collection.collect(MAKER, clock.today())
    tax.wait_until_told()


def _assess(employer: CastEmployer, month: Month) -> Notice:
    pk = _employer(employer).pk
    monthly.run_month(month, now=_morning(month.first_day.replace(day=RUN_DAY)), connections=1, employer_id=pk)
    return Notice.objects.get(employer_id=pk, month=int(month), seq=1, series=0)


def _paid(count: int) -> list[tuple[int, int]]:
    """So many people and months that were paid in all schemes."""
    found: list[tuple[int, int]] = []
    month = LAST_ASSESSED
    while len(found) < count:
        _settle(GETS_BACK, month)
        charges = Charge.objects.filter(employer_id=_employer(GETS_BACK).pk, month=int(month), entry=1)
        in_all = charges.values("person_id").annotate(schemes=Count("scheme")).filter(schemes=SCHEMES)
        found += [(person, int(month)) for person in in_all.values_list("person_id", flat=True).order_by("person_id")]
        month -= 1
    return found[:count]


def _employer(employer: CastEmployer) -> Employer:
    return Employer.objects.get(credit_code=employer.credit_code)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

"""The last three full months of the demonstration: assessed at their end, declared to tax, paid or not.

Everything happens on the day on which it would have: the run of a month near its end, payments until its due day. Told
again, what is done stays as it is.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from city import cast
from city.employers import Employer as CastEmployer
from shebao.audit.actions import Actor
from shebao.collection import actions as collection
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Notice, NoticeState, Run, RunKind
from shebao.employers.models import Employer
from shebao.generation import tax
from shebao.generation.desk import Clerk
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on
from shebao.law.contribution_year import year_of
from shebao.services.bases.undeclared import assess_undeclared

MONTHS: Final = 3
RUN_DAY: Final = 28
NEIGHBOURS: Final = Actor.system("演示单位", door="cli")
PUNCTUAL: Final = (
    (cast.CAREFUL_CLERK, cast.CAREFUL),
    (cast.HUGE_CLERK, cast.HUGE),
    (cast.OUTSIDER_CLERK, cast.OUTSIDER),
)
AGENCY: Final = Actor.system("演示经办机构", door="cli")


def last_months() -> list[Month]:
    """The last full months, oldest first."""
    current = Month.of(clock.today())
    return [current - back for back in range(MONTHS, 0, -1)]


def undeclared() -> None:
    """The outsider declared no bases: since the window has closed 110 % of its wages count."""
    year = year_of(law(), last_months()[0])
    if year.closes_on >= clock.today():
        return
    outsider = Employer.objects.get(credit_code=cast.OUTSIDER.credit_code).pk
    assess_undeclared(AGENCY, year.number, [outsider], now=_morning(year.closes_on + timedelta(days=1)))


def paid_months() -> None:
    """Everybody but the late employer declares and pays each month in time; the outsider pays one month twice."""
    months = last_months()
    try:
        for month in months:
            if not _is_told(month):
                tax.set_day(month.first_day.replace(day=RUN_DAY))
                _assess(month)
                _declare_first(month, twice=month == months[1])
                _let_pay(month)
    finally:
        tax.set_day(None)


def late() -> None:
    """The late employer declares two months too late, and pays one of them late, the other not at all."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    first, second, _last = last_months()
    declare(clerk, notices(cast.LATE, [first], NoticeState.TO_DECLARE))
    tax.wait_until_told()
    with tax.paying("never"):
        declare(clerk, notices(cast.LATE, [second], NoticeState.TO_DECLARE))
    collection.collect(AGENCY, clock.today())
    tax.wait_until_told()


def notices(employer: CastEmployer, months: Iterable[Month], *states: NoticeState) -> list[Notice]:
    """Notices of one of the cast in some months and states."""
    found = Notice.objects.filter(employer__credit_code=employer.credit_code, month__in=[int(one) for one in months])
    return list(found.filter(state__in=states).order_by("month", "seq"))


def declare(clerk: Clerk, wanted: Sequence[Notice]) -> None:
    """Press 「向税务申报」 for these notices, and wait until the worker has done it."""
    for notice in wanted:
        clerk.declare_to_tax(notice)
    keys = [notice.pk for notice in wanted]
    tax.wait(lambda: not Notice.objects.filter(pk__in=keys, state=NoticeState.TO_DECLARE).exists())


def _is_told(month: Month) -> bool:
    assessed = Run.objects.filter(month=int(month), kind=RunKind.MONTH, employer_id=None).exclude(finished_at=None)
    return assessed.exists() and not (_firsts(month) or _to_be_paid(month).exists())


def _assess(month: Month) -> None:
    monthly.run_month(month, now=_morning(month.first_day.replace(day=RUN_DAY)), connections=1)


def _firsts(month: Month) -> list[Notice]:
    """First notices that wait for being declared; those of the late employer and all later ones are for others."""
    found = Notice.objects.filter(month=int(month), seq=1, state=NoticeState.TO_DECLARE).select_related("employer")
    return list(found.exclude(employer__credit_code=cast.LATE.credit_code).order_by("pk"))


def _declare_first(month: Month, *, twice: bool) -> None:
    """Clerks of the cast declare at the portal, the city's other employers by themselves."""
    clerks = {employer.credit_code: Clerk(role, employer.credit_code) for role, employer in PUNCTUAL}
    waiting = _firsts(month)
    for notice in waiting:
        if notice.employer.credit_code not in clerks:
            contributions.declare(NEIGHBOURS, notice.pk, now=clock.now())
    for code, clerk in clerks.items():
        own = [notice for notice in waiting if notice.employer.credit_code == code]
        tax.wait_until_told()
        with tax.paying("twice") if twice and code == cast.OUTSIDER.credit_code else nullcontext():
            declare(clerk, own)
    tax.wait_until_told()


def _let_pay(month: Month) -> None:
    """Until what is due by now has been paid, each on its day."""
    day = min(due_on(law(), month), clock.today())
    tax.set_day(day)
    if day == due_on(law(), month):
        tax.wait(lambda: not _to_be_paid(month).exists())


def _to_be_paid(month: Month) -> QuerySet[Notice]:
    """First notices that punctual employers would have paid by today."""
    found = Notice.objects.filter(month=int(month), seq=1, state=NoticeState.ISSUED, due_on__lte=clock.today())
    return found.exclude(employer__credit_code=cast.LATE.credit_code)


def _morning(day: date) -> datetime:
    """Ten in the morning in Beijing."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

"""When the contributions of a month (费款所属期) are due, and from when on they bear late fees.

Month M is declared in M and collected in M+1 (当月申报，次月收款).
A day that was announced for a month goes before the rule.
"""

from datetime import date, timedelta

from shebao.kernel.months import Month
from shebao.law.book import Law
from shebao.law.errors import NoLawError

_DAY = timedelta(days=1)
_FRIDAY = 4


def due_on(law: Law, month: Month) -> date:
    """The last day for payment of ``month``: the announced one, else by the rule, moved to the next working day."""
    announced = law.find("payment_due_day", month)
    if announced is not None and isinstance(announced.value, date):
        return announced.value
    _expect(law, "payment_due_rule", month, "last_day_of_next_month")
    last = (month + 1).last_day
    if law.text("payment_due_shift", month) != "next_working_day":
        return last
    while not is_working_day(law, last):
        last += _DAY
    return last


def late_from(law: Law, month: Month, due: date | None = None) -> date:
    """The first day of arrears of ``month``: the 1st of the second month after, or the day after a later due day.

    ``due`` is the day with which a notice was issued; without it, the one that holds by the law data now.
    """
    _expect(law, "late_fee_start_rule", month, "first_of_second_month_after")
    return max((month + 2).first_day, (due or due_on(law, month)) + _DAY)


def deferred_due_on(law: Law, month: Month) -> date | None:
    """The last day for payment of what was deferred (缓缴) of ``month``; None while none is on record.

    Without it the deferred part is not asked for and bears no late fee.
    """
    found = law.find("deferred_due_day", month)
    return found.value if found is not None and isinstance(found.value, date) else None


def is_working_day(law: Law, day: date) -> bool:
    """Whether offices work on ``day``: no weekend or holiday, or a weekend that makes up for one (调休)."""
    holidays = law.codes("public_holiday")
    if any(day.isoformat() in holiday.texts("workdays") for holiday in holidays.values()):
        return True
    return day.weekday() <= _FRIDAY and not holidays.valid_on(day)


def _expect(law: Law, series: str, month: Month, known: str) -> None:
    """A rule that nobody has built cannot be followed by guessing."""
    if law.text(series, month) != known:
        raise NoLawError(series, law.series[series].title, month.chinese)

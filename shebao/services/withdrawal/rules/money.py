"""Rules about what is owed: the month of leaving has to be charged, later months are no longer owed."""

from collections.abc import Iterator

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import Month
from shebao.services.withdrawal.money import consequence, later, needs_charge, words, yuan
from shebao.services.withdrawal.rules.given import Facts, Setting
from shebao.services.withdrawal.shape import EndingLine


def month(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Who leaves this month is still insured and paid for it: the month's charge exists first, or is made now."""
    if not facts.running or not needs_charge(line.last_month, facts.charges, given.month):
        return
    if not given.generate:
        yield hard("month_not_charged", "ended_on", month=given.month.chinese)
    elif facts.generated is None:
        yield hard("month_not_assessable", "ended_on", month=given.month.chinese)
    else:
        yield note(
            "month_is_charged",
            "ended_on",
            month=given.month.chinese,
            employer=yuan(facts.generated.employer),
            personal=yuan(facts.generated.personal),
        )


def later_months(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Charges for months after the last one: unpaid ones are cancelled, paid ones may be refunded."""
    if not facts.running or line.ended_on is None:
        return
    gone = later(facts.charges, line.last_month)
    unpaid, paid = sum(one.unpaid for one in gone), sum(one.paid for one in gone)
    if unpaid:
        yield soft("mistake_months_unpaid" if line.void else "later_months_unpaid", "ended_on",
                   months=_named(one.month for one in gone if one.unpaid), amount=yuan(unpaid))  # fmt: skip
    if paid:
        yield soft("mistake_months_paid" if line.void else "later_months_paid", "ended_on",
                   months=_named(one.month for one in gone if one.paid), amount=yuan(paid))  # fmt: skip


def changed(line: EndingLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What was to be confirmed before says other amounts."""
    now = consequence(line.last_month, facts.charges, None if line.void else facts.generated)
    if facts.shown is not None and facts.shown != now:
        yield soft("amounts_changed", "ended_on", shown=words(facts.shown), now=words(now))


def _named(months: Iterator[int]) -> str:
    return "、".join(Month.from_int(each).chinese for each in months)

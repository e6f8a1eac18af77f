"""Who may apply for which card, and in how many days it should be there: pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shebao.kernel.findings import Finding, hard
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.collection_calendar import is_working_day
from shebao.services.cards.facts import PersonFacts

KINDS: Final = "card_kind"
REPLACEABLE: Final = ("inactive", "normal", "lost")
"""States of a card that another one may replace."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for everybody on a day: the law, and between which months somebody counts as newly insured."""

    law: Law
    today: date
    since: Month
    until: Month

    @classmethod
    def on(cls, law: Law, today: date) -> "Setting":
        """That of a day. Before applying was opened at all nobody counts as newly insured."""
        return cls(
            law, today, _month(law, "card/first_insured_since", today), _month(law, "card/first_insured_until", today)
        )


def refusal(kind: str, facts: PersonFacts, given: Setting) -> Finding | None:
    """Why the person may not apply for a card of the kind, the first reason that holds; None where she may."""
    return next((found for rule in _REFUSALS if (found := rule(kind, facts, given)) is not None), None)


def due_on(kind: str, given: Setting) -> date:
    """The day by which a card that is applied for today should be there."""
    code = given.law.codes(KINDS)[kind]
    days = given.law.count(f"card/term/{code.text('term')}", given.today)
    return after_working_days(given, days) if code.flag("working") else given.today + timedelta(days=days)


def review_due_on(given: Setting) -> date:
    """The day by which an officer should have looked at a photo of today."""
    return after_working_days(given, given.law.count("card/term/review", given.today))


def after_working_days(given: Setting, days: int) -> date:
    """The day that is so many working days after today."""
    day = given.today
    while days > 0:
        day += _DAY
        days -= is_working_day(given.law, day)
    return day


def _closed(kind: str, _facts: PersonFacts, given: Setting) -> Finding | None:
    codes = given.law.codes(KINDS)
    if kind not in codes:
        return hard("kind_unknown", "kind")
    return None if codes[kind].valid_on(given.today) else hard("kind_closed", "kind", kind=codes.name_of(kind))


def _deceased(_kind: str, facts: PersonFacts, _given: Setting) -> Finding | None:
    return hard("deceased") if facts.died_on else None


def _under_way(_kind: str, facts: PersonFacts, _given: Setting) -> Finding | None:
    return hard("under_way", number=facts.under_way) if facts.under_way else None


def _never_insured(_kind: str, facts: PersonFacts, _given: Setting) -> Finding | None:
    return hard("never_insured") if facts.first_insured is None else None


def _no_first(kind: str, facts: PersonFacts, given: Setting) -> Finding | None:
    """A first card is for who was newly insured and has none."""
    if _replaces(kind, given) or facts.first_insured is None:
        return None
    if facts.card in REPLACEABLE:
        return hard("has_card", "kind")
    if facts.first_insured < given.since:
        return hard("insured_before", "kind", month=facts.first_insured.chinese, since=given.since.chinese)
    if facts.first_insured > given.until:
        return hard("insured_after", "kind", month=facts.first_insured.chinese, until=given.until.chinese)
    return None


def _no_replacement(kind: str, facts: PersonFacts, given: Setting) -> Finding | None:
    """Who was newly insured and never got a card has none to be replaced; who was insured before has an old one."""
    if not _replaces(kind, given) or facts.first_insured is None or facts.card in REPLACEABLE:
        return None
    return hard("no_card", "kind") if facts.first_insured >= given.since else None


def _replaces(kind: str, given: Setting) -> bool:
    return given.law.codes(KINDS)[kind].flag("replaces")


def _month(law: Law, name: str, today: date) -> Month:
    found = law.find(name, today)
    if found is not None and isinstance(found.value, date):
        return Month.of(found.value)
    return NEVER


NEVER: Final = Month.from_int(219912)
_REFUSALS: Final[Sequence[Callable[[str, PersonFacts, Setting], Finding | None]]] = (
    _closed,
    _deceased,
    _under_way,
    _never_insured,
    _no_first,
    _no_replacement,
)

"""Asking the national pension system whether somebody's pension has gone elsewhere since."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Protocol

import structlog

from shebao.counterparties.failures import Failure
from shebao.counterparties.national_pension.messages import Elsewhere, Query
from shebao.kernel.findings import Finding, note, soft
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.services.lines.provinces import province_name
from shebao.services.refunds.judging import Outcome
from shebao.services.refunds.rules import PENSIONS

log = structlog.get_logger(__name__)

CITIZEN: Final = "01"


class NationalPension(Protocol):
    """What we ask of the national pension system."""

    def insured_elsewhere(self, queries: list[Query], month: int, /) -> Sequence[Elsewhere | None]:
        """Aligned with the questions; the province that insures the person in the month."""


class Authorities(Protocol):
    """The authorities that a check may ask."""

    @property
    def national_pension(self) -> NationalPension:
        """That of pension."""


def gone_elsewhere(authorities: Authorities, person: Person | None, outcome: Outcome, today: date) -> list[Finding]:
    """What is to be said where pension months are asked back of somebody who is insured in another province by now.

    The pension may have been transferred with these months: the clerk verifies it, and the officers see it.
    """
    asked_back = any(one.scheme in PENSIONS for one in outcome.good)
    if person is None or person.document_type != CITIZEN or not asked_back:
        return []
    return list(_asked(authorities.national_pension, person, int(Month.of(today))))


def _asked(pension: NationalPension, person: Person, month: int) -> Iterator[Finding]:
    try:
        (found,) = pension.insured_elsewhere([Query(person.name, person.document_number)], month)
    except Failure as failure:
        log.warning("national_pension_silent", code=failure.code, lines=1)
        yield note("pension_silent", "months")
        return
    if found is not None:
        since = Month.from_int(found.since_month).chinese
        yield soft("pension_elsewhere", "months", province=province_name(found.province), since=since)

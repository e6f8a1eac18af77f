"""Asking the national pension system who is insured in another province in the months that are to be made up."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Protocol

import structlog

from shebao.counterparties.failures import Failure
from shebao.counterparties.national_pension.messages import Elsewhere, Query
from shebao.services.supplements.shape import ShapedLine

PENSION: Final = "110"
CITIZEN: Final = "01"

log = structlog.get_logger(__name__)


class NationalPension(Protocol):
    """What we ask of the national pension system."""

    def insured_elsewhere(self, queries: list[Query], month: int) -> Sequence[Elsewhere | None]:
        """Aligned with the questions; the province that insures the person in the month."""


class Authorities(Protocol):
    """The authority that a check asks."""

    @property
    def national_pension(self) -> NationalPension:
        """It."""


def ask(lines: Sequence[ShapedLine], authorities: Authorities) -> None:
    """Put on each line in which months another province insures its person, or that nobody could say.

    One question a month for everybody; after a failure no other month is asked.
    """
    wanted: defaultdict[int, list[ShapedLine]] = defaultdict(list)
    for line in lines:
        if line.document_type == CITIZEN and line.document_number and line.name and PENSION in (line.schemes or ""):
            for month in line.wanted:
                wanted[month].append(line)
    silent = False
    for month, asked in sorted(wanted.items()):
        silent = silent or not _answered(month, asked, authorities.national_pension)
        if silent:
            for line in asked:
                line.silent = True


def _answered(month: int, lines: list[ShapedLine], pension: NationalPension) -> bool:
    try:
        answers = pension.insured_elsewhere([Query(line.name, line.document_number) for line in lines], month)
    except Failure as failure:
        log.warning("national_pension_silent", code=failure.code, lines=len(lines))
        return False
    for line, answer in zip(lines, answers, strict=True):
        if answer is not None:
            line.provinces[month] = answer.province
    return True

"""Giving back: minus what was paid, entered on notices of a refund. One transaction, one statement for any number."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shebao.contributions.entering import NOTHING, Made, mode_of
from shebao.contributions.models import Run, RunKind
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.law import Law


class Repaid(NamedTuple):
    """What is to be given back: all that was paid for a person at an employer in a scheme and month."""

    person_id: int
    employer_id: int
    scheme: str
    month: Month


def enter(law: Law, wanted: Sequence[Repaid], declaration_id: int, now: datetime) -> Made:
    """The entries and their notices, inside an open action and under the locks of the employers."""
    months = sorted({one.month for one in wanted})
    runs = [_run(month, wanted, declaration_id, now) for month in months]
    params = {
        "persons": [one.person_id for one in wanted],
        "employers": [one.employer_id for one in wanted],
        "schemes": [one.scheme for one in wanted],
        "months": [int(one.month) for one in wanted],
        "asked_months": [int(month) for month in months],
        "modes": [mode_of(law, month) for month in months],
        "runs": [run.pk for run in runs],
        "series": declaration_id,
        "now": now,
        "today": day_of(now),
    }
    ((entries, employer_fen, personal_fen),) = bulk.rows(__file__, "repay", params)
    return Made(int(entries), int(employer_fen), int(personal_fen)) if entries else NOTHING


def _run(month: Month, wanted: Sequence[Repaid], declaration_id: int, now: datetime) -> Run:
    employers = {one.employer_id for one in wanted if one.month == month}
    return Run.objects.create(
        month=int(month),
        kind=RunKind.REFUND,
        employer_id=min(employers) if len(employers) == 1 else None,
        declaration_id=declaration_id,
        started_at=now,
        finished_at=now,
        employers=len(employers),
        employers_done=len(employers),
    )

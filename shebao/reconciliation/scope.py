"""What is looked at, and when: the parameters that all statements share."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.collection_calendar import deferred_due_on
from shebao.law.contribution_year import year_of


@dataclass(frozen=True, slots=True)
class Scope:
    """One month or all (None), one employer or all (None), at a moment.

    `waiting` and `silence`: from when on something unsent, or unanswered, is a difference; PostgreSQL intervals.
    """

    now: datetime
    month: Month | None = None
    employer_id: int | None = None
    waiting: str = "1 hour"
    silence: str = "7 days"

    @property
    def narrow(self) -> dict[str, int | None]:
        """The month and the employer."""
        return {"month": None if self.month is None else int(self.month), "employer": self.employer_id}

    def parameters(self, law: Law, months: list[Month]) -> dict[str, Any]:
        """The names that the SQL files use; `months` are those that were assessed."""
        today = day_of(self.now)
        year = year_of(law, Month.of(today))
        return {
            **self.narrow,
            "now": self.now,
            "today": today,
            "waiting_limit": self.waiting,
            "silence_limit": self.silence,
            "year_first": int(year.first),
            "window_over": today > year.closes_on,
            "deferred_due": json.dumps(_deferred_due(law, months)),
        }


def _deferred_due(law: Law, months: list[Month]) -> dict[str, str]:
    """By month: the day until which its deferred part is to be paid, where the law data know one."""
    days = ((month, deferred_due_on(law, month)) for month in months)
    return {str(int(month)): day.isoformat() for month, day in days if day is not None}

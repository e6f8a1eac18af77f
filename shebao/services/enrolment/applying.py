"""Making confirmed additions take effect: the same number of statements for any number of lines.

What stands here are steps of `registration.applying`, which opens the transaction and locks the persons in between.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from shebao.contributions.rules import categories_by_household
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.kernel.clock import day_of
from shebao.law import law

REVIEW_DAYS = 5  # days in which an officer should have decided; shown as due date, nothing hangs on it

EFFECTS: Final = ("contracts", "coverage", "wages", "messages", "finish_lines")

Params = Mapping[str, Any]


def choose(params: Params) -> int:
    """Put the lines that take effect now into the table enrol_now; how many there are."""
    return bulk.run(__file__, "choose", params)


def persons(params: Params) -> None:
    """Make the persons who are not known yet."""
    bulk.run(__file__, "persons", params)


def conflicts(params: Params) -> int:
    """Under the lock: take out the lines that lost a race, each with a finding; how many."""
    return bulk.run(__file__, "conflicts", params)


def take_effect(params: Params) -> int:
    """Contracts, coverage, wages and messages of the lines that are left; how many took effect."""
    households, payers = categories_by_household(law())
    params = {**params, "households": households, "payers": payers}
    return [bulk.run(__file__, effect, params) for effect in EFFECTS][-1]


def forget_choice() -> None:
    """The table would go at the end of the transaction; other steps may follow within it."""
    bulk.run(__file__, "forget_choice", {})


def open_cases(declaration: Declaration, now: datetime) -> int:
    """Open a case for each line that an officer has to decide on; how many."""
    params = {
        "declaration": declaration.pk,
        "content_version": declaration.content_version,
        "district": declaration.employer.district,
        "employer": declaration.employer_id,
        "now": now,
        "due_on": day_of(now) + timedelta(days=REVIEW_DAYS),
    }
    return bulk.run(__file__, "open_cases", params)


def refuse_lines(declaration: Declaration) -> None:
    """Mark the lines that an officer sent back or rejected."""
    bulk.run(__file__, "refuse_lines", {"declaration": declaration.pk})

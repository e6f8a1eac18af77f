"""Making confirmed additions take effect: the same number of statements for any number of lines.

What stands here are steps of `registration.applying`, which opens the transaction and locks the persons in between.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from shebao.audit.actions import Actor
from shebao.contributions import actions as contributions
from shebao.contributions import queries
from shebao.contributions.rules import categories_by_household
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
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


def take_effect(actor: Actor, declaration: Declaration, params: Params, now: datetime) -> int:
    """Contracts, coverage, wages, messages of the lines that are left, and charges of past months; how many lines."""
    households, payers = categories_by_household(law())
    params = {**params, "households": households, "payers": payers}
    done = [bulk.run(__file__, effect, params) for effect in EFFECTS][-1]
    _charge_assessed_months(actor, declaration, params, now)
    return done


def _charge_assessed_months(actor: Actor, declaration: Declaration, params: Params, now: datetime) -> None:
    """Who joins after a month was assessed is charged for it at once: no run comes back to that month."""
    ((first,),) = bulk.rows(__file__, "first_month", params)
    month = Month.of(day_of(now))
    if first is None or not queries.assessed_months([declaration.employer_id], [], Month.from_int(first), month):
        return
    contracts = [contract for (contract,) in bulk.rows(__file__, "joined", params)]
    made = contributions.correct(
        actor,
        contracts=contracts,
        first=Month.from_int(first),
        last=month,
        now=now,
        declaration_id=declaration.pk,
    )
    if made.entries:
        employer, personal = (show(from_fen(fen)) for fen in (made.employer_fen, made.personal_fen))
        tell(declaration, "charged_at_once", actor.name, employer=employer, personal=personal)


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

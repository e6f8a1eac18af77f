"""Making confirmed changes take effect: one transaction, as many statements for one person as for 50,000."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.law import law
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.notices.texts import severity
from shebao.services.lines import standing
from shebao.services.person_changes import comparing

ENGINE: Final = Actor.system("信息变更办理")
REVIEW_DAYS: Final = 5
"""Days in which a stage should be decided; shown as due date, nothing hangs on it."""
EFFECTS: Final = ("history", "persons", "accounts", "change_wages", "cut_wages", "wages")
MESSAGES: Final = ("messages", "tell_tax")


def apply(declaration: Declaration, now: datetime) -> None:
    """Write the new values of the good lines with their history; open a case for each line that officers decide on.

    Lines whose old values are no longer those that were shown fail with a finding, the rest go on.
    """
    subject = f"declaration:{declaration.pk}"
    with action(ENGINE, "change_persons", subject=subject, details={"lines": declaration.good}):
        take_effect(declaration, now)
        comparing.ask(ENGINE, declaration, now)
        opened = bulk.run(__file__, "open_cases", case(declaration, now))
        if opened:
            tell(declaration, "to_review", ENGINE.name, count=opened)
        conclude(declaration, now)
        _tell_outcome(declaration)


def take_effect(declaration: Declaration, now: datetime) -> None:
    """All that the chosen lines do, with their persons locked in the order of their ids; inside an open action."""
    params = _params(declaration, now)
    bulk.run(__file__, "room", {})
    chosen = bulk.run(__file__, "choose", params)
    bulk.run(__file__, "lock_persons", params)
    others = {row[0] for row in bulk.rows(__file__, "employers", params)}
    contributions.hold(sorted(others | {declaration.employer_id}))
    failed = bulk.run(__file__, "conflicts", params) if chosen else 0
    if chosen > failed:
        _change(declaration, params)
    bulk.run(__file__, "forget_choice", {})
    if failed:
        tell(declaration, "failed", ENGINE.name, count=failed)


def _change(declaration: Declaration, params: dict[str, Any]) -> None:
    for effect in EFFECTS:
        bulk.run(__file__, effect, params)
    told = sum(bulk.run(__file__, message, params) for message in MESSAGES)
    bulk.run(__file__, "tell_others", params)
    done = bulk.run(__file__, "finish_lines", params)
    tell(declaration, "effective", ENGINE.name, count=done)
    if told:
        tell(declaration, "change_passed_on", ENGINE.name, count=told)


def _params(declaration: Declaration, now: datetime) -> dict[str, Any]:
    today, employer = day_of(now), declaration.employer
    month = Month.of(today)
    first = month + law().count("person_change/category_after_months", month)
    items = law().codes("change_item")
    told = [(item, system) for item, one in items.items() for system in one.texts("told")]
    return {
        "declaration": declaration.pk,
        "number": declaration.number,
        "employer": declaration.employer_id,
        "employer_open": employer.closed_on is None or employer.closed_on > today,
        "credit_code": employer.credit_code,
        "filed_by": declaration.filed_by_name,
        "today": today,
        "now": now,
        "month": int(month),
        "category_month": int(first),
        "category_day": first.first_day,
        "last_month": int(first - 1),
        "told_items": [item for item, _system in told],
        "told_systems": [system for _item, system in told],
        "item_codes": list(items),
        "item_names": [one.name for one in items.values()],
        "others_severity": severity("change_of_your_people"),
    }


def case(declaration: Declaration, now: datetime) -> dict[str, Any]:
    """What a new case of the filing is made of."""
    return {
        "declaration": declaration.pk,
        "content_version": declaration.content_version,
        "district": declaration.employer.district,
        "employer": declaration.employer_id,
        "now": now,
        "due_on": due_on(day_of(now)),
    }


def due_on(today: date) -> date:
    """When a case that is opened today should be decided."""
    return today + timedelta(days=REVIEW_DAYS)


def conclude(declaration: Declaration, now: datetime) -> None:
    """Where the filing stands after its lines were done, or some of them."""
    count = standing.Tally(*bulk.rows(__file__, "count_lines", {"declaration": declaration.pk})[0])
    standing.counted(declaration, count, now)


def _tell_outcome(declaration: Declaration) -> None:
    values: dict[str, object] = {
        "number": declaration.number,
        "effective": declaration.effective,
        "waiting": declaration.to_review,
        "failed": declaration.failed + declaration.bad,
    }
    tell_clerks([News(declaration.employer_id, f"change_{declaration.state}", values, declaration.pk)])

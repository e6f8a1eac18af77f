"""Making confirmed supplements take effect: one transaction, as many statements for one person as for 50,000."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.collection import bills
from shebao.collection.models import BillKind
from shebao.contributions import actions as contributions
from shebao.contributions.actions import Made
from shebao.contributions.entering import NOTHING
from shebao.contributions.models import Kind, Notice, NoticeState
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.lines import standing
from shebao.services.supplements import availability, money

ENGINE: Final = Actor.system("补缴办理")
REVIEW_DAYS: Final = 5
"""Days in which an officer should have decided; shown as due date, nothing hangs on it."""
COVERED: Final = ("coverage", "new_wages", "void_wages", "wages")


def apply(declaration: Declaration, now: datetime) -> None:
    """Cover the months of the good lines, enter and bill them; open a case for each line that an officer decides on.

    Lines whose months, wage or amounts are no longer those that were confirmed fail with a finding, the rest go on.
    """
    subject = f"declaration:{declaration.pk}"
    with action(ENGINE, "make_up_months", subject=subject, details={"lines": declaration.good}):
        take_effect(declaration, now)
        opened = bulk.run(__file__, "open_cases", _case(declaration, now))
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
    contributions.hold([declaration.employer_id])
    failed = (_conflicts(params) + money.conflicts(declaration, params)) if chosen else 0
    done = _make_up(declaration, params, now) if chosen > failed else 0
    bulk.run(__file__, "forget_choice", {})
    if done:
        tell(declaration, "effective", ENGINE.name, count=done)
    if failed:
        tell(declaration, "failed", ENGINE.name, count=failed)


def _params(declaration: Declaration, now: datetime) -> dict[str, Any]:
    today = day_of(now)
    closed_on = declaration.employer.closed_on
    return {
        **availability.parameters(declaration, today),
        "employer_open": closed_on is None or closed_on > today,
    }


def _conflicts(params: dict[str, Any]) -> int:
    """Take out the lines of which something can no longer be made up, each with a finding; how many."""
    bulk.run(__file__, "chosen_candidates", params)
    statement = bulk.statement(__file__, "conflicts").format(availability=bulk.statement(__file__, "availability"))
    with connection.cursor() as cursor:
        cursor.execute("analyze supplement_candidate")
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def _make_up(declaration: Declaration, params: dict[str, Any], now: datetime) -> int:
    """Coverage and wages, then what is owed for them, then the bill; how many lines took effect."""
    for effect in COVERED:
        bulk.run(__file__, effect, params)
    made = _enter(declaration, params, now)
    bulk.run(__file__, "finish_items", params)
    done = bulk.run(__file__, "finish_lines", params)
    if made.entries:
        employer, personal = _yuan(made.employer_fen), _yuan(made.personal_fen)
        tell(declaration, "months_made_up", ENGINE.name, employer=employer, personal=personal)
        _bill(declaration, now)
    return done


def _enter(declaration: Declaration, params: dict[str, Any], now: datetime) -> Made:
    """One posting for all contracts that make up the same months."""
    made = NOTHING
    for kind, months, contracts in bulk.rows(__file__, "chosen_groups", params):
        made += contributions.supplement(
            ENGINE,
            contracts=contracts,
            months=[Month.from_int(month) for month in months],
            kind=Kind(kind),
            declaration_id=declaration.pk,
            now=now,
        )
    return made


def _bill(declaration: Declaration, now: datetime) -> None:
    """One demand for all that the declaration has entered and that is to be paid."""
    issued = Notice.objects.filter(employer_id=declaration.employer_id, series=declaration.pk, state=NoticeState.ISSUED)
    payable = [notice.pk for notice in issued if notice.employer_fen + notice.personal_fen - notice.deferred_fen > 0]
    if not payable:
        return
    bill = bills.ask(
        ENGINE,
        employer_id=declaration.employer_id,
        notices=payable,
        kind=BillKind.SUPPLEMENT,
        declaration_id=declaration.pk,
        now=now,
    )
    tell(declaration, "billed", ENGINE.name, bill=bill.number, amount=_yuan(bill.principal_fen))
    values = {"number": declaration.number, "bill": bill.number, "amount": _yuan(bill.principal_fen)}
    tell_clerks([News(declaration.employer_id, "supplement_billed", values, declaration.pk)])


def _case(declaration: Declaration, now: datetime) -> dict[str, Any]:
    return {
        "declaration": declaration.pk,
        "content_version": declaration.content_version,
        "district": declaration.employer.district,
        "employer": declaration.employer_id,
        "now": now,
        "due_on": day_of(now) + timedelta(days=REVIEW_DAYS),
    }


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
    tell_clerks([News(declaration.employer_id, f"supplement_{declaration.state}", values, declaration.pk)])


def _yuan(fen: int) -> str:
    return show(from_fen(fen))

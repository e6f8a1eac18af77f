"""Telling tax, in the transaction in which it happens, what to collect, what no longer, and what is overdue."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.collection.rules import LateTerms
from shebao.database import bulk
from shebao.kernel.months import Month


def tell_tax(actor: Actor, *, employers: Collection[int], month: Month) -> int:
    """Write the messages about the employers' notices of `month` that tax was not told yet; how many.

    Runs after the notices were written, last in their transaction. Contributions call it by their signal
    `notices_issued`, so nobody has to remember; told twice, nothing is written the second time.
    """
    if not employers:
        return 0
    with action(actor, "tell_tax", details={"month": int(month), "employers": len(employers)}):
        return _tell(employers, month)


def _tell(employers: Collection[int], month: Month) -> int:
    params = {"employers": sorted(employers), "month": int(month)}
    bulk.rows(__file__, "lock_employers", params)
    ((written, _restored),) = bulk.rows(__file__, "tell", params)
    return int(written)


def on_notices_issued(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    employers: Sequence[int],
    month: Month,
    **_more: Any,
) -> None:
    """Receiver of contributions' signal: inside their action, which is the reason for the messages."""
    if employers:
        _tell(employers, month)


def tell_overdue(month: Month, notices: Sequence[int], first_days: Sequence[date], terms: LateTerms) -> int:
    """Tell tax on which lines late fees run, for overdue notices of one month; inside an open action."""
    params = {"notices": list(notices), "first_days": list(first_days), **late_params(month, terms)}
    return _run_late("tell_overdue", params)


def late_params(month: Month, terms: LateTerms) -> dict[str, Any]:
    """The parameters that the statements about late fees share."""
    return {"month": int(month), "ppm": terms.rate_ppm, "exempt": list(terms.exempt), "capped": terms.capped}


def _run_late(name: str, params: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(late_sql(name), params)
        return int(cursor.fetchone()[0])


def late_sql(name: str) -> str:
    """The text of a statement built on `late_lines.sql`."""
    return bulk.statement(__file__, name).format(late_lines=bulk.statement(__file__, "late_lines").rstrip())

"""Telling tax, in the transaction in which it happens, what to collect, what no longer, and what is overdue."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.collection import rules
from shebao.collection.models import Bill, BillItem
from shebao.collection.rules import LateTerms
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import law

Lines = dict[int, list[tuple[int, int]]]
"""By notice: pairs of an amount in fen and how many lines have it."""


def tell_tax(actor: Actor, *, employers: Collection[int], month: Month) -> int:
    """Write the messages about the employers' notices of `month` that tax was not told yet; how many.

    Runs after the notices were written, last in their transaction. Contributions call it by their signal
    `notices_issued`, so nobody has to remember; told twice, nothing is written the second time.
    """
    if not employers:
        return 0
    with action(actor, "tell_tax", details={"month": int(month), "employers": len(employers)}):
        return _tell(employers, month, fresh=False)


def _tell(employers: Collection[int], month: Month, *, fresh: bool) -> int:
    params: dict[str, Any] = {"employers": sorted(employers), "month": int(month)}
    bulk.rows(__file__, "lock_employers", params)
    telling = bulk.statement(__file__, "telling_first" if fresh else "telling_any").rstrip()
    with connection.cursor() as cursor:
        cursor.execute(bulk.statement(__file__, "tell").format(telling=telling), params)
        return int(cursor.fetchone()[0])


def on_notices_issued(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    employers: Sequence[int],
    month: Month,
    fresh: bool = False,
    **_more: Any,
) -> None:
    """Receiver of contributions' signal: inside their action, which is the reason for the messages."""
    if employers:
        _tell(employers, month, fresh=fresh)


def tell_overdue(month: Month, notices: Sequence[int], first_days: Sequence[date], terms: LateTerms) -> int:
    """Tell tax on which lines late fees run, for overdue notices of one month; inside an open action."""
    params = {"notices": list(notices), "first_days": list(first_days), **late_params(month, terms)}
    return _run_late("tell_overdue", params)


# Bills --------------------------------------------------------------------------------------------


def tell_bill(bill: Bill, items: Sequence[BillItem], numbers: Mapping[int, str], *, replaces: str | None) -> None:
    """Tell tax of a bill with all that its late fee runs on; from then on no longer of the one in `replaces`.

    `numbers` are those of the notices. Inside an open action, with the employer locked.
    """
    lines = _bill_lines(items)
    told = [
        {
            "notice": numbers[item.notice_id],
            "month": item.month,
            "principal_fen": item.principal_fen,
            "late_from": item.late_from.isoformat(),
            "daily_ppm": item.daily_ppm,
            "capped": item.capped,
            "lines": lines.get(item.notice_id, []),
        }
        for item in items
    ]
    head = {"bill": bill.number, "kind": bill.kind, "replaces": replaces, "due_fen": bill.principal_fen}
    _write(bill, "bill", {**head, "month": min(item.month for item in items), "items": told})


def tell_bill_void(bill: Bill) -> None:
    """Tell tax that a bill is no longer to be paid and none takes its place; as `tell_bill`."""
    _write(bill, "bill_void", {"bill": bill.number})


def _bill_lines(items: Sequence[BillItem]) -> Lines:
    """One statement a month: entries stand in a partition each."""
    months: defaultdict[int, list[int]] = defaultdict(list)
    for item in items:
        if item.daily_ppm:
            months[item.month].append(item.notice_id)
    lines: Lines = defaultdict(list)
    for number, notices in sorted(months.items()):
        month = Month.from_int(number)
        params = {"notices": notices, **late_params(month, rules.terms_of_month(law(), month))}
        with connection.cursor() as cursor:
            cursor.execute(late_sql("bill_lines"), params)
            for notice, fen, count in cursor.fetchall():
                lines[notice].append((int(fen), int(count)))
    return lines


def _write(bill: Bill, kind: str, payload: Mapping[str, Any]) -> None:
    params = {"bill": bill.pk, "kind": kind, "employer": bill.employer_id, "declaration": bill.declaration_id}
    bulk.run(__file__, "tell_bill", {**params, "payload": json.dumps(payload)})


# Statements about late fees -----------------------------------------------------------------------


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

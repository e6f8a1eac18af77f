"""The stages of a filing of 「单位欠缴社保费处理」: being worked on, the preview, and what came of it."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse

from shebao.access.requests import ClerkRequest
from shebao.collection import queries as collection
from shebao.collection.models import Bill, BillState
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, Finding, LineState
from shebao.kernel import clock
from shebao.portal import arrears as shown
from shebao.portal import presenters
from shebao.portal.forms import ConfirmForm
from shebao.portal.pages import page
from shebao.services.arrears import queries
from shebao.services.arrears.models import ArrearLine

SHOWN: Final = 20
LONGEST_AHEAD: Final = timedelta(days=366)
"""How far ahead the cost of paying is shown."""


def checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The preview: what the chosen months cost today and on a chosen day, each with its days."""
    today = clock.today()
    day = _day(request, today)
    lines = queries.lines(declaration.pk)
    good = [line for line in lines if line.state == LineState.GOOD]
    now, then = queries.on_day(good, today), queries.on_day(good, day)
    found = filings.findings(declaration.pk)
    principal = sum(line.principal_fen or 0 for line in good)
    context = {
        "declaration": declaration,
        "today": today,
        "day": day,
        "latest": today + LONGEST_AHEAD,
        "here": reverse("arrears-filing", args=[declaration.number]),
        "columns": shown.COST_COLUMNS,
        "rows": shown.cost_rows(now, then) if good else [],
        "principal_fen": principal,
        "total_fen": sum(one.total_fen for one in now),
        "day_total_fen": sum(one.total_fen for one in then),
        "rate": _rate(now),
        "findings": shown.finding_views(found, {line.line_no: line.month for line in lines}),
        "confirm_form": ConfirmForm(
            initial={"content_version": declaration.content_version},
            soft=any(one.severity == "soft" for one in found),
        ),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "arrears/check", context)


def _rate(lines: list[queries.LineOn]) -> str:
    """The late fee a day in percent, as the page explains it."""
    highest = max((one.late.terms.rate_ppm for one in lines), default=0)
    return f"{highest // 10_000}.{highest % 10_000:04d}".rstrip("0").rstrip(".")


def _day(request: ClerkRequest, today: date) -> date:
    """The day for which the cost is asked: from today on, a year ahead at most."""
    try:
        day = date.fromisoformat(request.GET.get("day", "")[:10])
    except ValueError:
        return today
    return min(max(day, today), today + LONGEST_AHEAD)


def result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The bill and what became of it, the months that came on none, and what the medical authority said."""
    lines = queries.lines(declaration.pk)
    of_lines: dict[int, list[Finding]] = defaultdict(list)
    for one in filings.findings(declaration.pk, severity="hard"):
        of_lines[one.line_no].append(one)
    bills = collection.bills_of(declaration.pk)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "line_columns": shown.LINE_COLUMNS,
        "line_rows": shown.line_rows(_worth_telling(lines, declaration), of_lines),
        **_bill(collection.bill_of(declaration.pk), clock.today()),
        "bill_columns": shown.BILL_COLUMNS,
        "bill_rows": shown.bill_rows(bills) if len(bills) > 1 else [],
        **_medical(declaration),
        "timeline": [
            *presenters.timeline(declaration, filings.timeline(declaration.pk)),
            *shown.recalled_for_good(bills),
        ],
    }
    return page(request, "arrears/result", context)


def _worth_telling(lines: list[ArrearLine], declaration: Declaration) -> list[ArrearLine]:
    """Those that came on no bill; all where there is none."""
    if not declaration.effective:
        return lines
    return [line for line in lines if line.state != LineState.EFFECTIVE]


def _bill(bill: Bill | None, today: date) -> dict[str, Any]:
    """The bill with its months, and the late fee that was paid, or that of today while it is not."""
    if bill is None:
        return {"bill": None}
    items = collection.items_of(bill)
    late = collection.bill_late_as_of(bill, bill.paid_on or today)
    fees = {notice: one.fen for notice, one in late.items()}
    late_fee_fen = sum(fees.values()) if bill.late_fee_fen is None else bill.late_fee_fen
    return {
        "bill": bill,
        "bill_badge": shown.bill_badge(bill),
        "recall": collection.recall_of(bill),
        "item_columns": shown.ITEM_COLUMNS,
        "item_rows": shown.item_rows(items, fees, recalled=bill.state == BillState.RECALLED),
        "late_fee_fen": late_fee_fen,
        "bill_total_fen": bill.principal_fen + late_fee_fen,
        "today": today,
    }


def _medical(declaration: Declaration) -> dict[str, Any]:
    """How many the medical authority answered how, and first of all whom it refused."""
    counts = queries.medical_counts(declaration.pk)
    failed = queries.medical_messages(declaration.pk, only_failed=True, size=SHOWN) if counts.get("failed") else []
    return {
        "medical_columns": shown.MEDICAL_COLUMNS,
        "medical_rows": shown.medical_rows(failed),
        "medical_tallies": shown.medical_tallies(counts),
        "medical_counts": counts,
        "medical_url": reverse("arrears-medical", args=[declaration.number]),
    }

"""What months made up come to: assessed by the SQL that also posts, compared when confirmed and when done."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from shebao.collection.rules import days_late, late_terms
from shebao.contributions import queries as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.kernel.findings import Finding, hard, soft
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on
from shebao.services.lines import findings
from shebao.services.supplements import basis
from shebao.services.supplements.shape import ShapedLine

WAGE: Final = "wage"


def assess(declaration: Declaration, lines: Iterable[ShapedLine], today: date) -> None:
    """Put on the wanted items that can be made up what they come to, with the late fee as of `today`."""
    params = {"declaration": declaration.pk, "employer": declaration.employer_id}
    months = sorted({Month.from_int(month) for line in lines for month in line.wanted})
    first = Month.from_int(law().count("supplement/first_month", Month.of(today)))
    months = [month for month in months if first <= month <= Month.of(today)]
    if not months:
        return
    subjects = bulk.statement(__file__, "subjects")
    contributions.keep_preview(subjects, params, months=months, employers=[declaration.employer_id])
    bulk.run(__file__, "plan_by_hash", {})
    bulk.run(__file__, "amounts", params | late_parameters(months, today))
    bulk.run(__file__, "plan_freely", {})


def late_parameters(months: list[Month], today: date) -> dict[str, Any]:
    """By month, aligned: days late on `today`, the rate a day in millionths, whether it is capped."""
    terms = [late_terms(law(), month, due_on(law(), month)) for month in months]
    return {
        "months": [int(month) for month in months],
        "days": [days_late(one.first, today) for one in terms],
        "ppms": [one.rate_ppm for one in terms],
        "caps": [one.capped for one in terms],
    }


def changed(declaration: Declaration) -> list[tuple[int, list[Finding]]]:
    """Lines of which confirming was refused with other amounts than those that the check has just found."""
    before = declaration.shown or {}
    after = basis.shown(declaration.pk) if before else {}
    return [
        (int(line_no), [soft("amounts_changed", WAGE, shown=words(*before[line_no]), now=words(*now))])
        for line_no, now in after.items()
        if before.get(line_no, now) != now
    ]


def conflicts(declaration: Declaration, params: dict[str, Any]) -> int:
    """Under the lock: take out the lines whose amounts are not those that were confirmed, each with a finding."""
    months = [Month.from_int(month) for (month,) in bulk.rows(__file__, "chosen_months", params)]
    if not months:
        return 0
    subjects = bulk.statement(__file__, "chosen_subjects")
    contributions.keep_preview(subjects, params, months=months, employers=[declaration.employer_id])
    bulk.run(__file__, "plan_by_hash", {})
    rows = bulk.rows(__file__, "amounts_now", params | {"months": [int(month) for month in months]})
    bulk.run(__file__, "plan_freely", {})
    if rows:
        found = (
            (line_no, [hard("amounts_changed_now", WAGE, shown=_yuan(was), now=_yuan(now))])
            for line_no, was, now in rows
        )
        findings.write(declaration.pk, found)
        bulk.run(__file__, "fail_lines", {"declaration": declaration.pk, "line_nos": [row[0] for row in rows]})
    return len(rows)


def words(employer: int, personal: int, late: int) -> str:
    """Amounts in one breath, for somebody who has to compare them."""
    return f"单位{_yuan(employer)}元、个人{_yuan(personal)}元、滞纳金{_yuan(late)}元"


def _yuan(fen: int) -> str:
    return show(from_fen(fen))

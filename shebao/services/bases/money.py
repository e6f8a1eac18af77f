"""Amounts that are no longer those on the page: since a confirmation that was refused, or under the lock."""

from typing import Any, Final

from shebao.contributions import queries as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.kernel.findings import Finding, hard, soft
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.services.bases import basis
from shebao.services.lines import findings

WAGE: Final = "wage"


def changed(declaration: Declaration) -> list[tuple[int, list[Finding]]]:
    """Lines of which confirming was refused with other amounts than those that the check has just found."""
    before = declaration.shown or {}
    after = basis.shown(declaration.pk) if before else {}
    return [
        (int(line_no), [soft("amounts_changed", WAGE, shown=_words(*before[line_no]), now=_words(*now))])
        for line_no, now in after.items()
        if before.get(line_no, now) != now
    ]


def conflicts(declaration: Declaration, params: dict[str, Any]) -> int:
    """Under the lock: take out the lines whose amounts are not those that were confirmed, each with a finding."""
    months = [Month.from_int(month) for (month,) in bulk.rows(__file__, "chosen_months", {})]
    if not months:
        return 0
    subjects = bulk.statement(__file__, "chosen_subjects")
    contributions.keep_preview(subjects, params, months=months, employers=[declaration.employer_id])
    rows = bulk.rows(__file__, "amounts_now", {"declaration": declaration.pk})
    if rows:
        found = ((line_no, [_conflict(*amounts)]) for line_no, *amounts in rows)
        findings.write(declaration.pk, found)
        bulk.run(__file__, "fail_lines", {"declaration": declaration.pk, "line_nos": [row[0] for row in rows]})
    return len(rows)


def _conflict(employer: int, personal: int, employer_now: int, personal_now: int) -> Finding:
    shown, now = _a_month(employer, personal), _a_month(employer_now, personal_now)
    return hard("amounts_changed_now", WAGE, shown=shown, now=now)


def _words(employer_before: int, personal_before: int, employer: int, personal: int) -> str:
    before, after = _a_month(employer_before, personal_before), _a_month(employer, personal)
    return f"申报前{before}、申报后{after}"


def _a_month(employer: int, personal: int) -> str:
    return f"每月单位{show(from_fen(employer))}元、个人{show(from_fen(personal))}元"

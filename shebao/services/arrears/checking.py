"""Checking a filing: what is owed for the chosen months, and what it costs as of today. Checking again starts over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.collection import queries as collection
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.models import Finding as FindingRow
from shebao.declarations.timeline import tell
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, soft
from shebao.kernel.money import from_fen, show
from shebao.law import law
from shebao.services.arrears import basis, chosen, rules
from shebao.services.arrears.models import ArrearLine
from shebao.services.arrears.rules import Chosen
from shebao.services.lines import findings

ENGINE: Final = Actor.system("单位欠缴检查")


def check(declaration: Declaration, _authorities: object, now: datetime) -> None:
    """Find what is owed for the months of a filing in state checking; afterwards it is checked."""
    today = day_of(now)
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        arrears = collection.arrears(declaration.employer_id, today)
        lines, whole = rules.in_order(law(), rules.choose(chosen.read(declaration.payload), arrears), arrears)
        _forget(declaration)
        ArrearLine.objects.bulk_create(_line(declaration, number, line) for number, line in enumerate(lines, start=1))
        findings.write(declaration.pk, [(0, whole), *((n, line.findings) for n, line in enumerate(lines, start=1))])
        findings.write(declaration.pk, _changed(declaration))
        _conclude(declaration, lines)
        declaration.basis = basis.basis(declaration.pk, today)
        declaration.save()


def _forget(declaration: Declaration) -> None:
    ArrearLine.objects.filter(declaration_id=declaration.pk).delete()
    FindingRow.objects.filter(declaration_id=declaration.pk).delete()


def _line(declaration: Declaration, number: int, line: Chosen) -> ArrearLine:
    made = ArrearLine(
        declaration=declaration,
        line_no=number,
        employer_id=declaration.employer_id,
        month=int(line.month),
        state=LineState.GOOD if line.good else LineState.BAD,
    )
    if line.arrear is not None:
        made.notice_id, made.notice_number = line.arrear.notice_id, line.arrear.number
        made.persons, made.principal_fen = line.arrear.persons, line.arrear.owed_fen
        made.due_on, made.late_from, made.days = line.arrear.due_on, line.arrear.first_day, line.arrear.days
        made.late_fee_fen = line.arrear.late_fee_fen
    return made


def _changed(declaration: Declaration) -> list[tuple[int, list[Finding]]]:
    """Lines of which confirming was refused with other amounts than those that the check has just found."""
    before = declaration.shown or {}
    after = basis.shown(declaration.pk) if before else {}
    return [
        (int(line_no), [soft("amounts_changed", shown=_words(before[line_no]), now=_words(now))])
        for line_no, now in after.items()
        if list(before.get(line_no, now)) != now
    ]


def _words(amounts: Sequence[int]) -> str:
    principal, fee = (show(from_fen(fen)) for fen in amounts)
    return f"本金{principal}元、滞纳金{fee}元"


def _conclude(declaration: Declaration, lines: Sequence[Chosen]) -> None:
    declaration.lines = len(lines)
    declaration.good = sum(line.good for line in lines)
    declaration.bad = declaration.lines - declaration.good
    declaration.to_review = 0
    declaration.shown = None
    declaration.state = State.CHECKED
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    tell(declaration, "arrears_checked", ENGINE.name, good=declaration.good, bad=declaration.bad)

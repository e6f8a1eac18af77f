"""Checking the lines that end contracts: what we know about them, what the rules say, where each line stands.

The number of SQL statements does not depend on the number of lines.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from shebao.contributions import queries as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.lines import findings
from shebao.services.lines.judged import Judged, outcome
from shebao.services.withdrawal import rules
from shebao.services.withdrawal.fields import GENERATE
from shebao.services.withdrawal.money import Consequence, by_contract, consequence, needs_charge, shares_by_contract
from shebao.services.withdrawal.shape import EndingLine

LINE_COLUMNS: Final = (
    "declaration_id", "employer_id", "state", "needs_review", "line_no", "sheet_row", "raw", "name", "document_type",
    "document_number", "ended_on", "end_reason", "stop_reason", "void", "last_month", "generate", "employer_fen",
    "personal_fen", "cancelled_fen", "refundable_fen",
)  # fmt: skip
FACT_TYPES: Final = (
    "int4", "int8", "int8", "text", "text", "date", "text", "date", "date", "date", "int4", "date", "bool", "text",
    "text",
)  # fmt: skip

Known = tuple[EndingLine, rules.Facts]


def rows(declaration: Declaration, lines: list[EndingLine]) -> Iterator[tuple[Any, ...]]:
    """The rows of the lines as read, for one COPY."""
    for line in lines:
        state = LineState.GOOD if line.well_formed else LineState.BAD
        yield (
            declaration.pk, declaration.employer_id, state.value, False, line.line_no, line.sheet_row,
            json.dumps(line.raw, ensure_ascii=False) if line.raw else None, line.name, line.document_type,
            line.document_number, line.ended_on, line.end_reason, line.stop_reason, line.void,
            int(line.last_month) if line.last_month else None, False, 0, 0, 0, 0,
        )  # fmt: skip


def judge(declaration: Declaration, lines: list[EndingLine], now: datetime) -> Judged:
    """Check the lines and write what was found, and what each will do."""
    if not lines:
        return Judged()
    given = _setting(declaration, lines, now)
    known = _with_money(_known(declaration, lines), given)
    judged = [(line, facts, rules.check(line, facts, given)) for line, facts in known]
    findings.write(declaration.pk, ((line.line_no, found) for line, _, found in judged if found))
    outcomes = [(line, facts, outcome(line, found)) for line, facts, found in judged]
    _mark(declaration, outcomes)
    return Judged(Counter(state for _, _, state in outcomes))


def _setting(declaration: Declaration, lines: list[EndingLine], now: datetime) -> rules.Setting:
    first_row: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.document_number:
            first_row.setdefault((line.document_type, line.document_number), line.row)
    today = day_of(now)
    return rules.Setting(today, Month.of(today), bool(declaration.payload.get(GENERATE)), first_row, law())


def _known(declaration: Declaration, lines: list[EndingLine]) -> list[Known]:
    """Each line with what we know about its person and contract."""
    params = {"declaration": declaration.pk, "employer": declaration.employer_id}
    found = {
        row[0]: rules.Facts(*row[1:]) for row in bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    }
    before = {int(line_no): Consequence(*amounts) for line_no, amounts in (declaration.shown or {}).items()}
    first: dict[int, int] = {}
    known: list[Known] = []
    for line in lines:
        facts = replace(found.get(line.line_no, rules.UNKNOWN), shown=before.get(line.line_no))
        if facts.person_id and (row := first.setdefault(facts.person_id, line.row)) != line.row:
            facts = replace(facts, earlier_row=row)
        known.append((line, facts))
    return known


def _with_money(known: list[Known], given: rules.Setting) -> list[Known]:
    """The same with what is charged for the contracts, and would be for the current month where that was chosen."""
    running = {
        facts.contract_id: line.last_month or given.month
        for line, facts in known
        if facts.running and facts.contract_id and line.ended_on
    }
    if not running:
        return known
    charges = by_contract(contributions.charged(list(running), min(running.values())))
    lacking = [
        contract
        for contract, last in running.items()
        if given.generate and needs_charge(last, charges.get(contract, ()), given.month)
    ]
    shares = shares_by_contract(contributions.preview_contracts(lacking, given.month)) if lacking else {}
    return [
        (line, replace(facts, charges=charges.get(contract, ()), generated=shares.get(contract)))
        if (contract := facts.contract_id) in running
        else (line, facts)
        for line, facts in known
    ]


def _mark(declaration: Declaration, outcomes: list[tuple[EndingLine, rules.Facts, LineState]]) -> None:
    """Write where each line stands, and what it will do."""
    columns: list[list[object]] = [[] for _ in range(8)]
    for line, facts, state in outcomes:
        generated = None if line.void else facts.generated
        money = consequence(line.last_month, facts.charges, generated)
        row = (
            line.line_no, state.value, facts.contract_id, generated is not None, money.employer_fen,
            money.personal_fen, money.cancelled_fen, money.refundable_fen,
        )  # fmt: skip
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    names = ("line_nos", "states", "contracts", "generate", "employer", "personal", "cancelled", "refundable")
    bulk.run(__file__, "mark_lines", {"declaration": declaration.pk, **dict(zip(names, columns, strict=True))})

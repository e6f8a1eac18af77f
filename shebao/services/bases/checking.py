"""Checking a filing: read → shape → facts → rules → money → findings, the same for one wage and 50,000.

Two transactions. After the first the clerk sees what reading found; after the second everything. The number of SQL
statements does not depend on the number of lines. Checking again starts over, so it can be killed at any point.
"""

import gc
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from shebao.audit.actions import Actor, action
from shebao.contributions import queries as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import ContributionYear, year_of
from shebao.services.bases import rules, sources
from shebao.services.bases.basis import basis
from shebao.services.bases.money import changed
from shebao.services.bases.schemes import here
from shebao.services.bases.shape import ShapedLine, Shaper
from shebao.services.lines import findings, standing
from shebao.services.lines.judged import outcome

ENGINE: Final = Actor.system("缴费基数检查")
TABLE: Final = "bases_wageline"
LINE_COLUMNS: Final = (
    "declaration_id", "employer_id", "state", "needs_review", "line_no", "sheet_row", "raw",
    "name", "document_type", "document_number", "year", "wage",
)  # fmt: skip
OUTCOME_COLUMNS: Final = (
    "line_no", "state", "contract_id", "person_id", "from_month", "replaces", "wage_before_fen", "wage_after_fen",
    "schemes", "payer_category",
)  # fmt: skip
FACT_TYPES: Final = (
    "int4", "int8", "int8", "text", "date", "int4", "text", "int8", "int8", "bool", "text", "text", "text",
)  # fmt: skip

Judged = tuple[ShapedLine, rules.Facts, list[Finding], LineState]


def check(declaration: Declaration, _authorities: object, now: datetime) -> None:
    """Read and check a filing that is in state checking; afterwards it is checked, or unreadable."""
    with _without_collector():
        try:
            lines = _read(declaration, now)
        except SpreadsheetRefused as refused:
            _refuse(declaration, refused)
        else:
            _judge(declaration, lines, now)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Lines are many, live until the end and hold no cycles: the collector would only walk them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(declaration: Declaration, now: datetime) -> list[ShapedLine]:
    """First transaction: the lines as read, with what reading found."""
    lines = sources.lines(declaration, Shaper(law(), day_of(now)))
    with action(ENGINE, "read_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        bulk.copy_in(TABLE, LINE_COLUMNS, (_row(declaration, line) for line in lines))
        findings.write(declaration.pk, ((line.line_no, line.findings) for line in lines))
        declaration.lines = len(lines)
        declaration.bad = sum(not line.well_formed for line in lines)
        declaration.progress = 40
        declaration.save(update_fields=["lines", "bad", "progress"])
    return lines


def _row(declaration: Declaration, line: ShapedLine) -> tuple[Any, ...]:
    state = LineState.GOOD if line.well_formed else LineState.BAD
    raw = json.dumps(line.raw, ensure_ascii=False) if line.raw else None
    return (
        declaration.pk, declaration.employer_id, state.value, False, line.line_no, line.sheet_row, raw,
        line.name, line.document_type, line.document_number, line.year, line.wage,
    )  # fmt: skip


def _judge(declaration: Declaration, lines: list[ShapedLine], now: datetime) -> None:
    """Second transaction: facts, rules, money, and where each line stands."""
    today = day_of(now)
    year = year_of(law(), Month.of(today))
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        given = rules.setting(law(), year, today, employer_open=_is_open(declaration, today), rows=_first_rows(lines))
        judged = _judged(lines, _facts(declaration, year), given)
        findings.write(declaration.pk, ((line.line_no, found) for line, _, found, _ in judged if found))
        findings.write(declaration.pk, [(0, rules.of_filing(given))])
        _mark(declaration, judged)
        findings.write(declaration.pk, changed(declaration))
        declaration.shown = None
        declaration.basis = basis(declaration.pk, today)
        standing.checked(declaration, Counter(state for *_, state in judged), ENGINE.name, now)


def _is_open(declaration: Declaration, today: date) -> bool:
    closed_on = declaration.employer.closed_on
    return closed_on is None or closed_on > today


def _first_rows(lines: list[ShapedLine]) -> dict[tuple[str, str], int]:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.document_number:
            first.setdefault((line.document_type, line.document_number), line.row)
    return first


def _facts(declaration: Declaration, year: ContributionYear) -> dict[int, rules.Facts]:
    """By line number, for the lines whose person has a contract here."""
    params = {
        "declaration": declaration.pk,
        "employer": declaration.employer_id,
        "first_month": int(year.first),
        "first_day": year.first.first_day,
        "schemes": list(here()),
    }
    found = bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    return {row[0]: _facts_of(*row[1:]) for row in found}


def _facts_of(
    contract_id: int, person_id: int, name: str, ended_on: date | None, from_month: int, form: str, *rest: Any
) -> rules.Facts:
    wage, replaces, same, category, schemes, pending = rest
    entry = law().codes("employment_form").get(form)
    return rules.Facts(
        contract_id=contract_id,
        person_id=person_id,
        recorded_name=name,
        ended_on=ended_on,
        from_month=from_month,
        full_time=entry is not None and entry.flag("full_time"),
        wage=wage,
        replaces=replaces,
        same=same,
        payer_category=category,
        schemes=tuple(schemes.split(",")) if schemes else (),
        pending_number=pending,
    )


def _judged(lines: list[ShapedLine], facts: dict[int, rules.Facts], given: rules.Setting) -> list[Judged]:
    judged: list[Judged] = []
    first: dict[int, int] = {}
    for line in lines:
        known = facts.get(line.line_no, rules.UNKNOWN)
        if known.person_id and (row := first.setdefault(known.person_id, line.row)) != line.row:
            known = replace(known, earlier_row=row)
        found = rules.check(line, known, given)
        judged.append((line, known, found, outcome(line, found)))
    return judged


def _mark(declaration: Declaration, judged: list[Judged]) -> None:
    """Write the outcome: for good lines with what they replace and what they change, by the SQL that posts."""
    months = {known.from_month for _, known, _, state in judged if known.from_month and state is LineState.GOOD}
    bulk.run(__file__, "room", {})
    bulk.run(__file__, "outcome", {})
    bulk.copy_in("bases_outcome", OUTCOME_COLUMNS, map(_outcome_row, judged))
    contributions.keep_preview(
        bulk.statement(__file__, "changed"),
        {"employer": declaration.employer_id},
        months=[Month.from_int(month) for month in sorted(months)],
        employers=[declaration.employer_id],
    )
    bulk.run(__file__, "mark_lines", {"declaration": declaration.pk})
    bulk.run(__file__, "forget_outcome", {})


def _outcome_row(one: Judged) -> tuple[Any, ...]:
    line, known, _, state = one
    return (
        line.line_no, state.value, known.contract_id, known.person_id, known.from_month, known.replaces, known.wage,
        line.wage_fen, ",".join(known.schemes), known.payer_category,
    )  # fmt: skip


def _refuse(declaration: Declaration, refused: SpreadsheetRefused) -> None:
    """The file as a whole cannot be read: say why, keep nothing of it."""
    with action(ENGINE, "refuse_workbook", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        standing.unreadable(declaration, refused.code, refused.params, refused.text(), ENGINE.name)

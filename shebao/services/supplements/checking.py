"""Checking a filing: read → shape → which months can be made up → money → rules → findings, for one person and 50,000.

Two transactions. After the first the clerk sees what reading found; after the second everything. The number of SQL
statements does not depend on the number of lines. Checking again starts over, so it can be killed at any point.
"""

import gc
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.documents import queries as documents
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.lines import findings, standing
from shebao.services.lines.judged import outcome
from shebao.services.supplements import availability, money, rules, sources
from shebao.services.supplements.ages import ages
from shebao.services.supplements.asking import Authorities, ask
from shebao.services.supplements.basis import basis
from shebao.services.supplements.shape import ShapedLine, Shaper

ENGINE: Final = Actor.system("补缴申报检查")
TABLE: Final = "supplements_supplementline"
LINE_COLUMNS: Final = (
    "declaration_id", "employer_id", "state", "needs_review", "line_no", "sheet_row", "raw", "name", "document_type",
    "document_number", "household_registration", "schemes", "first_month", "last_month", "wage", "months", "kind",
    "employer_fen", "personal_fen", "late_fen",
)  # fmt: skip
NONE: Final[frozenset[str]] = frozenset()
NOTHING_YET: Final = (0, "", 0, 0, 0)
OUTCOME_COLUMNS: Final = ("line_no", "state", "needs_review", "person_id", "kind")
ITEM_TYPES: Final = ("int4", "int4", "text", "text", "text", "int8")
FACT_TYPES: Final = ("int4", "int8", "text", "text", "text")

FirstRows = dict[tuple[rules.Whose, int], int]
Judged = tuple[ShapedLine, rules.Facts, list[Finding], LineState]


def check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Read and check a filing that is in state checking; afterwards it is checked, or unreadable."""
    with _without_collector():
        try:
            lines = _read(declaration, now)
            ask(lines, authorities)
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
        declaration.pk, declaration.employer_id, state.value, False, line.line_no, line.sheet_row, raw, line.name,
        line.document_type, line.document_number, line.household_registration, line.schemes or "", line.first_month,
        line.last_month, line.wage, *NOTHING_YET,
    )  # fmt: skip


def _judge(declaration: Declaration, lines: list[ShapedLine], now: datetime) -> None:
    """Second transaction: which months can be made up, what they come to, rules, and where each line stands."""
    today = day_of(now)
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "room", {})
        availability.look(declaration, lines, today)
        money.assess(declaration, lines, today)
        facts = _facts(declaration)
        judged = _judged(lines, facts, _setting(declaration, _first_rows(lines, facts), today))
        findings.write(declaration.pk, ((line.line_no, found) for line, _, found, _ in judged if found))
        _mark(declaration, judged, _setting(declaration, {}, today))
        findings.write(declaration.pk, money.changed(declaration))
        declaration.shown = None
        declaration.basis = basis(declaration.pk, today)
        _conclude(declaration, Counter(state for *_, state in judged))


def _setting(declaration: Declaration, first_row: FirstRows, today: date) -> rules.Setting:
    closed_on = declaration.employer.closed_on
    return rules.Setting(
        law(),
        ages(law(), Month.of(today)),
        single=declaration.single,
        employer_open=closed_on is None or closed_on > today,
        first_row=first_row,
    )


def _first_rows(lines: list[ShapedLine], facts: dict[int, rules.Facts]) -> FirstRows:
    first: FirstRows = {}
    for line in lines:
        if line.document_number:
            who = rules.whose(line, facts.get(line.line_no, rules.UNKNOWN))
            for month in line.wanted:
                first.setdefault((who, month), line.row)
    return first


def _facts(declaration: Declaration) -> dict[int, rules.Facts]:
    """By line number, for the lines whose person has or had a contract here."""
    params = {"declaration": declaration.pk, "employer": declaration.employer_id}
    items: dict[int, list[rules.Item]] = {}
    for line_no, *item in bulk.copy_out(bulk.statement(__file__, "wanted_items"), params, ITEM_TYPES):
        items.setdefault(line_no, []).append(rules.Item(*item))
    papers = _papers(declaration)
    known = bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    return {
        line_no: rules.Facts(person, name, household, pending, tuple(items.get(line_no, ())), papers.get(line_no, NONE))
        for line_no, person, name, household, pending in known
    }


def _papers(declaration: Declaration) -> dict[int, frozenset[str]]:
    """What was handed in with each line of a filing by page; a workbook comes without."""
    if not declaration.single:
        return {}
    return {1: frozenset(stored.purpose for stored in documents.of_lines(declaration.pk, line_nos=[1]))}


def _judged(lines: list[ShapedLine], facts: dict[int, rules.Facts], given: rules.Setting) -> list[Judged]:
    judged: list[Judged] = []
    for line in lines:
        known = facts.get(line.line_no, rules.UNKNOWN)
        found = rules.check(line, known, given)
        judged.append((line, known, found, _state(line, known, found)))
    return judged


def _state(line: ShapedLine, known: rules.Facts, found: list[Finding]) -> LineState:
    """Where a line stands; one of a page on which nothing was ticked yet waits for that."""
    state = outcome(line, found)
    return LineState.LEFT_OUT if state is LineState.GOOD and not known.open else state


def _mark(declaration: Declaration, judged: list[Judged], given: rules.Setting) -> None:
    bulk.run(__file__, "outcome", {})
    bulk.copy_in("supplement_outcome", OUTCOME_COLUMNS, (_outcome_row(one, given) for one in judged))
    bulk.run(__file__, "mark_lines", {"declaration": declaration.pk})
    bulk.run(__file__, "forget_check", {})


def _outcome_row(one: Judged, given: rules.Setting) -> tuple[Any, ...]:
    line, known, _, state = one
    review = state is LineState.GOOD and given.single and bool(given.ages.proofs_for(known.open))
    return line.line_no, state.value, review, known.person_id, given.ages.kind(known.open)


def _conclude(declaration: Declaration, count: Counter[LineState]) -> None:
    declaration.good = count[LineState.GOOD]
    declaration.bad = count[LineState.BAD]
    declaration.to_review = 0
    declaration.state = State.CHECKED
    declaration.finished_at = None
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    declaration.save()
    if count[LineState.LEFT_OUT] == declaration.lines:
        tell(declaration, "months_found", ENGINE.name)
    else:
        tell(declaration, "checked", ENGINE.name, good=declaration.good, bad=declaration.bad)
    if not declaration.single:
        values = {
            "number": declaration.number,
            "lines": declaration.lines,
            "good": declaration.good,
            "bad": declaration.bad,
            "before": 0,
        }
        tell_clerks([News(declaration.employer_id, "checked", values, declaration.pk)])


def _refuse(declaration: Declaration, refused: SpreadsheetRefused) -> None:
    """The file as a whole cannot be read: say why, keep nothing of it."""
    with action(ENGINE, "refuse_workbook", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        standing.unreadable(declaration, refused.code, refused.params, refused.text(), ENGINE.name)

"""Checking a filing: read → shape → facts → shared data → rules → findings, the same for one person and 50,000.

Two transactions. After the first the clerk sees what reading found; after the second everything. The number of SQL
statements does not depend on the number of lines. Checking again starts over, so it can be killed at any point.
"""

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState
from shebao.documents import queries as documents
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.lines import findings, standing
from shebao.services.lines.judged import outcome
from shebao.services.person_changes import queries, rules, sources
from shebao.services.person_changes.asking import Authorities, ask
from shebao.services.person_changes.basis import basis
from shebao.services.person_changes.fields import CATEGORY, INITIALS
from shebao.services.person_changes.rules.agreement import category_month
from shebao.services.person_changes.rules.given import after
from shebao.services.person_changes.rules.proof import confirmation
from shebao.services.person_changes.shape import ShapedLine, Shaper

ENGINE: Final = Actor.system("信息变更检查")
LINE_COLUMNS: Final = (
    "declaration_id", "employer_id", "state", "needs_review", "line_no", "sheet_row", "raw",
    "name", "document_type", "document_number", "change_type", "reason", "stages", "content",
)  # fmt: skip
ITEM_COLUMNS: Final = (
    "declaration_id", "line_no", "employer_id", "person_id", "item", "old_value", "new_value", "needs_review",
    "confirmed_by",
)  # fmt: skip
OUTCOME_COLUMNS: Final = (
    "line_no", "state", "needs_review", "person_id", "other_id", "change_type", "stages", "content",
)  # fmt: skip
FACT_TYPES: Final = ("int4", "int8", "text", "text", "text")
KEY, BASIC = "31", "98"
"""个人变更类型: 重要信息变更 and 基本信息变更."""


class Judged(NamedTuple):
    """A line with what is known of its person, what was found, where it stands, and what it changes."""

    line: ShapedLine
    facts: rules.Facts
    found: list[Finding]
    state: LineState
    changes: list[rules.Change]


def check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Read and check a filing that is in state checking; afterwards it is checked, or unreadable."""
    with _without_collector():
        try:
            lines = _read(declaration, now)
        except SpreadsheetRefused as refused:
            _refuse(declaration, refused)
        else:
            _judge(declaration, lines, _known(declaration, lines, authorities, now), now)


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
        bulk.copy_in("person_changes_changeline", LINE_COLUMNS, (_row(declaration, line) for line in lines))
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
        line.name, line.document_type, line.document_number, "", line.reason, 1, "",
    )  # fmt: skip


def _setting(declaration: Declaration, lines: Iterable[ShapedLine], today: date) -> rules.Setting:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.document_number:
            first.setdefault((line.document_type, line.document_number), line.row)
    closed_on = declaration.employer.closed_on
    return rules.Setting(
        law(), today, single=declaration.single, employer_open=closed_on is None or closed_on > today, first_row=first
    )


def _known(
    declaration: Declaration, lines: list[ShapedLine], authorities: Authorities, now: datetime
) -> dict[int, rules.Facts]:
    """What is known of the persons, by line number; of a filing by page also what shared data say, before any lock."""
    given = _setting(declaration, lines, day_of(now))
    facts = _facts(declaration, given)
    _note_repeated(lines, facts)
    if declaration.single and 1 in facts:
        facts[1] = _of_page(declaration, lines[0], facts[1], given)
        facts[1] = replace(facts[1], shared=ask(lines[0], facts[1], given, authorities))
    return facts


def _note_repeated(lines: list[ShapedLine], facts: dict[int, rules.Facts]) -> None:
    """Put to the facts of a line which earlier one is about the same person, who may have several numbers."""
    first: dict[int | None, int] = {}
    for line in lines:
        known = facts.get(line.line_no)
        if known and (row := first.setdefault(known.person_id, line.row)) != line.row:
            facts[line.line_no] = replace(known, earlier_row=row)


def _facts(declaration: Declaration, given: rules.Setting) -> dict[int, rules.Facts]:
    """By line number, for the lines whose person is employed here; one statement."""
    params = {
        "declaration": declaration.pk,
        "employer": declaration.employer_id,
        "today": given.today,
        "category_month": int(category_month(given)),
    }
    found = bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    return {
        line_no: rules.Facts(person, _texts(recorded), category, pending)
        for line_no, person, recorded, category, pending in found
    }


def _texts(recorded: str) -> dict[str, str]:
    """A row of persons_person, told as JSON, as texts: true and false, ISO days, nothing as the empty text."""
    return {
        name: "" if value is None else ("true" if value else "false") if isinstance(value, bool) else str(value)
        for name, value in json.loads(recorded).items()
    }


def _of_page(declaration: Declaration, line: ShapedLine, facts: rules.Facts, given: rules.Setting) -> rules.Facts:
    """The papers handed in, and who else is on record under the number that is filed."""
    papers = frozenset(stored.purpose for stored in documents.of_lines(declaration.pk, line_nos=[1]))
    other: tuple[int | None, bool] = (None, False)
    if "document_number" in line.values:
        values = after(line, facts, given)
        params = {
            "person": facts.person_id,
            "number": values["document_number"],
            "type": values["document_type"],
            "social": values.get("social_security_number", ""),
        }
        other = next(((person, own) for person, own in bulk.rows(__file__, "others", params)), other)
    recent = queries.changed_since(facts.person_id or 0, rules.NAME_AND_NUMBER, _recently(given))
    return replace(facts, papers=papers, other_id=other[0], other_is_own=other[1], recent=recent)


def _recently(given: rules.Setting) -> date:
    """From which day on a changed name and a changed number belong together."""
    month = Month.of(given.today)
    return (month - given.law.count("person_change/identity_months", month)).first_day


def _judge(declaration: Declaration, lines: list[ShapedLine], facts: dict[int, rules.Facts], now: datetime) -> None:
    """Second transaction: rules, values, and where each line stands."""
    today = day_of(now)
    given = _setting(declaration, lines, today)
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        judged = [_judged(line, facts.get(line.line_no, rules.UNKNOWN), given) for line in lines]
        findings.write(declaration.pk, ((one.line.line_no, one.found) for one in judged if one.found))
        bulk.copy_in("person_changes_changeitem", ITEM_COLUMNS, _item_rows(declaration, judged, given))
        _mark(declaration, judged, given)
        declaration.basis = basis(declaration.pk, today)
        standing.checked(declaration, Counter(one.state for one in judged), ENGINE.name, now)


def _judged(line: ShapedLine, facts: rules.Facts, given: rules.Setting) -> Judged:
    found = rules.check(line, facts, given)
    return Judged(line, facts, found, outcome(line, found), rules.changes(line, facts, given))


def _item_rows(declaration: Declaration, judged: list[Judged], given: rules.Setting) -> Iterator[tuple[Any, ...]]:
    for one in judged:
        reviewed = {change.item for change in rules.reviewed(one.line, one.facts, given)} if given.single else set()
        for change in one.changes:
            yield (
                declaration.pk, one.line.line_no, declaration.employer_id, one.facts.person_id, change.item, change.old,
                change.new, change.item in reviewed, _confirmed(one, change, given),
            )  # fmt: skip


def _confirmed(one: Judged, change: rules.Change, given: rules.Setting) -> str:
    if not given.single or change.item in (INITIALS, CATEGORY):
        return ""
    return confirmation(change, one.line, one.facts, given).value


def _mark(declaration: Declaration, judged: list[Judged], given: rules.Setting) -> None:
    bulk.run(__file__, "room", {})
    bulk.run(__file__, "outcome", {})
    bulk.copy_in("change_outcome", OUTCOME_COLUMNS, (_outcome_row(one, given) for one in judged))
    bulk.run(__file__, "mark_lines", {"declaration": declaration.pk})
    bulk.run(__file__, "forget_outcome", {})


def _outcome_row(one: Judged, given: rules.Setting) -> tuple[Any, ...]:
    line, facts = one.line, one.facts
    review = given.single and one.state is LineState.GOOD and rules.needs_officers(line, facts, given)
    stages = rules.stages(line, facts, given) if given.single else 1
    key = any(change.item != INITIALS and given.item(change.item).flag("key") for change in one.changes)
    content = sha256(repr(one.changes).encode()).hexdigest() if one.changes else ""
    kind = (KEY if key else BASIC) if one.changes else ""
    return line.line_no, one.state.value, review, facts.person_id, facts.other_id, kind, stages, content


def _refuse(declaration: Declaration, refused: SpreadsheetRefused) -> None:
    """The file as a whole cannot be read: say why, keep nothing of it."""
    with action(ENGINE, "refuse_workbook", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        standing.unreadable(declaration, refused.code, refused.params, refused.text(), ENGINE.name)

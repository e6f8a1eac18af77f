"""Checking a filing: read → shape → ask the other authorities → facts → rules → findings, the same for one and 100,000.

Two transactions. After the first the clerk sees what reading found; after the second everything. The number of SQL
statements does not depend on the number of lines. Checking again starts over, so it can be killed at any point.
"""

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.queries import basis
from shebao.declarations.timeline import tell
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, Severity
from shebao.law import law
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.enrolment import rules, sources
from shebao.services.enrolment.asking import Authorities, ask_in_chunks
from shebao.services.enrolment.shape import ShapedLine, Shaper

ENGINE = Actor.system("增员检查")

LINE_COLUMNS = (
    "declaration_id", "employer_id", "state", "needs_review",
    "line_no", "sheet_row", "raw", "name", "document_type", "document_number", "sex", "birth_date", "ethnic",
    "nationality", "document_valid_until", "household_registration", "household_address", "residence_address",
    "postcode", "mobile", "email", "education", "personal_identity", "first_work_date", "contract_kind", "term_kind",
    "signing", "starts_on", "ends_on", "probation_months", "employment_form", "occupation", "using_employer", "wage",
    "schemes", "insured_from", "enrolment_reason", "medical_category", "shared_result", "elsewhere", "name_pinyin",
    "name_initials", "has_rare_character", "social_security_number",
)  # fmt: skip
FINDING_COLUMNS = ("declaration_id", "line_no", "code", "severity", "field", "params")
FACT_TYPES = ("int4", "int8", "text", "date", "date", "date", "bool", "text", "text", "int4", "text")


def check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Read and check a filing that is in state checking; afterwards it is checked, or unreadable.

    An authority that does not answer stops nothing: its silence becomes a finding.
    """
    with _without_collector():
        _check(declaration, authorities, now)


def _check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    try:
        lines = _read(declaration, authorities, now)
    except SpreadsheetRefused as refused:
        _refuse(declaration, refused)
        return
    _judge(declaration, lines, now)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Lines are many, live until the end and hold no cycles: the collector would only walk them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(declaration: Declaration, authorities: Authorities, now: datetime) -> list[ShapedLine]:
    """First transaction: the lines as read, with what reading found."""
    shaper = Shaper(law(), day_of(now))
    taken: list[ShapedLine] = []
    with action(ENGINE, "read_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        chunks = ask_in_chunks(sources.lines(declaration, shaper), authorities, declaration, now)
        bulk.copy_in("enrolment_enrolmentline", LINE_COLUMNS, _rows(declaration, chunks, taken))
        _write_findings(declaration, ((line.line_no, line.findings) for line in taken))
        declaration.lines = len(taken)
        declaration.bad = sum(not line.well_formed for line in taken)
        declaration.progress = 60
        declaration.save(update_fields=["lines", "bad", "progress"])
    return taken


def _rows(
    declaration: Declaration, chunks: Iterable[list[ShapedLine]], taken: list[ShapedLine]
) -> Iterator[tuple[Any, ...]]:
    for chunk in chunks:
        for line in chunk:
            taken.append(line)
            state = LineState.GOOD if line.well_formed else LineState.BAD
            yield (
                declaration.pk, declaration.employer_id, state.value, False,
                line.line_no, line.sheet_row, json.dumps(line.raw, ensure_ascii=False) if line.raw else None,
                line.name, line.document_type, line.document_number, line.sex, line.birth_date, line.ethnic,
                line.nationality, line.document_valid_until, line.household_registration, line.household_address,
                line.residence_address, line.postcode, line.mobile, line.email, line.education,
                line.personal_identity, line.first_work_date, line.contract_kind, line.term_kind, line.signing,
                line.starts_on, line.ends_on, line.probation_months, line.employment_form, line.occupation,
                line.using_employer, line.wage, line.schemes, line.insured_from, line.enrolment_reason,
                line.medical_category, line.shared_result, line.elsewhere, line.name_pinyin, line.name_initials,
                line.has_rare_character, line.social_security_number,
            )  # fmt: skip


def _write_findings(declaration: Declaration, findings: Iterable[tuple[int, list[Finding]]]) -> None:
    bulk.copy_in(
        "declarations_finding",
        FINDING_COLUMNS,
        (
            (
                declaration.pk, line_no, finding.code, finding.severity.value, finding.field or "",
                json.dumps(dict(finding.params), ensure_ascii=False),
            )
            for line_no, found in findings
            for finding in found
        ),
    )  # fmt: skip


def _judge(declaration: Declaration, lines: list[ShapedLine], now: datetime) -> None:
    """Second transaction: facts, rules, and where each line stands."""
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        declaration.basis = basis(declaration.pk, day_of(now))
        given = _setting(declaration, lines, now)
        facts = _facts(declaration)
        judged = [(line, rules.check(line, facts.get(line.line_no, rules.UNKNOWN), given)) for line in lines]
        _write_findings(declaration, ((line.line_no, found) for line, found in judged if found))
        outcomes = [(line, _outcome(line, found)) for line, found in judged]
        _mark(declaration, outcomes)
        _conclude(declaration, Counter(state for _, (state, _) in outcomes), outcomes, now)


def _setting(declaration: Declaration, lines: list[ShapedLine], now: datetime) -> rules.Setting:
    first_row: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.document_number:
            first_row.setdefault((line.document_type, line.document_number), line.row)
    today = day_of(now)
    employer = declaration.employer
    proven = StoredFile.objects.filter(declaration_id=declaration.pk, purpose="identity", removed_at=None)
    return rules.setting(
        law(),
        today,
        employer_open=employer.closed_on is None or employer.closed_on > today,
        first_row=first_row,
        mobiles=Counter(line.mobile for line in lines if line.mobile),
        proven=frozenset(line_no or 0 for line_no in proven.values_list("line_no", flat=True)),
    )


def _facts(declaration: Declaration) -> dict[int, rules.Facts]:
    """By line number, for the lines about whose person anything is known."""
    params = {"declaration": declaration.pk, "employer": declaration.employer_id}
    found = bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    return {row[0]: rules.Facts(*row[1:]) for row in found}


def _outcome(line: ShapedLine, found: list[Finding]) -> tuple[LineState, bool]:
    """Where the line stands after the check, and whether an officer has to decide on it."""
    codes = {finding.code for finding in found}
    if not line.well_formed or any(finding.severity is Severity.HARD for finding in found):
        return LineState.BAD, False
    if "done_before" in codes:
        return LineState.DONE_BEFORE, False
    return LineState.GOOD, not codes.isdisjoint(REVIEW_CODES)


REVIEW_CODES = frozenset({"officer_decides", "shared_no_match_proven", "shared_silent_proven"})


def _mark(declaration: Declaration, outcomes: list[tuple[ShapedLine, tuple[LineState, bool]]]) -> None:
    """Write the outcome of the lines that were not already written so."""
    changed = [
        (line.line_no, state.value, review)
        for line, (state, review) in outcomes
        if review or state is not (LineState.GOOD if line.well_formed else LineState.BAD)
    ]
    numbers, states, reviews = [list(column) for column in zip(*changed, strict=True)] if changed else ([], [], [])
    bulk.run(
        __file__,
        "mark_lines",
        {"declaration": declaration.pk, "line_nos": numbers, "states": states, "reviews": reviews},
    )


def _conclude(
    declaration: Declaration,
    count: Counter[LineState],
    outcomes: list[tuple[ShapedLine, tuple[LineState, bool]]],
    now: datetime,
) -> None:
    """Where the filing stands; one of which every line is in force already is over, there is nothing to confirm."""
    done_before = count[LineState.DONE_BEFORE]
    over = done_before == declaration.lines > 0
    declaration.good = count[LineState.GOOD]
    declaration.bad = count[LineState.BAD]
    declaration.to_review = sum(review for _, (_, review) in outcomes)
    declaration.state = State.EFFECTIVE if over else State.CHECKED
    declaration.finished_at = now if over else None
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    declaration.save()
    if over:
        tell(declaration, "all_before", ENGINE.name, count=done_before)
    else:
        tell(declaration, "checked", ENGINE.name, good=declaration.good, bad=declaration.bad)
    if not declaration.single:
        _tell_clerks(declaration, done_before)


def _tell_clerks(declaration: Declaration, done_before: int) -> None:
    over = declaration.state == State.EFFECTIVE
    values = {
        "number": declaration.number,
        "lines": declaration.lines,
        "good": declaration.good,
        "bad": declaration.bad,
        "before": done_before,
    }
    tell_clerks([News(declaration.employer_id, "all_before" if over else "checked", values, declaration.pk)])


def _refuse(declaration: Declaration, refused: SpreadsheetRefused) -> None:
    """The file as a whole cannot be read: say why, keep nothing of it."""
    with action(ENGINE, "refuse_workbook", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        declaration.state = State.UNREADABLE
        declaration.next_step = None
        declaration.progress = 100
        declaration.lines = declaration.good = declaration.bad = 0
        declaration.problem = {"code": refused.code, "params": {name: str(v) for name, v in refused.params.items()}}
        declaration.save()
        tell(declaration, "unreadable", ENGINE.name, reason=refused.text())
        tell_clerks([News(declaration.employer_id, "unreadable", {"number": declaration.number}, declaration.pk)])

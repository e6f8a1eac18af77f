"""Checking the lines that add employees: what we know about them, what the rules say, where each line stands.

The number of SQL statements does not depend on the number of lines.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState
from shebao.documents.models import StoredFile
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding
from shebao.law import law
from shebao.services.enrolment import rules
from shebao.services.enrolment.shape import ShapedLine
from shebao.services.lines import findings
from shebao.services.lines.judged import Judged, outcome

LINE_COLUMNS = (
    "declaration_id", "employer_id", "state", "needs_review",
    "line_no", "sheet_row", "raw", "name", "document_type", "document_number", "sex", "birth_date", "ethnic",
    "nationality", "document_valid_until", "household_registration", "household_address", "residence_address",
    "postcode", "mobile", "email", "education", "personal_identity", "first_work_date", "contract_kind", "term_kind",
    "signing", "starts_on", "ends_on", "probation_months", "employment_form", "occupation", "using_employer", "wage",
    "schemes", "insured_from", "enrolment_reason", "medical_category", "shared_result", "elsewhere", "name_pinyin",
    "name_initials", "has_rare_character", "social_security_number",
)  # fmt: skip
FACT_TYPES = ("int4", "int8", "text", "date", "date", "date", "bool", "text", "text", "int4", "text")
REVIEW_CODES = frozenset({"officer_decides", "shared_no_match_proven", "shared_silent_proven"})


def rows(
    declaration: Declaration, chunks: Iterable[list[ShapedLine]], taken: list[ShapedLine]
) -> Iterator[tuple[Any, ...]]:
    """The rows of the lines as read, for one COPY; the lines themselves are put into `taken`."""
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


def judge(
    declaration: Declaration, lines: list[ShapedLine], ending: Mapping[tuple[str, str], int], now: datetime
) -> Judged:
    """Check the lines and write what was found; `ending` are the persons whose contract the same filing ends."""
    if not lines:
        return Judged()
    given = _setting(declaration, lines, ending, now)
    facts = _facts(declaration, lines)
    judged = [(line, rules.check(line, facts.get(line.line_no, rules.UNKNOWN), given)) for line in lines]
    findings.write(declaration.pk, ((line.line_no, found) for line, found in judged if found))
    outcomes = [(line, *_outcome(line, found)) for line, found in judged]
    _mark(declaration, outcomes)
    return Judged(Counter(state for _, state, _ in outcomes), sum(review for _, _, review in outcomes))


def _setting(
    declaration: Declaration, lines: list[ShapedLine], ending: Mapping[tuple[str, str], int], now: datetime
) -> rules.Setting:
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
        ending=ending,
        mobiles=Counter(line.mobile for line in lines if line.mobile),
        proven=frozenset(line_no or 0 for line_no in proven.values_list("line_no", flat=True)),
    )


def _facts(declaration: Declaration, lines: list[ShapedLine]) -> dict[int, rules.Facts]:
    """By line number, for the lines about whose person anything is known."""
    params = {"declaration": declaration.pk, "employer": declaration.employer_id}
    found = bulk.copy_out(bulk.statement(__file__, "facts"), params, FACT_TYPES)
    facts = {row[0]: rules.Facts(*row[1:]) for row in found}
    first: dict[int, int] = {}
    for line in lines if facts else ():
        known = facts.get(line.line_no)
        if known and known.person_id and (row := first.setdefault(known.person_id, line.row)) != line.row:
            facts[line.line_no] = replace(known, earlier_row=row)
    return facts


def _outcome(line: ShapedLine, found: list[Finding]) -> tuple[LineState, bool]:
    """Where the line stands after the check, and whether an officer has to decide on it."""
    state = outcome(line, found)
    return state, state is LineState.GOOD and any(finding.code in REVIEW_CODES for finding in found)


def _mark(declaration: Declaration, outcomes: list[tuple[ShapedLine, LineState, bool]]) -> None:
    """Write the outcome of the lines that were not already written so."""
    changed = [
        (line.line_no, state.value, review)
        for line, state, review in outcomes
        if review or state is not (LineState.GOOD if line.well_formed else LineState.BAD)
    ]
    numbers, states, reviews = [list(column) for column in zip(*changed, strict=True)] if changed else ([], [], [])
    bulk.run(
        __file__,
        "mark_lines",
        {"declaration": declaration.pk, "line_nos": numbers, "states": states, "reviews": reviews},
    )

"""What waits for the officers of some districts, and what they have decided."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from django.db import connection
from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.forms.models import model_to_dict

from shebao.declarations import queries as declarations
from shebao.declarations.models import Line
from shebao.documents import queries as documents
from shebao.kernel.widths import fold
from shebao.persons import merging
from shebao.review.models import Case, CaseState, Decision
from shebao.review.rules import Tie

MAX_SEARCH: Final = 64
SOON_DAYS: Final = 1
FAR_AWAY: Final = date(9999, 12, 31)

Age = Literal["", "overdue", "today", "soon"]


class Position(NamedTuple):
    """A place in the worklist, which is in the order of due dates and, within a day, of arrival."""

    due: date
    case_id: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a worklist is narrowed to; empty values narrow nothing.

    `age`: overdue, due today, or due by tomorrow. `search`: part of the person's or the employer's name, a whole
    业务流水号, a whole 统一社会信用代码, or a whole document number.
    """

    district: str = ""
    service: str = ""
    reason: str = ""
    age: Age = ""
    search: str = ""


class Load(NamedTuple):
    """How much waits of one service for one reason: cases, those past their day, those due today."""

    service: str
    reason: str
    waiting: int
    overdue: int
    due_today: int


def worklist(
    districts: Sequence[str], filters: Filters, *, today: date, after: Position | None = None, size: int = 50
) -> list[Case]:
    """Open cases of the districts, the most urgent first, at most `size`, those behind `after`.

    Each has its declaration and employer loaded and carries `due`, its due date or a day far away.
    """
    found = _open(districts, filters, today)
    if after is not None:
        same_day = Q(("due", after.due), ("pk__gt", after.case_id))
        found = found.filter(Q(("due__gt", after.due)) | same_day)
    return list(found.order_by(F("due").asc(), "pk")[:size])


def next_case(districts: Sequence[str], filters: Filters, *, today: date, after: Position | None) -> int | None:
    """The case to look at after `after`; from the beginning again when there is none behind it. None: all is done."""
    behind = worklist(districts, filters, today=today, after=after, size=1)
    first = behind or (worklist(districts, filters, today=today, size=1) if after else [])
    return first[0].pk if first else None


def position(case: Case) -> Position:
    """Where a case stands in the worklist."""
    return Position(case.due_on or FAR_AWAY, case.pk)


def load(districts: Sequence[str], today: date) -> list[Load]:
    """What waits in the districts, by service and reason."""
    found = Case.objects.filter(district__in=districts, state=CaseState.OPEN).values("service", "reason")
    counted = found.annotate(
        waiting=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        due_today=Count("pk", filter=Q(due_on=today)),
    )
    return [Load(**row) for row in counted.order_by("service", "reason")]


def decided(districts: Sequence[str], *, search: str = "", before: int | None = None, size: int = 50) -> list[Decision]:
    """What officers of the districts have decided, newest first, older than decision `before`."""
    found = Decision.objects.filter(case__district__in=districts).select_related("case__declaration__employer")
    text = _tidy(search)
    if text:
        found = found.filter(
            Q(case__person_name__contains=text)
            | Q(case__declaration__number=text)
            | Q(case__declaration__employer__name__contains=text)
            | Q(officer_name=text)
        )
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def find(case_id: int, districts: Sequence[str]) -> Case | None:
    """The case with its declaration and employer if it is one of these districts'; otherwise None, as if absent."""
    found = Case.objects.filter(pk=case_id, district__in=districts)
    return found.select_related("declaration__employer").first()


def line_of(case: Case) -> Line | None:
    """The line that the case is about."""
    return declarations.line(case.declaration, case.line_no)


def documents_of(case: Case) -> list[tuple[str, str]]:
    """Type and number of each document of whom the case is about, second records that may be hers included."""
    line = line_of(case)
    merger = merging.of_line(case.declaration_id, case.line_no)
    records = [history["facts"] for history in merger.histories] if merger else []
    facts = [(facts["document_type"], facts["document_number"]) for facts in records]
    return [*(line.documents() if line else []), *facts]


def decisions_on(declaration_id: int, line_no: int) -> list[Decision]:
    """What was decided on the line, earlier contents of it included, newest first."""
    found = Decision.objects.filter(case__declaration_id=declaration_id, case__line_no=line_no)
    return list(found.select_related("case").order_by("-pk"))


def version(case: Case) -> str:
    """What stands for the exact content of a case: a decision on another version is refused.

    The version number of the filing, and a digest over the line as read and the materials handed in with it.
    """
    line = line_of(case)
    files = documents.of_lines(case.declaration_id, line_nos=[case.line_no])
    return version_of(case, line, [(stored.pk, stored.sha256) for stored in files])


def version_of(case: Case, line: Line | None, files: Sequence[tuple[int, str]]) -> str:
    """The same from what has been read already."""
    content = {"line": model_to_dict(line, exclude=["id", "state"]) if line else None, "files": sorted(files)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{case.declaration.content_version}-{digest[:32]}"


def tie(officer_id: int, case_id: int) -> Tie:
    """How the officer, as a human being and not as an account, is tied to the filing or to an earlier stage."""
    with connection.cursor() as cursor:
        cursor.execute("select shebao_tie_to_stage(%s, %s)", [officer_id, case_id])
        row = cursor.fetchone()
    return Tie(row[0] or "") if row else Tie.NONE


def _open(districts: Sequence[str], filters: Filters, today: date) -> QuerySet[Case]:
    wanted = [filters.district] if filters.district in districts else list(districts)
    found = Case.objects.filter(district__in=wanted, state=CaseState.OPEN)
    found = found.annotate(due=Coalesce("due_on", Value(FAR_AWAY), output_field=DateField()))
    if filters.service:
        found = found.filter(service=filters.service)
    if filters.reason:
        found = found.filter(reason=filters.reason)
    if filters.age:
        found = found.filter(_AGES[filters.age](today))
    text = _tidy(filters.search)
    return (found.filter(_matches(text)) if text else found).select_related("declaration__employer")


_AGES: Final = {
    "overdue": lambda today: Q(due_on__lt=today),
    "today": lambda today: Q(due_on=today),
    "soon": lambda today: Q(due_on__lte=today + timedelta(days=SOON_DAYS)),
}


def _matches(text: str) -> Q:
    names = Q(person_name__contains=text) | Q(declaration__employer__name__contains=text)
    numbers = Q(declaration__number=text) | Q(declaration__employer__credit_code=text.upper())
    same_line = {"declaration_id": OuterRef("declaration_id"), "line_no": OuterRef("line_no")}
    for lines in declarations.lines_by_service().values():
        numbers |= Q(Exists(lines.filter(**same_line, document_number=text.upper())))
    return names | numbers


def _tidy(search: str) -> str:
    return " ".join(fold(search.replace("\x00", "")).split())[:MAX_SEARCH]

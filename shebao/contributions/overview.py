"""A month at a glance: its sums, its notices, who could not be assessed, and what changed since the month before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from django.db.models import Count, Q

from shebao.contributions.models import Notice, NoticeLine, NoticeState, Problem
from shebao.contributions.texts import FOR_THE_EMPLOYER, SOON_DAYS
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.persons.models import Person

KINDS: Final = ("joined", "left", "base", "amount")
UNPAID: Final = (NoticeState.ISSUED, NoticeState.TO_DECLARE)


class SchemeSum(NamedTuple):
    """What a scheme comes to: persons owed for, sum of their bases in yuan, shares in fen."""

    scheme: str
    persons: int
    base_sum: int
    employer_fen: int
    personal_fen: int
    deferred_fen: int

    @property
    def total_fen(self) -> int:
        """Both shares."""
        return self.employer_fen + self.personal_fen


class Change(NamedTuple):
    """Somebody whose month differs from the one before; amounts are differences in fen, bases None where not owed."""

    person_id: int
    name: str
    document_type: str
    document_number: str
    base_before: int | None
    base_now: int | None
    employer_fen: int
    personal_fen: int


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of one kind: how many persons, what they come to in fen, and some of them."""

    kind: str
    persons: int
    employer_fen: int
    personal_fen: int
    shown: Sequence[Change]


class Attention(NamedTuple):
    """How many notices and persons wait for the employer; `not_assessed` lacks something that only it can give."""

    to_declare: int
    issued: int
    due_soon: int
    overdue: int
    not_assessed: int


def months(employer_id: int, size: int = 36) -> dict[Month, bool]:
    """The months in which the employer has a notice, newest first, and whether each was assessed as a whole.

    Where only single charges were generated so far, the month's notice is still open.
    """
    found = Notice.objects.filter(employer_id=employer_id).values_list("month")
    counted = found.annotate(assessed=Count("pk", filter=~Q(state=NoticeState.OPEN))).order_by("-month")
    return {Month.from_int(month): assessed > 0 for month, assessed in counted[:size]}


def sums(employer_id: int, month: Month, notices: Sequence[int] | None = None) -> list[SchemeSum]:
    """What the entries of a month come to by scheme, of all notices or only of some, as they stand now."""
    params: dict[str, object] = {"employer": employer_id, "month": int(month)}
    condition = "true"
    if notices is not None:
        condition = "charge.notice_id = any (%(notices)s::bigint[])"
        params["notices"] = list(notices)
    return [SchemeSum(*row) for row in bulk.formatted(__file__, "sums", params, notices=condition)]


def persons(employer_id: int, month: Month) -> int:
    """For how many persons something is owed for the month."""
    ((number,),) = bulk.rows(__file__, "persons_owed", {"employer": employer_id, "month": int(month)})
    return int(number)


def notices(employer_id: int, month: Month | None = None, *, before: int | None = None, size: int = 50) -> list[Notice]:
    """The employer's notices, of one month or of all, newest first, older than id ``before``."""
    found = Notice.objects.filter(employer_id=employer_id)
    found = found if month is None else found.filter(month=int(month))
    found = found if before is None else found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def notice(employer_id: int, number: str) -> Notice | None:
    """The employer's notice of that number."""
    return Notice.objects.filter(employer_id=employer_id, number=number).first()


def chain(notice: Notice) -> list[int]:
    """Ids of the notice and of those whose place it took; its entries first stand on one of them."""
    return [int(row[0]) for row in bulk.rows(__file__, "notice_chain", {"notice": notice.pk})]


def sums_of(notice: Notice) -> list[SchemeSum]:
    """The sums of a notice: as fixed when it was issued, or as they stand now while it is open."""
    if notice.state == NoticeState.OPEN:
        return sums(notice.employer_id, Month.from_int(notice.month), [notice.pk])
    lines = NoticeLine.objects.filter(notice_id=notice.pk).order_by("scheme")
    return [
        SchemeSum(line.scheme, line.persons, line.base_sum, line.employer_fen, line.personal_fen, line.deferred_fen)
        for line in lines
    ]


def neighbours(notice: Notice) -> tuple[Notice | None, Notice | None]:
    """The notice whose place this one took, and the one that took its place."""
    found = Notice.objects.filter(Q(pk=notice.replaces) | Q(replaces=notice.pk))
    by_place = {one.pk == notice.replaces: one for one in found}
    return by_place.get(True), by_place.get(False)


def changes(
    employer_id: int, month: Month, *, kinds: Sequence[str] = KINDS, after: int = 0, size: int = 5
) -> dict[str, Changes]:
    """Whose month differs from the one before, by kind; of each kind the first ``size`` persons behind ``after``."""
    params = {
        "employer": employer_id,
        "month": int(month),
        "before": int(month - 1),
        "kinds": list(kinds),
        "after": after,
        "size": size,
    }
    found = bulk.rows(__file__, "changes", params)
    return {
        kind: Changes(kind, persons, employer_fen, personal_fen, [Change(*row[4:]) for row in rows])
        for (kind, persons, employer_fen, personal_fen), rows in groupby(found, key=lambda row: row[:4])
    }


def problems(employer_id: int, month: Month, *, after: int = 0, size: int = 50) -> list[tuple[Problem, Person | None]]:
    """Who could not be assessed, each with the person where it is about one, behind id ``after``."""
    found = Problem.objects.filter(employer_id=employer_id, month=int(month), closed_at=None, pk__gt=after)
    rows = list(found.order_by("pk")[:size])
    people = Person.objects.in_bulk({row.person_id for row in rows if row.person_id is not None})
    return [(row, people.get(row.person_id) if row.person_id else None) for row in rows]


def problem_counts(employer_id: int, month: Month) -> Mapping[str, int]:
    """How many could not be assessed, by code."""
    found = Problem.objects.filter(employer_id=employer_id, month=int(month), closed_at=None).values_list("code")
    return dict(found.annotate(number=Count("pk")).order_by("-number", "code"))


def attention(employer_id: int, today: date) -> Attention:
    """What waits for the employer on ``today``, in two queries."""
    soon = today + timedelta(days=SOON_DAYS)
    issued = Q(state=NoticeState.ISSUED)
    counted = Notice.objects.filter(employer_id=employer_id, state__in=UNPAID).aggregate(
        to_declare=Count("pk", filter=Q(state=NoticeState.TO_DECLARE) & ~Q(due_on__lt=today)),
        issued=Count("pk", filter=issued & ~Q(due_on__lte=soon)),
        due_soon=Count("pk", filter=issued & Q(due_on__range=(today, soon))),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    lacking = Problem.objects.filter(employer_id=employer_id, closed_at=None, code__in=FOR_THE_EMPLOYER)
    return Attention(**counted, not_assessed=lacking.values("person_id").distinct().count())

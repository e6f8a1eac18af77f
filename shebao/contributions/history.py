"""One person's contributions, at one employer or at all: month by month, every entry explained, and the wages."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from shebao.contributions.explaining import Explanation, explain
from shebao.contributions.models import Charge, Notice, Problem, Tariff, Wage
from shebao.employment.models import Contract
from shebao.kernel.months import Month

MONTHS_AT_ONCE = 12
_SUMS = ("run_id", "persons", "employer_fen", "personal_fen", "deferred_fen", "action_id")


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """A month of a person at an employer: every scheme explained, the notices that ask for it now, what is held back.

    Entries of a notice that was replaced are asked for by the one that took its place.
    """

    month: Month
    explanations: Sequence[Explanation]
    notices: Sequence[Notice]
    held: Sequence[Problem] = ()
    employer_id: int = 0
    person_id: int = 0

    @property
    def wage_fen(self) -> int | None:
        """The wage that counts, None where nothing is owed any more."""
        wages = [one.last.calculation.wage for one in self.explanations if one.last.calculation]
        return int(max(wages) * 100) if wages else None

    @property
    def corrected(self) -> bool:
        """Whether something was entered after the first entries."""
        return any(len(one.steps) > 1 for one in self.explanations)


def months(
    employer_id: int, person_id: int, *, before: Month | None = None, size: int = MONTHS_AT_ONCE
) -> list[PersonMonth]:
    """The newest ``size`` months with entries, or those before a month; a fixed number of queries."""
    found = _entries(employer_id, person_id)
    found = found.filter(month__lt=int(before)) if before else found
    wanted = list(found.values_list("month", flat=True).distinct().order_by("-month")[:size])
    charges = _entries(employer_id, person_id).filter(month__in=wanted) if wanted else Charge.objects.none()
    return _by_month(charges.order_by("-month", "scheme", "entry"))


def everywhere(
    records: Collection[int],
    *,
    before: Month | None = None,
    since: Month | None = None,
    size: int = MONTHS_AT_ONCE,
) -> list[PersonMonth]:
    """The newest ``size`` months with entries of a person at any employer, before one month and from another on.

    Where two employers owe for a month there are two of it, in the order of the employers; so where one owes under two
    of the person's ``records``.
    """
    # By employer first, as entries are kept: by the person alone every month of the city would be searched.
    employers = Contract.objects.filter(person_id__in=records).values_list("employer_id", flat=True).distinct()
    entries = Charge.objects.filter(employer_id__in=list(employers), person_id__in=records)
    found = entries.filter(month__lt=int(before)) if before else entries
    found = found.filter(month__gte=int(since)) if since else found
    wanted = list(found.values_list("month", flat=True).distinct().order_by("-month")[:size])
    charges = entries.filter(month__in=wanted) if wanted else Charge.objects.none()
    return _by_month(charges.order_by("-month", "employer_id", "person_id", "scheme", "entry"))


def one(employer_id: int, person_id: int, month: Month, scheme: str) -> tuple[Explanation, Sequence[Notice]] | None:
    """The entries of one scheme and month explained, with the notices they stand on; None where there are none."""
    charges = _entries(employer_id, person_id).filter(month=int(month), scheme=scheme)
    found = _by_month(charges.order_by("month", "scheme", "entry"))
    return (found[0].explanations[0], found[0].notices) if found else None


def wages(employer_id: int, person_id: int) -> list[Wage]:
    """Every wage declared for the person here, the newest month first, those replaced included."""
    found = Wage.objects.filter(employer_id=employer_id, person_id=person_id)
    return list(found.order_by("-from_month", "-recorded_at", "-pk"))


def _entries(employer_id: int, person_id: int) -> QuerySet[Charge]:
    return Charge.objects.filter(employer_id=employer_id, person_id=person_id)


def _by_month(charges: Iterable[Charge]) -> list[PersonMonth]:
    rows = list(charges)
    tariffs = Tariff.objects.in_bulk({row.tariff_id for row in rows})
    in_force = _in_force(rows)
    held = _held(rows)
    found = []
    for whose, of_month in groupby(rows, key=lambda row: (row.month, row.employer_id, row.person_id)):
        entries = list(of_month)
        explanations = [explain(list(part), tariffs) for _, part in groupby(entries, key=lambda row: row.scheme)]
        standing = {one.pk: one for row in entries if (one := in_force.get(row.notice_id))}
        notices = [standing[key] for key in sorted(standing)]
        month, employer_id, person_id = whose
        kept = held.get(whose, ())
        found.append(PersonMonth(Month.from_int(month), explanations, notices, kept, employer_id, person_id))
    return found


def _in_force(rows: Sequence[Charge]) -> dict[int, Notice]:
    """For the id of every notice that entries stand on, the one that asks for them now."""
    wanted = {"employer_id__in": {row.employer_id for row in rows}, "month__in": {row.month for row in rows}}
    # Without what the employer pays in all: the insured person's door may not read that.
    notices = Notice.objects.filter(**wanted).order_by("pk").defer(*_SUMS)
    known = {notice.pk: notice for notice in notices}
    found = dict(known)
    for notice in reversed(known.values()):
        if notice.replaces in found:
            found[notice.replaces] = found[notice.pk]
    return found


def _held(rows: Sequence[Charge]) -> dict[tuple[int, int, int], list[Problem]]:
    """Schemes that could not be assessed, by month, employer and person."""
    wanted = {"employer_id__in": {row.employer_id for row in rows}, "month__in": {row.month for row in rows}}
    found = Problem.objects.filter(**wanted, person_id__in={row.person_id for row in rows}, closed_at=None)
    held: dict[tuple[int, int, int], list[Problem]] = {}
    for problem in found.order_by("month", "scheme", "pk"):
        held.setdefault((problem.month, problem.employer_id, problem.person_id or 0), []).append(problem)
    return held

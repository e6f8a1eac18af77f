"""Reads of supplements: lines, months and schemes with their money or reasons, sums."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Sum

from shebao.collection.rules import LateTerms, late_terms
from shebao.contributions.explaining import Explanation, explain
from shebao.contributions.models import Charge, Tariff
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on
from shebao.services.supplements.models import ItemState, SupplementItem, SupplementLine

TAKEN = (ItemState.CHOSEN, ItemState.EFFECTIVE)


@dataclass(frozen=True, slots=True)
class Totals:
    """What some lines come to: persons, months, shares and late fee in fen; deferred shares are not asked for now."""

    persons: int
    months: int
    employer_fen: int
    personal_fen: int
    late_fen: int
    deferred_fen: int

    @property
    def due_fen(self) -> int:
        """What has to be paid at once, the late fee of the day of the check included."""
        return self.employer_fen + self.personal_fen + self.late_fen - self.deferred_fen


class MonthSum(NamedTuple):
    """What some lines come to in a month and scheme: bases in yuan, money in fen."""

    month: int
    scheme: str
    persons: int
    bases: int
    employer_fen: int
    personal_fen: int
    late_fen: int


def line(declaration_id: int, line_no: int) -> SupplementLine | None:
    """One line of a filing."""
    return SupplementLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def by_number(declaration_id: int, line_nos: Sequence[int]) -> dict[int, SupplementLine]:
    """Some lines of a filing, by their number."""
    found = SupplementLine.objects.filter(declaration_id=declaration_id, line_no__in=line_nos)
    return {line.line_no: line for line in found}


def items(declaration_id: int, line_no: int) -> list[SupplementItem]:
    """All months and schemes of a line, by month."""
    found = SupplementItem.objects.filter(declaration_id=declaration_id, line_no=line_no)
    return list(found.order_by("month", "scheme"))


def items_of_lines(declaration_id: int, line_nos: Sequence[int]) -> dict[int, list[SupplementItem]]:
    """What some lines make up, month by month."""
    found = SupplementItem.objects.filter(declaration_id=declaration_id, line_no__in=line_nos, state__in=TAKEN)
    grouped: defaultdict[int, list[SupplementItem]] = defaultdict(list)
    for item in found.order_by("line_no", "month", "scheme"):
        grouped[item.line_no].append(item)
    return dict(grouped)


def item(declaration_id: int, line_no: int, month: int, scheme: str) -> SupplementItem | None:
    """What one month and scheme of a line come to."""
    found = SupplementItem.objects.filter(declaration_id=declaration_id, line_no=line_no, month=month, scheme=scheme)
    return found.filter(state__in=TAKEN).first()


def explanation(line: SupplementLine, item: SupplementItem, tariff: Tariff) -> Explanation:
    """How what is made up for a month and scheme comes about, as it will be explained once it is entered."""
    entry = Charge(
        month=item.month, scheme=item.scheme, entry=1, kind=line.kind, wage_fen=item.wage_fen or 0, base=item.base or 0,
        employer_fen=item.employer_fen or 0, personal_fen=item.personal_fen or 0, tariff_id=tariff.pk,
    )  # fmt: skip
    return explain([entry], {tariff.pk: tariff})


def late_terms_of(item: SupplementItem) -> LateTerms:
    """Under which terms a month that is made up is late."""
    month = Month.from_int(item.month)
    return late_terms(law(), month, due_on(law(), month))


def refused(declaration_id: int, *, size: int | None = None) -> list[SupplementItem]:
    """The months and schemes that cannot be made up, by line and month."""
    found = SupplementItem.objects.filter(declaration_id=declaration_id, state=ItemState.REFUSED)
    ordered = found.order_by("line_no", "month", "scheme")
    return list(ordered if size is None else ordered[:size])


def every_refused(declaration_id: int) -> Iterator[tuple[SupplementItem, SupplementLine]]:
    """All of them, with their lines, read as they are used."""
    known = {line.line_no: line for line in SupplementLine.objects.filter(declaration_id=declaration_id)}
    found = SupplementItem.objects.filter(declaration_id=declaration_id, state=ItemState.REFUSED)
    for item in found.order_by("line_no", "month", "scheme").iterator(chunk_size=5000):
        yield item, known[item.line_no]


def totals(declaration_id: int, *states: str) -> Totals:
    """What the lines in these states come to."""
    found = SupplementLine.objects.filter(declaration_id=declaration_id, state__in=states)
    sums = found.aggregate(
        persons=Count("person_id", distinct=True),
        months=Sum("months"),
        employer_fen=Sum("employer_fen"),
        personal_fen=Sum("personal_fen"),
        late_fen=Sum("late_fen"),
    )
    deferred = SupplementItem.objects.filter(
        declaration_id=declaration_id, state__in=TAKEN, deferred=True, line_no__in=found.values("line_no")
    ).aggregate(fen=Sum("employer_fen"))
    return Totals(**{name: int(value or 0) for name, value in sums.items()}, deferred_fen=int(deferred["fen"] or 0))


def sums_by_month(declaration_id: int, *states: str) -> list[MonthSum]:
    """What the lines in these states come to, by month and scheme."""
    chosen = SupplementLine.objects.filter(declaration_id=declaration_id, state__in=states).values("line_no")
    found = SupplementItem.objects.filter(declaration_id=declaration_id, state__in=TAKEN, line_no__in=chosen)
    rows = found.values_list("month", "scheme").annotate(
        Count("person_id"), Sum("base"), Sum("employer_fen"), Sum("personal_fen"), Sum("late_fen")
    )
    return [MonthSum(*row) for row in rows.order_by("month", "scheme")]

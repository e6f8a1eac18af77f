"""Reads of changes: lines with their values, and what was changed of a person before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from shebao.contributions import queries as contributions
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from shebao.law import law
from shebao.persons.models import Person, ValueChange
from shebao.services.person_changes import derive
from shebao.services.person_changes.fields import CATEGORY, INITIALS
from shebao.services.person_changes.models import ChangeItem, ChangeLine

MOST_HISTORY = 100


def person(person_id: int, employer_id: int, today: date) -> Person | None:
    """The person, if employed by the employer on that day."""
    running = Q(ended_on=None) | Q(ended_on__gte=today)
    contract = Contract.objects.filter(running, person_id=OuterRef("pk"), employer_id=employer_id, voided=False)
    return Person.objects.filter(Exists(contract), pk=person_id).first()


def recorded(person: Person, employer_id: int, today: date) -> dict[str, str]:
    """The values on record as texts; the payer's category is that of the employer's wages."""
    values = {field.name: _text(getattr(person, field.name)) for field in person._meta.concrete_fields}
    return values | {CATEGORY: _category(person.pk, employer_id, today)}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return derive.TRUE if value else derive.FALSE
    return value.isoformat() if isinstance(value, date) else str(value)


def _category(person_id: int, employer_id: int, today: date) -> str:
    running = Q(ended_on=None) | Q(ended_on__gte=today)
    found = Contract.objects.filter(running, person_id=person_id, employer_id=employer_id, voided=False)
    contract = found.order_by("-pk").first()
    if contract is None:
        return ""
    month = Month.of(today)
    wage = contributions.declared_wage(contract.pk, month + law().count("person_change/category_after_months", month))
    return wage.payer_category if wage else ""


def line(declaration_id: int, line_no: int) -> ChangeLine | None:
    """One line of a filing."""
    return ChangeLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def by_number(declaration_id: int, line_nos: Sequence[int]) -> dict[int, ChangeLine]:
    """Some lines of a filing, by their number."""
    found = ChangeLine.objects.filter(declaration_id=declaration_id, line_no__in=line_nos)
    return {line.line_no: line for line in found}


def items(declaration_id: int, line_nos: Sequence[int]) -> Mapping[int, list[ChangeItem]]:
    """What some lines change, in the order of the law data; what only follows is left out."""
    place = {code: at for at, code in enumerate(law().codes("change_item"))}
    grouped: defaultdict[int, list[ChangeItem]] = defaultdict(list)
    found = ChangeItem.objects.filter(declaration_id=declaration_id, line_no__in=line_nos).exclude(item=INITIALS)
    for item in sorted(found, key=lambda one: place.get(one.item, len(place))):
        grouped[item.line_no].append(item)
    return grouped


def changed_since(person_id: int, items: Collection[str], day: date) -> frozenset[str]:
    """Which of some values of a person became others on that day or later."""
    found = ValueChange.objects.filter(person_id=person_id, field__in=items, effective_on__gte=day)
    return frozenset(found.values_list("field", flat=True))


def history(*records: int) -> list[ValueChange]:
    """What was changed of a person, under any of her records, newest first; what only follows is left out."""
    found = ValueChange.objects.filter(person_id__in=records).exclude(field=INITIALS)
    return list(found.order_by("-pk")[:MOST_HISTORY])


def category_from(declaration_id: int, line_no: int) -> Month | None:
    """The first month of which the payer's category counts that a line has changed; None if it changed none (yet)."""
    written = ValueChange.objects.filter(declaration_id=declaration_id, line_no=line_no, field=CATEGORY)
    day = written.values_list("effective_on", flat=True).first()
    return Month.of(day) if day else None

"""Values of a person that were changed, as she sees them. No queries."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.persons.models import Person, ValueChange
from shebao.web import formats, masking, person_values
from shebao.web.parts import Cell, Column, Row

COLUMNS: Final = (
    Column(gettext_lazy("变更项目")),
    Column(gettext_lazy("变更前")),
    Column(gettext_lazy("变更后")),
    Column(gettext_lazy("生效日期"), "date"),
    Column(gettext_lazy("申报单位")),
    Column(gettext_lazy("申报人、审核人")),
    Column(gettext_lazy("变更原因")),
)
COVERED: Final = ("birth_date", "ethnic")
"""Values that the page shows only together with the full numbers."""


def rows(changes: Iterable[ValueChange], person: Person, employers: Mapping[int, str], *, shown: bool) -> list[Row]:
    """What was changed, for a table with COLUMNS; masked as the data themselves unless `shown`."""
    return [
        Row(
            (
                person_values.title(one.field),
                _said(one.field, one.old_value, person, shown=shown),
                _said(one.field, one.new_value, person, shown=shown),
                Cell(formats.day(one.effective_on), sub=formats.moment(one.recorded_at)),
                Cell(employers.get(one.employer_id, formats.NOTHING), sub=one.number),
                Cell(one.filed_by_name, sub=_approved(one)),
                one.reason or formats.NOTHING,
            )
        )
        for one in changes
    ]


def _said(item: str, value: str, person: Person, *, shown: bool) -> str:
    if value and item in COVERED and not shown:
        return masking.mask_text(value)
    return person_values.say(item, value, person.document_type, shown=shown)


def _approved(one: ValueChange) -> str:
    return _("审核：%(name)s") % {"name": one.approved_by_name} if one.approved_by_name else ""

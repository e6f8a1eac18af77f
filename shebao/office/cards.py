"""From cards to what the office's pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from shebao.office import words
from shebao.office.comparison import number_kind
from shebao.persons.models import Person
from shebao.services.cards.models import Application, Source
from shebao.web import formats, masking, social_cards
from shebao.web.parts import Cell, Column, Row

COLUMNS: Final = (
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("申请编号"), "code"),
    Column(gettext_lazy("申请类型")),
    Column(gettext_lazy("申请人")),
    Column(gettext_lazy("经办机构")),
    Column(gettext_lazy("办理进度"), "state"),
    Column(gettext_lazy("申请时间"), "date"),
)


def rows(applications: Iterable[tuple[Application, Person]]) -> list[Row]:
    """Applications for a table with COLUMNS; numbers masked."""
    return [
        Row(
            (
                Cell(person.name, sub=masking.mask(number_kind(person.document_type), person.document_number)),
                one.number,
                social_cards.kind_name(one.kind),
                Cell(Source(one.source).label, sub=one.asked_by_name),
                words.district(one.district),
                social_cards.state_badge(one.state),
                formats.moment(one.asked_at),
            ),
            url=reverse("office-card", args=[one.number]),
        )
        for one, person in applications
    ]

"""From cards to what the office's pages show: tables, badges, words. No decisions, no queries."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from shebao.law import law
from shebao.office import words
from shebao.office.comparison import number_kind
from shebao.persons.models import Person
from shebao.services.cards.models import Application, Source, State
from shebao.services.cards.queries import ApplicationView
from shebao.services.cards.rules import KINDS
from shebao.web import formats, masking
from shebao.web.parts import Cell, Column, Row, TimelineEntry, Tone
from shebao.web.templatetags.page import badge

COLUMNS: Final = (
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("申请编号"), "code"),
    Column(gettext_lazy("申请类型")),
    Column(gettext_lazy("申请人")),
    Column(gettext_lazy("经办机构")),
    Column(gettext_lazy("办理进度"), "state"),
    Column(gettext_lazy("申请时间"), "date"),
)
TONES: Final[Mapping[str, Tone]] = {
    State.IN_REVIEW: "warning",
    State.READY: "success",
    State.COLLECTED: "success",
    State.RETURNED: "error",
    State.REFUSED: "error",
    State.FAILED: "error",
    State.LOST: "error",
}
ENDED_BADLY: Final = (State.RETURNED, State.REFUSED, State.FAILED, State.LOST)


def state_badge(state: str) -> SafeString:
    """Where an application stands."""
    return badge(State(state).label, TONES.get(state, "info"))


def kind_name(kind: str) -> str:
    """首次申领 and so on."""
    return law().codes(KINDS).name_of(kind)


def rows(applications: Iterable[tuple[Application, Person]]) -> list[Row]:
    """Applications for a table with COLUMNS; numbers masked."""
    return [
        Row(
            (
                Cell(person.name, sub=masking.mask(number_kind(person.document_type), person.document_number)),
                one.number,
                kind_name(one.kind),
                Cell(Source(one.source).label, sub=one.asked_by_name),
                words.district(one.district),
                state_badge(one.state),
                formats.moment(one.asked_at),
            ),
            url=reverse("office-card", args=[one.number]),
        )
        for one, person in applications
    ]


def timeline(view: ApplicationView) -> list[TimelineEntry]:
    """进度 of an application."""
    return [
        TimelineEntry(
            title=step.text,
            at=step.told_at or step.at,
            who=step.actor_name,
            state="failed" if step.kind in ENDED_BADLY else "done",
        )
        for step in view.steps
    ]

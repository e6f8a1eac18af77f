"""Filings of employers about a person, as she sees them. No queries."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.personal.queries import Filing
from shebao.web import formats, person_values, social_cards
from shebao.web.labels import SERVICES
from shebao.web.parts import Cell, Column, Row, Text
from shebao.web.templatetags.page import status_badge

CANCELLED: Final = "cancelled"
COLUMNS: Final = (
    Column(gettext_lazy("申报事项")),
    Column(gettext_lazy("申报内容")),
    Column(gettext_lazy("申报单位")),
    Column(gettext_lazy("申报时间"), "date"),
    Column(gettext_lazy("状态"), "state"),
)

SINCE: Final[Mapping[str, Text]] = {
    "enrolment": gettext_lazy("自%(month)s起参保"),
    "bases": gettext_lazy("自%(month)s起的缴费基数"),
}


def rows(filings: Iterable[Filing]) -> list[Row]:
    """Filings for a table with COLUMNS."""
    return [
        Row(
            (
                Cell(SERVICES.get(one.service, one.service), sub=one.number),
                _content(one),
                one.employer,
                Cell(formats.moment(one.filed_at), sub=_finished(one)),
                _badge(one),
            )
        )
        for one in filings
    ]


def _finished(one: Filing) -> str:
    return _("办结：%(moment)s") % {"moment": formats.moment(one.finished_at)} if one.finished_at else ""


def _badge(one: Filing) -> SafeString:
    if one.service == "cards" and one.state != CANCELLED:
        return social_cards.state_badge(one.state)
    return status_badge(one.state)


def _content(one: Filing) -> str:
    """自2024年1月起参保 and the like; no amounts."""
    if one.service == "cards":
        return "、".join(social_cards.kind_name(kind) for kind in one.items)
    if one.service == "person_changes":
        return "、".join(person_values.title(item) for item in one.items)
    if one.ended_on:
        return _("%(day)s 解除劳动关系") % {"day": formats.day(one.ended_on)}
    return _months(one) if one.first_month else formats.NOTHING


def _months(one: Filing) -> str:
    first, last = formats.month(one.first_month), formats.month(one.last_month or one.first_month)
    if one.service in SINCE:
        return str(SINCE[one.service]) % {"month": first}
    return first if first == last else _("%(first)s至%(last)s") % {"first": first, "last": last}

"""Cards as an insured person sees her own: what she may apply for, what is wrong with a photo. No queries."""

import base64
from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.documents.photos import messages
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.services.cards import catalogue
from shebao.services.cards.queries import ApplicationView, Choice
from shebao.web import formats, social_cards
from shebao.web.parts import Column, FindingView, Row

COLUMNS: Final = (
    Column(gettext_lazy("申请编号"), "code"),
    Column(gettext_lazy("申请类型")),
    Column(gettext_lazy("申请人")),
    Column(gettext_lazy("办理进度"), "state"),
    Column(gettext_lazy("申请时间"), "date"),
)


def rows(views: Iterable[ApplicationView]) -> list[Row]:
    """A person's applications for a table with COLUMNS."""
    return [
        Row(
            (
                view.application.number,
                social_cards.kind_name(view.application.kind),
                view.application.get_source_display(),
                social_cards.state_badge(view.application.state),
                formats.moment(view.application.asked_at),
            ),
            url=reverse("my-card", args=[view.application.number]),
        )
        for view in views
    ]


def open_kinds(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Code and name of what she may apply for."""
    return [(one.kind, social_cards.kind_name(one.kind)) for one in choices if one.against is None]


def refusals(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """Name of what she may not apply for, and why; one entry for all kinds where the reason is the same for all."""
    told = [(social_cards.kind_name(one.kind), _why(one)) for one in choices if one.against is not None]
    reasons = {reason for _name, reason in told}
    if len(reasons) == 1 and len(told) == len(choices):
        return [(_("暂不能申请"), reasons.pop())]
    return told


def _why(choice: Choice) -> str:
    """Words about a person, said to herself."""
    if choice.against is None:
        return ""
    words = catalogue.explain(choice.against.code, choice.against.field, choice.against.params)
    return f"{words.message}{words.what_to_do}".replace("该人员", _("您"))


def problems(judged: Judged) -> list[FindingView]:
    """What the check says about a photo: what has to be better, and what an officer will look at."""
    return [
        FindingView("hard" if one.verdict is Verdict.BAD else "soft", *messages.explain(one.code, one.params))
        for one in judged.problems
    ]


def picture(content: bytes | None) -> str:
    """A JPEG as an address of its own, so that a preview is kept nowhere; empty for none."""
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode('ascii')}" if content else ""

"""Social-security cards as pages show them: where an application stands, its steps, what photos must be. No queries."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.services.cards.models import State
from shebao.services.cards.queries import ApplicationView
from shebao.services.cards.rules import KINDS
from shebao.web.parts import TimelineEntry, Tone
from shebao.web.templatetags.page import badge

TONES: Final[Mapping[str, Tone]] = {
    State.IN_REVIEW: "warning",
    State.READY: "success",
    State.COLLECTED: "success",
    State.RETURNED: "error",
    State.REFUSED: "error",
    State.FAILED: "error",
    State.LOST: "error",
}
"""Where an application ended, or waits for somebody; everything else is on its way."""
ENDED_BADLY: Final = (State.RETURNED, State.REFUSED, State.FAILED, State.LOST)
NEXT: Final[Mapping[str, str | Promise]] = {
    State.ASKED: gettext_lazy("系统正在核对"),
    State.IN_REVIEW: gettext_lazy("等待经办机构审核照片"),
    State.ORDERED: gettext_lazy("等待制卡机构受理"),
    State.MAKING: gettext_lazy("制卡中"),
    State.PRODUCED: gettext_lazy("等待寄出"),
    State.SHIPPED: gettext_lazy("寄送中"),
    State.READY: gettext_lazy("等待领取"),
}
"""What is under way in each state that is not an end."""


def state_badge(state: str) -> SafeString:
    """Where an application stands."""
    return badge(State(state).label, TONES.get(state, "info"))


def kind_name(kind: str) -> str:
    """首次申领 and so on."""
    return law().codes(KINDS).name_of(kind)


def timeline(view: ApplicationView) -> list[TimelineEntry]:
    """进度 of an application, with what is under way at its end."""
    entries = [
        TimelineEntry(
            title=step.text,
            at=step.told_at or step.at,
            who=step.actor_name,
            state="failed" if step.kind in ENDED_BADLY else "done",
        )
        for step in view.steps
    ]
    under_way = NEXT.get(view.application.state)
    return [*entries, TimelineEntry(title=str(under_way), state="current")] if under_way else entries


def requirements(today: date) -> list[tuple[str, str]]:
    """What the published specification asks of a photo, in words."""
    spec = spec_on(law(), today)
    return [
        (_("内容"), _("近期正面免冠彩色照片，着深色上衣，双眼睁开，不戴墨镜")),
        (_("背景"), _("白色，无边框、无阴影")),
        (_("格式"), "、".join(law().codes("card_photo_format")[code].name for code in spec.formats)),
        (
            _("大小"),
            _("不低于 %(width)s×%(height)s 像素，文件不超过 %(most)s MB")
            % {"width": spec.width, "height": spec.height, "most": spec.most_upload // 1024},
        ),
        (
            _("印制"),
            _("系统自动转正、裁剪为 %(width)s×%(height)s 像素、%(dpi)s dpi 的 JPG，并去除拍摄信息")
            % {"width": spec.width, "height": spec.height, "dpi": spec.dpi},
        ),
    ]

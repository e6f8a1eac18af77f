"""「信息查看记录」: who has looked at the person's data, when, where and why."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.law import law
from shebao.personal import queries
from shebao.personal.pages import address, cursor, page
from shebao.personal.queries import Look
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row

SIZE = 50
COLUMNS: Final = (
    Column(gettext_lazy("时间"), "date"),
    Column(gettext_lazy("查看人")),
    Column(gettext_lazy("单位或经办机构")),
    Column(gettext_lazy("查看内容")),
    Column(gettext_lazy("用途")),
)
SEEN: Final[Mapping[str, str | Promise]] = {
    "own_data": gettext_lazy("个人信息"),
    "certificate": gettext_lazy("参保缴费证明"),
    "card_picture": gettext_lazy("制卡照片"),
    "contract": gettext_lazy("劳动合同与参保信息"),
    "case": gettext_lazy("申报内容与核对信息"),
    "case_numbers": gettext_lazy("申报内容与核对信息"),
    "card": gettext_lazy("社会保障卡申请"),
    "registration_form": gettext_lazy("个人信息登记表"),
    "file:card": gettext_lazy("制卡照片"),
    "file:card_crop": gettext_lazy("制卡照片"),
    "file:card_print": gettext_lazy("制卡照片"),
    "contributions": gettext_lazy("缴费明细"),
    "refund_failures": gettext_lazy("缴费退费情况"),
}
"""What was looked at, by the word that the trail keeps; anything else is told in general words."""


@policy.insured
@require_GET
def looks(request: InsuredRequest) -> HttpResponse:
    """The newest looks, page by page."""
    before = cursor(request, "before")
    known = queries.looks_at_me(before, size=SIZE + 1)
    shown, here = known[:SIZE], reverse("my-looks")
    context = {
        "columns": COLUMNS,
        "rows": [_row(one) for one in shown],
        "first_url": here if before else "",
        "next_url": address(here, before=shown[-1].id) if len(known) > SIZE else "",
    }
    return page(request, "looks", context)


def _row(one: Look) -> Row:
    own = one.door == "personal"
    return Row(
        (
            formats.moment(one.at),
            Cell(_("本人")) if own else Cell(one.actor_name, sub=_group(one)),
            formats.NOTHING if own else _place(one),
            str(SEEN.get(one.what, _("与您有关的业务信息"))),
            one.purpose or formats.NOTHING,
        )
    )


def _group(one: Look) -> str:
    return _("经办机构工作人员") if one.door == "office" else _("单位经办人")


def _place(one: Look) -> str:
    agencies = law().codes("agency")
    return one.employer or "、".join(agencies.name_of(code) for code in one.districts) or formats.NOTHING

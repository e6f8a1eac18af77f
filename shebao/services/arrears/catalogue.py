"""What each finding of this service says, what to do about it, and where the law says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import INSURANCE_LAW, Entry, Explained

ARTICLE_86: Final = f"{INSURANCE_LAW}第八十六条"

CATALOGUE: Final[Mapping[str, Entry]] = {
    "not_owed": Entry(_("该费款所属期没有欠费。"), _("可能已经缴清，请刷新后核对。")),
    "to_declare": Entry(
        _("该费款所属期尚未向税务申报（缴费通知{notice}）。"), _("请先在“缴费通知”中确认向税务申报，再办理欠缴。")
    ),
    "on_bill": Entry(_("该费款所属期已生成缴款单{bill}。"), _("请按该缴款单缴费，不要重复办理。")),
    "earlier_left_out": Entry(
        _("{months}也有欠费，本次没有勾选。"),
        _("欠费一般应从最早欠缴月起依次补缴；确认本次只缴所选月份的，请勾选确认。"),
        "京社保发〔2011〕39号",
    ),
    "earlier_first": Entry(
        _("{months}也有欠费，须从最早欠缴月起依次补缴。"), _("请连同{first}起的各月一并勾选。"), "京社保发〔2011〕39号"
    ),
    "amounts_changed": Entry(
        _("您上次核对之后，金额有变化：原为{shown}，现为{now}。"), _("请核对新的金额；确认无误的可以提交。"), ARTICLE_86
    ),
    # found under the lock
    "paid_now": Entry(_("核对之后，该费款所属期已经缴清或不再应缴。"), _("无需再次缴纳。")),
    "on_bill_now": Entry(_("核对之后，该费款所属期已由缴款单{bill}收取。"), _("请按该缴款单缴费。")),
    "amount_changed_now": Entry(
        _("核对之后，应缴金额有变化：核对时{shown}元，现为{now}元。"), _("请重新申报，核对新的金额后提交。")
    ),
}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:  # noqa: ARG001 as all catalogues
    """A finding in words; KeyError for a code that is not in the catalogue."""
    return shared.explain(CATALOGUE[code], "", params)

"""What each finding of a base declaration says, what to do about it, and where the law says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.services.bases.fields import BY_KEY
from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import INSURANCE_LAW, Entry, Explained

ARTICLE_62: Final = f"{INSURANCE_LAW}第六十二条"

CATALOGUE: Final[Mapping[str, Entry]] = {
    **shared.CELLS,
    **shared.FILING,
    # filing
    "same_person_line": shared.SAME_PERSON,
    "pending_elsewhere": Entry(
        _("该人员在业务流水号{number}的缴费基数申报中正在办理。"), _("请等待那笔申报办结后再申报。")
    ),
    "year_over": Entry(
        _("缴费年度{year}已经结束。"), _("现在只能申报{current}年度；以前年度的更正，请联系所属区社保经办机构。")
    ),
    "year_not_begun": Entry(_("缴费年度{year}尚未开始。"), _("现在只能申报{current}年度，请改正缴费年度。")),
    "after_window": Entry(
        _("{year}年度缴费基数申报已于{day}截止。"),
        _("现在申报的将替换按上月110%核定的缴费基数，已核定月份产生的差额另行补收或退抵，请确认。"),
        ARTICLE_62,
    ),
    # person
    "not_under_contract": Entry(
        _("该人员自{month}起在本单位没有劳动合同。"), _("请核对证件号码；尚未办理增员的，请先办理增员。")
    ),
    "contract_ended": Entry(_("该人员的劳动合同已于{month}终止。"), _("申报的缴费基数只用于终止当月及以前的月份。")),
    # wage
    "wage_zero": Entry(_("申报月平均工资必须大于0。"), _("请填写上一年月平均工资。")),
    "wage_in_thousands": Entry(_("申报月平均工资不足100元。"), _("请核对是否以千元或万元为单位。")),
    "wage_below_minimum": Entry(
        _("申报月平均工资低于最低工资标准{amount}元。"), _("请核对；全日制用工工资不得低于最低工资标准。")
    ),
    "wage_yearly": Entry(
        _("申报工资是现缴费工资{before}元的6倍以上。"), _("请核对是否误填为全年工资；如是，月平均为{monthly}元。")
    ),
    "wage_far_off": Entry(_("与现缴费工资{before}元相差一半以上。"), _("请核对是否填写正确。")),
    "base_at_lower": Entry(
        _("低于{schemes}保险缴费基数下限，缴费基数按{base}元计算。"), _("无需修改，缴费工资仍按实际申报。")
    ),
    "base_at_upper": Entry(
        _("高于{schemes}保险缴费基数上限，缴费基数按{base}元计算。"), _("无需修改，缴费工资仍按实际申报。")
    ),
    "done_before": Entry(_("该人员本年度已按相同工资申报成功。"), _("不会重复办理。")),
    "amounts_changed": Entry(
        _("您上次核对之后，该人员的缴费金额有变化：原为{shown}，现为{now}。"), _("请核对新的金额；确认无误的可以提交。")
    ),
    # found under the lock
    "not_under_contract_now": Entry(_("检查之后，该人员的劳动合同有变化。"), _("请核对后重新申报。")),
    "amounts_changed_now": Entry(
        _("检查之后，该人员的缴费金额有变化：核对时申报后{shown}，现为{now}。"), _("请重新申报，核对新的金额后提交。")
    ),
    "wage_changed_now": Entry(
        _("检查之后，该人员的缴费工资已由另一笔申报改变。"), _("请核对该人员现在的缴费工资，需要时重新申报。")
    ),
}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    return shared.explain(CATALOGUE[code], column.title if column else "", params)

"""What each finding of a supplement says, what to do about it, and where the law says so."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.services.lines import catalogue as shared
from shebao.services.lines.catalogue import INSURANCE_LAW, Entry, Explained, Text
from shebao.services.lines.provinces import province_name
from shebao.services.supplements.fields import BY_KEY, MATERIALS

COVERED: Final = "covered_elsewhere"
IN_PROVINCE: Final = "covered_in_province"

REASONS: Final[Mapping[str, Entry]] = {
    "before_first": Entry(
        _("{months}早于可以网上补缴的最早月份（{schemes}）。"),
        _("请到所属区社保经办机构办理。"),
        "京社保发〔2011〕39号",
    ),
    "not_under_contract": Entry(
        _("{months}不在本单位的劳动合同期内。"), _("请核对月份；劳动合同起止日期有误的，请先更正。")
    ),
    "not_assessed": Entry(_("{months}尚未核定，不属于补缴。"), _("请办理增员，或等待当月核定后再申报。")),
    "before_opening": Entry(_("{months}该类人员尚不能参加{schemes}保险。"), _("请核对月份。"), INSURANCE_LAW),
    "deceased": Entry(_("{months}在该人员去世之后。"), _("请核对月份。")),
    "draws_pension": Entry(_("{months}该人员已领取养老金，不再缴费。"), _("请核对月份。"), INSURANCE_LAW),
    "covered_here": Entry(
        _("{months}已在本单位参加{schemes}保险。"), _("不需要补缴；欠费的，请办理单位欠缴社保费处理。")
    ),
    COVERED: Entry(
        _("{months}已在{detail}的其他单位参加{schemes}保险，不能重复参保。"),
        _("请与本人核对；原单位误缴的，请原单位申请退费后再补缴。"),
    ),
    IN_PROVINCE: Entry(
        _("{months}已在{detail}参加{schemes}保险，不能重复参保。"),
        _("请与本人核对；确在本单位就业的，请先在原参保地办理停保。"),
    ),
    "no_law": Entry(_("{months}没有登记{detail}，暂时无法计算{schemes}保险。"), _("请联系所属区社保经办机构。")),
}
"""Why months cannot be made up: as a finding, and in the list 「不能补缴情况」."""

SHORT: Final[Mapping[str, Text]] = {
    "before_first": _("早于可以网上补缴的最早月份，请到所属区社保经办机构办理"),
    "not_under_contract": _("不在本单位的劳动合同期内"),
    "not_assessed": _("当月尚未核定，请办理增员或等待核定"),
    "before_opening": _("该类人员当月尚不能参加该险种"),
    "deceased": _("在该人员去世之后"),
    "draws_pension": _("已领取养老金，不再缴费"),
    "covered_here": _("已在本单位参保，不需要补缴"),
    COVERED: _("已在{detail}的其他单位参保，不能重复参保"),
    IN_PROVINCE: _("已在{detail}参保，不能重复参保"),
    "no_law": _("没有登记{detail}，暂时无法计算"),
}
"""The same in one phrase, for lists."""

CATALOGUE: Final[Mapping[str, Entry]] = {
    **shared.CELLS,
    **shared.FILING,
    **REASONS,
    # filing
    "pending_elsewhere": Entry(
        _("该人员同一月份在业务流水号{number}的补缴申报中正在办理。"), _("请等待那笔申报办结后再申报。")
    ),
    "duplicate_month": Entry(_("{months}与第{row}行重复。"), _("同一人同一月份只需申报一次，请删除重复的月份。")),
    "never_under_contract": Entry(
        _("该人员在本单位没有劳动合同。"), _("请核对证件号码；尚未办理增员的，请先办理增员。")
    ),
    "household_missing": Entry(_("没有选择户口性质。"), _("请选择补缴月份的户口性质。")),
    "household_differs": Entry(
        _("与系统登记的户口性质（{recorded}）不一致。"), _("请核对补缴月份的户口性质；当时确为所选的，请确认。")
    ),
    # months
    "months_reversed": Entry(_("补缴终止年月早于起始年月。"), _("请核对后重新填写。")),
    "months_too_many": Entry(_("补缴月份过多。"), _("请核对起止年月。")),
    "schemes_none": Entry(_("没有选择补缴险种。"), _("请填写养老、失业、工伤，用逗号分隔，或留空。")),
    "batch_too_old": Entry(
        _("补缴月份距当前费款所属期{current}超过{most}个月，不能批量办理。"),
        _("超过三个月的补缴只能零星办理，请从“零星申报”逐人申报；三个月以内的可以批量办理。"),
    ),
    "batch_too_many": Entry(
        _("补缴超过{most}个月，不能批量办理。"),
        _("超过三个月的补缴只能零星办理，请从“零星申报”逐人申报；三个月以内的可以批量办理。"),
    ),
    "province_silent": Entry(
        _("全国统筹系统暂时无法查询该人员在外省市的参保情况，不影响办理。"), _("请与本人核对补缴月份没有在外省市参保。")
    ),
    # wage
    "wage_zero": Entry(_("{months}的缴费工资必须大于0。"), _("请填写当月缴费工资。")),
    "wage_in_thousands": Entry(_("{months}的缴费工资不足100元。"), _("请核对是否以千元或万元为单位。")),
    "wage_below_minimum": Entry(
        _("{months}的缴费工资低于当时的最低工资标准{amount}元。"), _("请核对；全日制用工工资不得低于最低工资标准。")
    ),
    "wage_of_month_differs": Entry(
        _("{months}已按缴费工资{amount}元缴纳其他险种。"), _("同一月份的缴费工资应当一致，请填写{amount}元。")
    ),
    # proof
    "proof_missing": Entry(_("补缴{months}，须提供{proof}。"), _("请上传以下任一材料：{papers}。")),
    "officer_decides": Entry(_("补缴须提供证明：{proof}。"), _("提交后由经办机构审核，审核通过后核定缴费。")),
    # money
    "amounts_changed": Entry(
        _("您上次核对之后，应缴金额有变化：原为{shown}，现为{now}。"), _("请核对新的金额；确认无误的可以提交。")
    ),
    # found under the lock
    "changed_now": Entry(
        _("检查之后情况有变化：{month}{scheme}保险{reason}。"), _("该人员本次没有补缴任何月份，请重新申报其他月份。")
    ),
    "wage_of_month_changed": Entry(
        _("检查之后，该人员补缴月份的劳动合同或缴费工资有变化。"), _("请重新申报，按新的情况核对后提交。")
    ),
    "amounts_changed_now": Entry(
        _("检查之后应缴金额有变化：核对时为{shown}元，现为{now}元。"), _("请重新申报，核对新的金额后提交。")
    ),
}


def explain(code: str, field: str | None, params: Mapping[str, str]) -> Explained:
    """A finding in words; KeyError for a code that is not in the catalogue."""
    column = BY_KEY.get(field or "")
    title = column.title if column else _titles().get(field or "", "")
    return shared.explain(CATALOGUE[code], title, _filled(code, params))


def reason(code: str, detail: str) -> str:
    """Why a month cannot be made up, in one phrase."""
    return str(SHORT[code]).format(detail=where(code, detail))


def where(code: str, detail: str) -> str:
    """The district or province in which somebody is insured elsewhere; nobody is told at whose employer."""
    if code == IN_PROVINCE:
        return province_name(detail)
    if code != COVERED:
        return detail
    agency = law().codes("agency").get(detail)
    return agency.text("short") if agency else detail


def _titles() -> Mapping[str, str]:
    return {MATERIALS: str(_("附件"))}


def _filled(code: str, params: Mapping[str, str]) -> Mapping[str, str]:
    """Codes among the values of a finding as words."""
    if code == "changed_now":
        scheme = law().codes("scheme").get(params.get("scheme", ""))
        month = params.get("month", "")
        told = {
            "reason": reason(params.get("reason", ""), params.get("detail", "")),
            "scheme": scheme.text("short") if scheme else "",
            "month": f"{month[:4]}年{int(month[4:])}月" if month.isdigit() else month,
        }
        return {**params, **told}
    return {**params, "detail": where(code, params.get("detail", ""))} if code in REASONS else params

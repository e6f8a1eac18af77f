"""Words of the timeline (进度)."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Final[Mapping[str, str | Promise]] = {
    "submitted": _("提交申报，系统开始检查"),
    "checked": _("检查完成：{good} 人可以提交，{bad} 人需要改正"),
    "all_before": _("检查完成：{count} 人此前已全部办理成功，不需要再次提交"),
    "unreadable": _("文件无法读取：{reason}"),
    "checked_again": _("检查后日期或有关情况有变化，系统重新检查，请核对后再次确认"),
    "confirmed": _("确认提交 {good} 人"),
    "effective": _("办理成功 {count} 人"),
    "month_generated": _("生成{month}缴费 {count} 人"),
    "charges_cancelled": _("冲减不再应缴、未缴的费款 {amount} 元"),
    "charges_refundable": _("不再应缴的月份已缴 {amount} 元，可通过“单位人员缴费退费申请”办理退费"),
    "chosen": _("选择生成当月缴费，系统重新检查"),
    "failed": _("办理不成功 {count} 人"),
    "bases_effective": _("{count} 人的缴费基数已更新"),
    "charged_at_once": _("已核定的月份补充核定：单位部分 {employer} 元，个人部分 {personal} 元"),
    "assessed_again": _("已核定的月份重新核定：单位部分差额 {employer} 元，个人部分差额 {personal} 元"),
    "months_found": _("已查询可以补缴的月份，请选择后提交"),
    "months_made_up": _("补缴月份已核定：单位部分 {employer} 元，个人部分 {personal} 元"),
    "billed": _("缴款单 {bill} 已生成，应缴 {amount} 元"),
    "supplement_paid": _("缴款单 {bill} 已缴费，共 {amount} 元"),
    "supplement_passed_on": _("已缴费月份发送医保部门和全国统筹信息系统，共 {count} 条"),
    "arrears_checked": _("核对完成：{good} 项欠费可以缴纳，{bad} 项不能缴纳"),
    "confirmed_items": _("确认提交 {good} 项"),
    "arrears_failed": _("{count} 项欠费未能生成缴款单"),
    "bill_asked": _("生成缴款单 {bill}：{notices} 项，费款 {amount} 元，另加计算到缴费前一日的滞纳金"),
    "bill_paid": _("缴款单 {bill} 已于 {day} 缴费：费款 {amount} 元，滞纳金 {late} 元"),
    "medical_told": _("缴费信息已同步医保部门，{count} 人"),
    "records_linked": _("认定为同一人，两条参保记录已关联，原有记录不变"),
    "change_passed_on": _("变更信息已发送医保、全国统筹、税务等部门，共 {count} 条"),
    "to_review": _("{count} 人需要经办机构审核"),
    "approved": _("审核通过"),
    "first_approved": _("初审通过，等待复核"),
    "second_approved": _("复核通过"),
    "refund_decided": _("同意退费 {amount} 元，已通知银行付款"),
    "refund_paid": _("银行已付款 {amount} 元，回单号 {receipt}，付款日期 {day}"),
    "refund_rejected": _("银行未能付款：{reason}。请提供其他账户"),
    "refund_ordered_again": _("已提供其他账户，重新通知银行付款"),
    "cards_asked": _("已提交制卡申请 {count} 人"),
    "photos_to_review": _("{count} 人的照片需要经办机构人工审核"),
    "returned": _("退回补正：{reason}"),
    "rejected": _("审核不通过：{reason}"),
    "corrected": _("已另行补正，业务流水号 {number}"),
    "correction": _("补正业务流水号 {number} 第 {line} 人"),
    "cancelled": _("申报已撤销"),
    "postponed": _("系统暂时无法办理，将自动重试"),
    "retried": _("运行维护人员要求立即重试"),
    "gave_up": _("系统多次办理未成，已通知运行维护人员"),
}


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def describe(kind: str, params: Mapping[str, str]) -> str:
    """The Chinese words for a step of the timeline; a kind without words reads as it is, a missing value 「—」."""
    words = TEXTS.get(kind)
    return kind if words is None else str(words).format_map(_Values(params))

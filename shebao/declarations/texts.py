"""Words of the timeline (进度)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

TEXTS = {
    "submitted": "提交申报,系统开始检查",
    "checked": "检查完成:{good} 人可以提交,{bad} 人需要改正",
    "unreadable": "文件无法读取:{reason}",
    "confirmed": "确认提交 {good} 人",
    "effective": "办理成功 {count} 人",
    "failed": "办理不成功 {count} 人",
    "to_review": "{count} 人需要经办机构审核",
    "approved": "审核通过",
    "returned": "退回补正:{reason}",
    "rejected": "审核不通过:{reason}",
    "cancelled": "申报已撤销",
    "postponed": "系统暂时无法办理,将自动重试",
    "retried": "运行维护人员要求立即重试",
    "gave_up": "系统多次办理未成,已通知运行维护人员",
}


def describe(kind: str, params: Mapping[str, str]) -> str:
    """The Chinese words for a step of the timeline."""
    return _(TEXTS[kind]).format_map(params)

"""Chinese words and tones of the states that pages show. A state that is not listed is shown as it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, tuple[str | Promise, str]]

STATES: Labels = {
    "draft": (_("草稿"), "neutral"),
    "received": (_("已接收"), "info"),
    "submitted": (_("已提交"), "info"),
    "checking": (_("核对中"), "info"),
    "checked": (_("已核对"), "info"),
    "ready": (_("待确认"), "warning"),
    "confirmed": (_("已确认"), "info"),
    "queued": (_("排队中"), "info"),
    "applying": (_("办理中"), "info"),
    "in_review": (_("待审核"), "info"),
    "returned": (_("退回补正"), "warning"),
    "rejected": (_("审核未通过"), "error"),
    "approved": (_("审核通过"), "success"),
    "effective": (_("已生效"), "success"),
    "partly_effective": (_("部分生效"), "warning"),
    "failed": (_("办理失败"), "error"),
    "refused": (_("不能办理"), "error"),
    "blocked": (_("须改正"), "error"),
    "questioned": (_("请确认"), "warning"),
    "passed": (_("核对通过"), "success"),
    "excluded": (_("未纳入办理"), "neutral"),
    "withdrawn": (_("已撤回"), "neutral"),
    "cancelled": (_("已取消"), "neutral"),
    "expired": (_("已过期"), "neutral"),
}

DELIVERIES: Labels = {
    "none": (_("无需传送"), "neutral"),
    "pending": (_("待传送"), "neutral"),
    "queued": (_("待传送"), "neutral"),
    "sent": (_("已传送，等待反馈"), "info"),
    "delivered": (_("已送达，等待反馈"), "info"),
    "waiting": (_("等待反馈"), "info"),
    "retrying": (_("传送受阻，正在重试"), "warning"),
    "overdue": (_("逾期未反馈"), "warning"),
    "succeeded": (_("办理成功"), "success"),
    "success": (_("办理成功"), "success"),
    "failed": (_("办理失败"), "error"),
    "failure": (_("办理失败"), "error"),
}

SEVERITIES: Labels = {
    "hard": (_("必须改正"), "error"),
    "soft": (_("请确认"), "warning"),
    "note": (_("提示"), "info"),
}

STEPS = (_("填写"), _("核对"), _("确认"), _("结果"))


def look_up(labels: Labels, code: object) -> tuple[str | Promise, str]:
    """Label and tone of ``code``; an unknown code is its own label, with the neutral tone."""
    key = str(getattr(code, "value", code))
    return labels.get(key, (key, "neutral"))

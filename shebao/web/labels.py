"""Chinese words and tones of the states that pages show. A state that is not listed is shown as it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, tuple[str | Promise, str]]

SERVICES: Mapping[str, str | Promise] = {
    "enrolment": _("社保增员"),
    "withdrawal": _("社保减员"),
    "registration": _("社保增员、减员"),
    "bases": _("缴费基数申报"),
    "supplements": _("单位申报个人补缴申请"),
    "refunds": _("单位人员缴费退费申请"),
    "arrears": _("单位欠缴社保费处理"),
    "person_changes": _("个人基本信息变更申请"),
    "cards": _("社会保障卡"),
    "carry_over": _("新老系统切换"),
}

STATES: Labels = {
    # a declaration
    "draft": (_("草稿"), "neutral"),
    "checking": (_("检查中"), "info"),
    "checked": (_("待确认"), "warning"),
    "unreadable": (_("文件无法读取"), "error"),
    "applying": (_("办理中"), "info"),
    "in_review": (_("待审核"), "info"),
    "returned": (_("退回补正"), "warning"),
    "rejected": (_("审核不通过"), "error"),
    "effective": (_("办理成功"), "success"),
    "partly": (_("部分成功"), "warning"),
    "failed": (_("办理不成功"), "error"),
    "cancelled": (_("已撤销"), "neutral"),
    # one of its lines
    "read": (_("检查中"), "info"),
    "good": (_("检查通过"), "success"),
    "bad": (_("需要改正"), "error"),
    "before": (_("此前已办理"), "neutral"),
    "left_out": (_("未提交"), "neutral"),
    # a case of review
    "open": (_("待审核"), "warning"),
    "decided": (_("已审核，办理中"), "info"),
    "closed": (_("已办结"), "neutral"),
}

DELIVERIES: Labels = {
    "waiting": (_("待发送"), "neutral"),
    "sent": (_("已发送，等待反馈"), "info"),
    "done": (_("办理成功"), "success"),
    "failed": (_("办理不成功"), "error"),
    "stuck": (_("发送失败，待处理"), "warning"),
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

"""Words and tones of notices, and what each code of a problem says to the employer."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.contributions.models import Notice, NoticeState

Text = str | Promise

TONES: Final[Mapping[str, str]] = {
    NoticeState.OPEN: "neutral",
    NoticeState.TO_DECLARE: "warning",
    NoticeState.ISSUED: "info",
    NoticeState.PAID: "success",
    NoticeState.REPLACED: "neutral",
    NoticeState.VOID: "neutral",
    NoticeState.REFUNDED: "neutral",
}

SOON_DAYS: Final = 5
"""A notice that falls due within so many days asks for attention."""


class NoticeWords(NamedTuple):
    """Where a notice stands in words, its tone, and what follows from it."""

    label: Text
    tone: str
    advice: Text


ADVICE: Final[Mapping[str, Text]] = {
    NoticeState.OPEN: _("本月应缴还在核定，金额可能变化，核定完成后生成缴费通知。"),
    NoticeState.TO_DECLARE: _("请核对明细并确认申报，确认后向税务部门缴费。"),
    NoticeState.ISSUED: _("请在缴费截止日前向税务部门足额缴费。"),
    NoticeState.PAID: _("已足额缴费。"),
    NoticeState.REPLACED: _("本通知已被新的缴费通知替代，请按新通知缴费，不要重复缴费。"),
    NoticeState.VOID: _("本通知没有需要缴纳的金额。"),
    NoticeState.REFUNDED: _("本通知为退费冲减，不需要缴费；退款情况请在“单位人员缴费退费申请”查看。"),
}
OVERDUE: Final = NoticeWords(
    _("已逾期"), "error", _("已超过缴费截止日，未缴部分为欠费，自欠缴之日起按日加收滞纳金，请尽快缴费。")
)
DUE_SOON: Final = NoticeWords(_("即将到期"), "warning", ADVICE[NoticeState.ISSUED])


def notice_words(notice: Notice, today: date) -> NoticeWords:
    """Where a notice stands on ``today``: its state, or that it falls due soon or is overdue."""
    state = NoticeState(notice.state)
    if state in (NoticeState.ISSUED, NoticeState.TO_DECLARE) and notice.due_on is not None:
        if notice.due_on < today:
            return OVERDUE
        if state == NoticeState.ISSUED and (notice.due_on - today).days <= SOON_DAYS:
            return DUE_SOON
    return NoticeWords(state.label, TONES[state], ADVICE[state])


class ProblemWords(NamedTuple):
    """Why somebody could not be assessed, and what the employer does about it."""

    reason: Text
    remedy: Text


PROBLEMS: Final[Mapping[str, ProblemWords]] = {
    "no_wage": ProblemWords(
        _("没有申报缴费工资，无法确定缴费基数"), _("请为该职工申报缴费工资，申报后系统自动核定本月应缴。")
    ),
    "no_law": ProblemWords(
        _("系统尚无该险种本月缴费标准的依据，暂不计入应缴"),
        _("其他险种照常核定。无需您操作，标准录入后系统自动核定，差额另行通知。"),
    ),
}
FOR_THE_EMPLOYER: Final = ("no_wage",)
"""Codes about which the employer has to do something; others wait for the agency."""
OTHER_PROBLEM: Final = ProblemWords(_("暂不能核定"), _("经办机构正在核实原因，需要您补充资料时会另行通知。"))


def problem_words(code: str) -> ProblemWords:
    """Words for a code; one that is not known here is told in general words."""
    return PROBLEMS.get(code, OTHER_PROBLEM)


CHANGES: Final[Mapping[str, Text]] = {
    "joined": _("本月新增缴费"),
    "left": _("本月不再缴费"),
    "base": _("缴费基数变化"),
    "amount": _("基数未变、金额变化"),
}
"""How somebody's month differs from the one before."""

"""Table rows as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.audit.models import Action
from shebao.declarations import texts
from shebao.declarations.models import Event, Step
from shebao.employment.models import Contract
from shebao.office import words
from shebao.office.pages import address
from shebao.office.queries import Attempts, Task
from shebao.outbox.models import Message
from shebao.outbox.queries import QueueStatus
from shebao.review.models import Case, Decision, Verdict
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row, Text
from shebao.web.templatetags.page import badge

CASE_COLUMNS: Final = (
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("单位")),
    Column(gettext_lazy("业务")),
    Column(gettext_lazy("须审核的原因")),
    Column(gettext_lazy("收到时间"), "date"),
    Column(gettext_lazy("办理期限"), "date"),
)
DECIDED_COLUMNS: Final = (
    Column(gettext_lazy("人员")),
    Column(gettext_lazy("单位")),
    Column(gettext_lazy("业务")),
    Column(gettext_lazy("审核意见"), "state"),
    Column(gettext_lazy("原因")),
    Column(gettext_lazy("审核人")),
    Column(gettext_lazy("审核时间"), "date"),
)
CONTRACT_COLUMNS: Final = (
    Column(gettext_lazy("单位")),
    Column(gettext_lazy("合同开始日期"), "date"),
    Column(gettext_lazy("合同终止日期"), "date"),
    Column(gettext_lazy("解除日期"), "date"),
    Column(gettext_lazy("参保起始年月"), "date"),
)
TASK_COLUMNS: Final = (
    Column(gettext_lazy("业务流水号"), "code"),
    Column(gettext_lazy("业务")),
    Column(gettext_lazy("步骤")),
    Column(gettext_lazy("失败次数"), "number"),
    Column(gettext_lazy("人数"), "number"),
    Column(gettext_lazy("开始等待"), "date"),
    Column(gettext_lazy("下次自动重试"), "date"),
    Column(gettext_lazy("最近情况")),
    Column(gettext_lazy("操作"), "action", hidden_label=True),
)
QUEUE_COLUMNS: Final = (
    Column(gettext_lazy("对接系统")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("待发送"), "number"),
    Column(gettext_lazy("等待反馈"), "number"),
    Column(gettext_lazy("长时间无反馈"), "number"),
    Column(gettext_lazy("发送失败"), "number"),
    Column(gettext_lazy("最近的错误")),
    Column(gettext_lazy("操作"), "action", hidden_label=True),
)
MESSAGE_COLUMNS: Final = (
    Column(gettext_lazy("消息"), "code"),
    Column(gettext_lazy("对接系统")),
    Column(gettext_lazy("种类")),
    Column(gettext_lazy("原因")),
    Column(gettext_lazy("已发送次数"), "number"),
    Column(gettext_lazy("产生时间"), "date"),
    Column(gettext_lazy("送达时间"), "date"),
)
ATTEMPT_COLUMNS: Final = (
    Column(gettext_lazy("登录名")),
    Column(gettext_lazy("密码错误"), "number"),
    Column(gettext_lazy("被拦截"), "number"),
    Column(gettext_lazy("来源数"), "number"),
    Column(gettext_lazy("最近一次"), "date"),
    Column(gettext_lazy("状态"), "state"),
)
ALARM_COLUMNS: Final = (
    Column(gettext_lazy("时间"), "date"),
    Column(gettext_lazy("操作")),
    Column(gettext_lazy("拒绝的原因")),
    Column(gettext_lazy("操作人")),
    Column(gettext_lazy("入口")),
    Column(gettext_lazy("网络地址"), "code"),
    Column(gettext_lazy("请求编号"), "code"),
)
VERDICT_TONES: Final[Mapping[str, str]] = {
    Verdict.APPROVE: "success",
    Verdict.RETURN: "warning",
    Verdict.REJECT: "error",
}


def verdict_badge(verdict: str) -> SafeString:
    """What an officer decided."""
    return badge(Verdict(verdict).label, VERDICT_TONES.get(verdict, "neutral"))


def case_rows(cases: Sequence[Case], today: date, query: Mapping[str, str]) -> list[Row]:
    """Open cases for a table with CASE_COLUMNS; the links keep the filters."""
    return [
        Row(
            (
                Cell(case.person_name or formats.NOTHING, sub=_numbered(case)),
                Cell(case.declaration.employer.name, sub=words.district(case.district)),
                words.kind(case.declaration),
                words.reason(case.reason),
                formats.moment(case.opened_at),
                Cell(formats.day(case.due_on), badge=due_badge(case.due_on, today)),
            ),
            url=address(reverse("office-case", args=[case.pk]), **query),
            tone="error" if case.due_on and case.due_on < today else "",
        )
        for case in cases
    ]


def _numbered(case: Case) -> str:
    if case.declaration.single:
        return case.declaration.number
    return _("%(number)s · 第 %(n)s 人") % {"number": case.declaration.number, "n": case.line_no}


def due_badge(due_on: date | None, today: date) -> SafeString | str:
    """How a due date stands to today; nothing while there is time."""
    if due_on is None or due_on > today:
        return ""
    if due_on == today:
        return badge(_("今日到期"), "warning")
    return badge(_("逾期 %(n)s 天") % {"n": (today - due_on).days}, "error")


def decided_rows(decisions: Sequence[Decision]) -> list[Row]:
    """Decisions for a table with DECIDED_COLUMNS."""
    return [
        Row(
            (
                Cell(one.case.person_name or formats.NOTHING, sub=_numbered(one.case)),
                Cell(one.case.declaration.employer.name, sub=words.district(one.case.district)),
                words.kind(one.case.declaration),
                verdict_badge(one.verdict),
                one.reason or formats.NOTHING,
                one.officer_name,
                formats.moment(one.at),
            ),
            url=reverse("office-case", args=[one.case_id]),
        )
        for one in decisions
    ]


def contract_rows(contracts: Sequence[Contract]) -> list[Row]:
    """Contracts of a person for a table with CONTRACT_COLUMNS."""
    return [
        Row(
            (
                one.employer.name,
                formats.day(one.starts_on),
                formats.day(one.ends_on),
                formats.day(one.ended_on),
                formats.month(one.insured_from),
            )
        )
        for one in contracts
    ]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A failed step in words."""

    id: int
    number: str
    service: Text
    step: Text
    attempts: int
    lines: int
    since: str
    not_before: str
    news: str
    news_at: str


def task_views(tasks: Sequence[Task], events: Mapping[int, Event]) -> list[TaskView]:
    """Failed steps in words, for a table with TASK_COLUMNS."""
    return [_task_view(task, events.get(task.id)) for task in tasks]


def _task_view(task: Task, event: Event | None) -> TaskView:
    return TaskView(
        id=task.id,
        number=task.number,
        service=words.service(task.service),
        step=Step(task.step).label,
        attempts=task.attempts,
        lines=task.lines,
        since=formats.moment(task.since),
        not_before=formats.moment(task.not_before),
        news=texts.describe(event.kind, event.params) if event else formats.NOTHING,
        news_at=formats.moment(event.at) if event else "",
    )


@dataclass(frozen=True, slots=True)
class QueueView:
    """The way to a counterparty in words; `hindered`: can be resumed, `held_up`: there is something to send again."""

    system: str
    name: Text
    badge: SafeString
    waiting: int
    waiting_for: str
    sent: int
    sent_for: str
    silent: int
    stuck: int
    error: str
    hindered: bool
    held_up: bool


def queue_view(queue: QueueStatus, now: datetime) -> QueueView:
    """A counterparty's queue in words."""
    return QueueView(
        system=queue.system,
        name=words.system(queue.system),
        badge=_queue_badge(queue),
        waiting=queue.waiting,
        waiting_for=_since(queue.waiting_since, now),
        sent=queue.sent,
        sent_for=_since(queue.sent_since, now),
        silent=queue.silent,
        stuck=queue.stuck,
        error=queue.last_error,
        hindered=queue.paused_at is not None or queue.failures > 0,
        held_up=queue.stuck > 0 or queue.silent > 0,
    )


def _queue_badge(queue: QueueStatus) -> SafeString:
    if queue.paused_at is not None:
        return badge(_("已暂停，待处理"), "error")
    if queue.failures:
        return badge(_("连续失败 %(n)s 次，自动重试中") % {"n": queue.failures}, "warning")
    return badge(_("正常"), "success")


def _since(moment: datetime | None, now: datetime) -> str:
    return _("最早 %(ago)s") % {"ago": formats.ago(moment, now)} if moment else ""


FAILURES: Final[Mapping[str, Text]] = {
    "again": gettext_lazy("暂时失败"),
    "permanent": gettext_lazy("对方不接受"),
    "refused": gettext_lazy("对方拒收"),
    "misconfigured": gettext_lazy("配置有误"),
    "silent": gettext_lazy("对方没有反馈"),
}


KINDS: Final[Mapping[str, Text]] = {
    "enrolled": gettext_lazy("增员"),
    "withdrawn": gettext_lazy("减员"),
    "paid_later": gettext_lazy("补缴、欠缴到账"),
    "issued": gettext_lazy("缴费通知"),
    "replaced": gettext_lazy("缴费通知更正"),
    "declared": gettext_lazy("单位申报"),
    "void": gettext_lazy("缴费通知撤销"),
    "overdue": gettext_lazy("缴费通知逾期"),
    "pay": gettext_lazy("退费付款"),
    "refunded": gettext_lazy("退费"),
    "bill": gettext_lazy("缴款单"),
    "bill_void": gettext_lazy("缴款单撤回"),
}


def message_rows(messages: Sequence[Message]) -> list[Row]:
    """Messages for a table with MESSAGE_COLUMNS; nothing of their content, which is about persons."""
    return [
        Row(
            (
                Cell(one.pk, sub=str(one.key)[:8]),
                words.system(one.system),
                KINDS.get(one.kind, one.kind),
                Cell(FAILURES.get(one.failure_kind, one.failure_kind), sub=one.last_error),
                one.attempts,
                formats.moment(one.created_at),
                formats.moment(one.sent_at),
            ),
            select=str(one.pk),
        )
        for one in messages
    ]


def attempt_rows(attempts: Sequence[Attempts]) -> list[Row]:
    """Login names for a table with ATTEMPT_COLUMNS."""
    return [
        Row(
            (
                one.username,
                one.failed,
                one.locked,
                one.sources,
                formats.moment(one.last),
                badge(_("已锁定"), "error") if one.locked else badge(_("有失败"), "warning"),
            )
        )
        for one in attempts
    ]


def alarm_rows(actions: Sequence[Action]) -> list[Row]:
    """Refused actions for a table with ALARM_COLUMNS."""
    return [
        Row(
            (
                formats.moment(one.at),
                Cell(one.verb, sub=one.subject),
                one.refused,
                one.actor_name or one.actor_kind,
                one.door,
                one.address or formats.NOTHING,
                one.request_id or formats.NOTHING,
            )
        )
        for one in actions
    ]

"""What a message's state means to the person who filed, in the words of the announcement of the service."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from shebao.outbox.models import Message, State

Words = Mapping[str, str | Promise]

MEDICAL: Final[Words] = {
    "waiting": _lazy("正在发送医保部门，无需您另行操作"),
    "again": _lazy("正在发送医保部门，第 {attempt} 次"),
    "sent": _lazy("已发送，等待医保反馈"),
    "asked": _lazy("医保部门长时间未反馈，系统已再次询问"),
    "silent": _lazy("医保部门长时间未反馈，系统已多次询问，经办机构正在核实"),
    "done": _lazy("医保处理成功，无需到医保部门再次申报"),
    "failed": _lazy("医保反馈不成功，需通过医保途径另行申报"),
    "stuck": _lazy("信息暂未送达医保部门，经办机构正在处理，您无需重新申报"),
}
OTHERS: Final[Words] = {
    "waiting": _lazy("正在发送全国统筹信息系统"),
    "again": _lazy("正在发送全国统筹信息系统，第 {attempt} 次"),
    "sent": _lazy("已发送，等待全国统筹信息系统反馈"),
    "asked": _lazy("全国统筹信息系统长时间未反馈，系统已再次询问"),
    "silent": _lazy("全国统筹信息系统长时间未反馈，经办机构正在核实"),
    "done": _lazy("全国统筹信息系统登记成功"),
    "failed": _lazy("全国统筹信息系统反馈不成功"),
    "stuck": _lazy("信息暂未送达全国统筹信息系统，经办机构正在处理，您无需重新申报"),
}

TAX: Final[Words] = {
    "waiting": _lazy("正在发送税务部门"),
    "again": _lazy("正在发送税务部门，第 {attempt} 次"),
    "sent": _lazy("已发送，等待税务部门反馈"),
    "asked": _lazy("税务部门长时间未反馈，系统已再次询问"),
    "silent": _lazy("税务部门长时间未反馈，经办机构正在核实"),
    "done": _lazy("税务部门已收到"),
    "failed": _lazy("税务部门反馈不成功，经办机构正在处理，您无需重新申报"),
    "stuck": _lazy("信息暂未送达税务部门，经办机构正在处理，您无需重新申报"),
}
OF_SYSTEM: Final[Mapping[str, Words]] = {"medical": MEDICAL, "tax": TAX}


def describe(message: Message) -> str:
    """Where the message stands, in Chinese; a failure with the counterparty's reason behind it."""
    words = OF_SYSTEM.get(message.system, OTHERS)
    text = str(words[_key(message)]).format(attempt=message.attempts + 1)
    reason = message.answer_text or message.answer_code
    if reason and message.state in (State.FAILED, State.STUCK):
        return _("{text}：{reason}").format(text=text, reason=reason)
    return text


def _key(message: Message) -> str:
    if message.state == State.WAITING and message.attempts:
        return "again"
    if message.state == State.SENT and message.failure_kind == "silent":
        return "silent"
    if message.state == State.SENT and message.chased:
        return "asked"
    return str(message.state)

"""The words of every state, for the person who filed."""

import pytest

from shebao.outbox.models import Message
from shebao.outbox.words import describe

CASES = [
    ({"state": "waiting"}, "正在发送医保部门，无需您另行操作"),
    ({"state": "waiting", "attempts": 2}, "正在发送医保部门，第 3 次"),
    ({"state": "waiting", "attempts": 1, "answer_text": "旧的原因"}, "正在发送医保部门，第 2 次"),
    ({"state": "sent"}, "已发送，等待医保反馈"),
    ({"state": "sent", "chased": 1}, "医保部门长时间未反馈，系统已再次询问"),
    ({"state": "sent", "failure_kind": "silent"}, "医保部门长时间未反馈，系统已多次询问，经办机构正在核实"),
    ({"state": "done"}, "医保处理成功，无需到医保部门再次申报"),
    (
        {"state": "failed", "answer_text": "已在其他统筹区参保"},
        "医保反馈不成功，需通过医保途径另行申报：已在其他统筹区参保",
    ),
    ({"state": "failed", "answer_code": "M9"}, "医保反馈不成功，需通过医保途径另行申报：M9"),
    ({"state": "failed"}, "医保反馈不成功，需通过医保途径另行申报"),
    ({"state": "stuck"}, "信息暂未送达医保部门，经办机构正在处理，您无需重新申报"),
    ({"system": "national_pension", "state": "done"}, "全国统筹信息系统登记成功"),
    ({"system": "national_pension", "state": "waiting", "attempts": 1}, "正在发送全国统筹信息系统，第 2 次"),
]


@pytest.mark.parametrize(("values", "words"), CASES)
def test_the_words_of_a_state(values: dict[str, object], words: str) -> None:
    assert describe(Message(**{"system": "medical", **values})) == words

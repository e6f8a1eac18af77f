"""What operators see and do: queues, failed steps, locked logins, refusals; never a person's data."""

import pytest
from django.test import Client

from shebao.access.models import User
from shebao.audit import actions as audit
from shebao.audit.models import Action
from shebao.declarations.models import Declaration, Event
from shebao.kernel import clock
from shebao.office.tests.conftest import NUMBERS, PASSWORD, SYSTEM, Filings, decide, enter
from shebao.outbox.models import Message, Queue
from shebao.worker.steps import PATIENCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(operator: User) -> Client:
    """The browser of an operator."""
    return enter(operator)


@pytest.fixture
def stuck(filings: Filings, officer: User) -> Message:
    """A message to the medical authority that cannot be delivered."""
    decide(officer, filings.for_review())
    filings.work()
    message = Message.objects.get(system="medical")
    with audit.action(SYSTEM, "fail"):
        Queue.objects.create(system="medical", paused_at=clock.now(), last_error="misconfigured: no key")
        Message.objects.filter(pk=message.pk).update(state="stuck", failure_kind="refused", last_error="refused: M1")
    return message


def test_a_stuck_message_is_shown_without_whom_it_is_about_and_sent_again(desk: Client, stuck: Message) -> None:
    page = desk.get("/office/exchange/").content.decode()
    for shown in ("医疗保险", "已暂停，待处理", "refused: M1", "对方拒收"):
        assert shown in page, shown
    for hidden in ("王建国", NUMBERS[0]):
        assert hidden not in page
    answer = desk.post("/office/exchange/retry/", {"message": [str(stuck.pk), "x", "9" * 40]}, follow=True)
    assert "已安排重新发送 1 条消息" in answer.content.decode()
    stuck.refresh_from_db()
    assert stuck.state == "waiting"
    assert Action.objects.filter(verb="retry_messages").count() == 1


def test_everything_of_a_counterparty_is_sent_again(desk: Client, stuck: Message) -> None:
    answer = desk.post("/office/exchange/retry-all/", {"system": "medical"}, follow=True)
    assert "已安排重新发送 1 条消息" in answer.content.decode()
    stuck.refresh_from_db()
    assert stuck.state == "waiting"


def test_a_paused_queue_is_resumed(desk: Client, stuck: Message) -> None:
    assert "已恢复发送" in desk.post("/office/exchange/resume/", {"system": "medical"}, follow=True).content.decode()
    assert Queue.objects.get(system="medical").paused_at is None
    again = desk.post("/office/exchange/resume/", {"system": "medical"}, follow=True)
    assert "无需恢复" in again.content.decode()


def test_nothing_chosen_and_unknown_counterparties(desk: Client) -> None:
    assert "请先选择" in desk.post("/office/exchange/retry/", {}, follow=True).content.decode()
    for system in ("", "x" * 500, "medical'--"):
        assert desk.post("/office/exchange/resume/", {"system": system}).status_code == 404


def test_an_officer_sends_nothing(browser: Client, stuck: Message) -> None:
    for path in ("retry/", "retry-all/", "resume/"):
        sent = browser.post(f"/office/exchange/{path}", {"system": "medical", "message": str(stuck.pk)})
        assert sent.status_code == 403
    stuck.refresh_from_db()
    assert stuck.state == "stuck"


def give_up(declaration: Declaration) -> None:
    with audit.action(SYSTEM, "fail"):
        Declaration.objects.filter(pk=declaration.pk).update(
            next_step="decide", step_attempts=len(PATIENCE) + 1, step_since=clock.now(), not_before=clock.now()
        )
        Event.objects.create(declaration=declaration, kind="gave_up", actor_name="后台办理")


def test_a_step_that_was_given_up_is_tried_again(desk: Client, filings: Filings, officer: User) -> None:
    case = filings.for_review()
    decide(officer, case)
    give_up(case.declaration)
    assert filings.work() == 0
    page = desk.get("/office/tasks/").content.decode()
    for shown in (case.declaration.number, "执行审核决定", "立即重试", "系统多次办理未成"):
        assert shown in page, shown
    assert "王建国" not in page
    answer = desk.post(f"/office/tasks/{case.declaration_id}/retry/", follow=True)
    assert "已安排重试" in answer.content.decode()
    assert filings.work() == 1
    assert Declaration.objects.get(pk=case.declaration_id).state == "effective"
    assert Action.objects.filter(verb="retry_step", subject=f"declaration:{case.declaration_id}").count() == 1


@pytest.mark.parametrize("number", [0, 999_999, 10**30])
def test_there_is_nothing_to_retry(desk: Client, number: int) -> None:
    assert desk.post(f"/office/tasks/{number}/retry/", follow=True).status_code == 200


def test_an_operator_sees_no_filing_that_the_worker_is_done_with(desk: Client, filings: Filings) -> None:
    case = filings.for_review()
    assert case.declaration.number not in desk.get("/office/tasks/").content.decode()
    answer = desk.post(f"/office/tasks/{case.declaration_id}/retry/", follow=True)
    assert "没有找到该项任务" in answer.content.decode()


def test_failed_logins_and_refusals_are_seen(desk: Client, officer: User) -> None:
    for _ in range(6):
        Client().post("/office/login/", {"username": "wang.fang", "password": f"{PASSWORD}!"})
    page = desk.get("/office/logins/").content.decode()
    assert "wang.fang" in page
    assert "已锁定" in page
    desk.get("/office/cases/")
    alarms = desk.get("/office/alarms/").content.decode()
    assert "log_in" in alarms
    assert "open office-cases" in alarms


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 400, "' or 1=1 --", "<script>alert(1)</script>"])
def test_hostile_input_never_breaks_a_page(desk: Client, text: str) -> None:
    for path in ("/office/exchange/", "/office/tasks/", "/office/logins/", "/office/alarms/"):
        for name in ("trouble", "system", "after", "before"):
            answer = desk.get(path, {name: text})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()

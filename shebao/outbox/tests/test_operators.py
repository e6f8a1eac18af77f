"""Operators send again and resume through the office's database role; nobody else can, and it is on record."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from shebao.access.models import User
from shebao.audit.actions import Actor, action
from shebao.audit.models import Action
from shebao.database.roles import Role, working_as
from shebao.outbox import actions, queries
from shebao.outbox.models import Message, Queue
from tests.guards import scene

SETUP = Actor.system("tests", door="cli")


@pytest.fixture
def stuck(db: None) -> Message:
    side = scene.side("甲", 1)
    with action(SETUP, "let it get stuck"):
        Message.objects.filter(declaration_id=side.declaration.pk).update(
            state="stuck", failure_kind="permanent", last_error="status_422", attempts=3
        )
        Queue.objects.create(system="medical", failures=2, paused_at=timezone.now(), last_error="status_401")
    return side.medical


@pytest.fixture
def operator(db: None) -> User:
    with action(SETUP, "hire"):
        return scene.user("operator", "operator", 77)


def acting(user: User) -> Actor:
    return Actor("user", user.name, "office", user_id=user.pk)


def test_an_operator_retries_and_resumes(stuck: Message, operator: User) -> None:
    now = timezone.now()
    with working_as(Role.OFFICE, operator.pk):
        assert [message.pk for message in queries.stuck("medical")] == [stuck.pk]
        assert [(queue.system, queue.stuck, queue.failures) for queue in queries.queues()] == [("medical", 1, 2)]
        assert actions.retry(acting(operator), [stuck.pk], now=now) == 1
        assert actions.resume(acting(operator), "medical", now=now)
        assert queries.alarms() == []
    stuck.refresh_from_db()
    assert (stuck.state, stuck.attempts, stuck.failure_kind, stuck.last_error) == ("waiting", 0, "", "")
    assert Queue.objects.get().paused_at is None
    verbs = Action.objects.filter(user_id=operator.pk).order_by("pk").values_list("verb", "subject")
    assert list(verbs) == [("retry_messages", ""), ("resume_queue", "queue:medical")]


def test_an_officer_who_is_no_operator_cannot(stuck: Message) -> None:
    officer = User.objects.filter(kind="officer").earliest("pk")
    with working_as(Role.OFFICE, officer.pk):
        assert queries.queues() == []
        assert not actions.resume(acting(officer), "medical", now=timezone.now())
    with pytest.raises(DatabaseError, match="row-level security"), working_as(Role.OFFICE, officer.pk):
        actions.retry(acting(officer), [stuck.pk], now=timezone.now())
    stuck.refresh_from_db()
    assert stuck.state == "stuck"


def test_the_counts_of_a_filing_fit_its_messages(stuck: Message) -> None:
    assert queries.counts(stuck.declaration_id) == {"medical": {"stuck": 1}, "national_pension": {"stuck": 1}}
    assert queries.of_lines(stuck.declaration_id, [1, 2]) == {1: stuck}
    assert queries.of_lines(stuck.declaration_id, [2]) == {}

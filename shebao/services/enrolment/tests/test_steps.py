"""A step that fails: told once, tried again later and later, at last left to an operator; nothing half-done stays."""

from datetime import timedelta

import pytest

from shebao.audit.actions import Actor
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.kernel.errors import Conflict
from shebao.services.enrolment.tests.desk import Desk, effects, states, steps_told
from shebao.services.enrolment.tests.people import good
from shebao.services.registration import applying
from shebao.worker.steps import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
OPERATOR = Actor("user", "运行维护", "office", user_id=7)


@pytest.fixture
def broken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Declaration:
    """A confirmed filing whose effects fail at the very end."""
    checked = desk.single(good(0))
    monkeypatch.setattr(applying, "_tell_outcome", lambda _: 1 / 0)
    return desk.confirm(checked)


def test_a_failed_step_leaves_nothing_behind(desk: Desk, broken: Declaration) -> None:
    assert (broken.state, broken.step_attempts, states(broken)) == (State.APPLYING, 1, ["good"])
    assert broken.not_before == desk.now + timedelta(seconds=PATIENCE[0])
    assert effects() == (0, 0, 0, 0)
    assert steps_told(broken)[-1] == "postponed"


def test_it_is_not_tried_before_its_time(desk: Desk, broken: Declaration) -> None:
    assert desk.work(broken).step_attempts == 1


def test_it_goes_on_when_the_fault_is_gone(desk: Desk, broken: Declaration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    desk.now += timedelta(seconds=PATIENCE[0])
    done = desk.work(broken)
    assert (done.state, effects()) == (State.EFFECTIVE, (1, 1, 3, 2))


def give_up(desk: Desk, broken: Declaration) -> Declaration:
    for wait in PATIENCE:
        desk.now += timedelta(seconds=wait)
        broken = desk.work(broken)
    return broken


def test_in_the_end_an_operator_has_to_look(desk: Desk, broken: Declaration, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = give_up(desk, broken)
    told = steps_told(given_up)
    assert (told.count("postponed"), told.count("gave_up")) == (1, 1)
    desk.now += timedelta(days=1)
    assert desk.work(broken).step_attempts == len(PATIENCE) + 1
    monkeypatch.undo()
    actions.retry_step(OPERATOR, broken.pk, now=desk.now)
    done = desk.work(broken)
    assert (done.state, effects()) == (State.EFFECTIVE, (1, 1, 3, 2))
    with pytest.raises(Conflict):
        actions.retry_step(OPERATOR, broken.pk, now=desk.now)


def test_one_that_fails_does_not_hold_up_the_others(desk: Desk, broken: Declaration) -> None:
    assert desk.single(good(1)).state == State.CHECKED
    assert desk.work(broken).state == State.APPLYING

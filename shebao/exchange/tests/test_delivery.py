"""Delivery to the real counterparties' program, however it misbehaves: all arrives, once, in order per person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shebao.audit.actions import Actor
from shebao.counterparties.failures import Again, Misconfigured, Permanent
from shebao.counterparties.medical.messages import CoverageChange
from shebao.counterparties.national_pension.messages import ParticipationReport
from shebao.counterparties.person_messages import Receipt
from shebao.exchange.delivery import Delivery
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.outbox import actions, queries

OPERATOR = Actor("user", "运维", "office", user_id=1)


def taken(stage: Stage, system: str = "medical") -> list[dict[str, Any]]:
    return [one["message"] for one in stage.sandbox.messages(counterparty=system, limit="100000")]


def in_order(messages: Sequence[dict[str, Any]]) -> bool:
    seen: dict[str, int] = defaultdict(int)
    for message in messages:
        seen[message["person_key"]] += 1
        if message["sequence"] != seen[message["person_key"]]:
            return False
    return True


def assert_all_arrived(stage: Stage, keys: Sequence[UUID]) -> None:
    """Each once, none beside them, in order per person."""
    messages = taken(stage)
    assert sorted(message["id"] for message in messages) == sorted(map(str, keys))
    assert in_order(messages)
    state = stage.sandbox.state()["medical"]
    assert (state["distinct"], state["out_of_order"], state["gaps"]) == (len(keys), 0, [])


@pytest.mark.parametrize(("system", "form"), [("medical", CoverageChange), ("national_pension", ParticipationReport)])
def test_what_arrives_has_the_agreed_form(stage: Stage, system: str, form: type) -> None:
    one = place.filing()
    key, *_ = place.write(one, place.ordinary(2), system=system, first=7)
    assert stage.deliver(system) == 2
    message = taken(stage, system)[0]
    assert {name: value for name, value in message.items() if name != "payload"} == {
        "id": str(key),
        "kind": "enrolled",
        "person_key": "P7",
        "sequence": 1,
        "previous": None,
        "month": 202611,
    }
    assert set(message["payload"]) == set(form.__dataclass_fields__)  # type: ignore[attr-defined]
    assert place.states(system) == {"sent": 2}


def test_messages_of_a_person_go_one_after_the_other(stage: Stage) -> None:
    keys = place.write(place.filing(), place.ordinary(30), each=3)
    delivery = stage.delivery()
    assert [delivery.deliver() for _ in range(4)] == [30, 30, 30, 0]
    assert_all_arrived(stage, keys)


FAULTS: dict[str, dict[str, float]] = {
    "refuse": {"refuse": 0.5},
    "black hole": {"black_hole": 0.3},
    "500 before": {"error_before": 0.5},
    "500 after the effect": {"error_after": 0.5},
    "reset after the effect": {"reset_after": 0.5},
    "wrong signature": {"wrong_signature": 0.5},
    "stale": {"stale": 0.5},
    "about another": {"wrong_person": 0.5},
    "other encoding": {"gbk_body": 0.5},
    "all at once": {
        **dict.fromkeys(("refuse", "error_before", "reset_after", "error_after", "wrong_signature"), 0.1),
        **dict.fromkeys(("stale", "error_body", "gbk_body", "wrong_person", "new_schema"), 0.1),
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_message_arrives_once_and_in_order(stage: Stage, fault: str) -> None:
    keys = place.write(place.filing(), place.ordinary(40), each=3)
    stage.sandbox.set_faults(medical=FAULTS[fault])
    stage.heal()
    assert_all_arrived(stage, keys)
    assert place.states() == {"sent": len(keys)}


def test_a_counterparty_that_is_down_is_probed_with_less_and_less(stage: Stage) -> None:
    place.write(place.filing(), place.ordinary(1_500))
    stage.sandbox.set_faults(medical={"refuse": 1})
    delivery = stage.delivery()
    assert (delivery.deliver(), delivery.deliver()) == (1_000, 0)  # the second finds the queue waiting
    tried = []
    for _ in range(11):
        stage.ahead += timedelta(minutes=2)
        tried.append(delivery.deliver())
    assert tried[0] == 500
    assert tried[-1] == 1
    (status,) = queries.queues()
    assert (status.failures, status.waiting, status.last_error) == (12, 1_500, "no_connection: medical: ReadError")
    stage.sandbox.set_faults(medical={})
    stage.heal()
    assert place.states() == {"sent": 1_500}
    (status,) = queries.queues()
    assert (status.failures, status.last_error) == (0, "")


def test_an_alarming_reply_leaves_an_alarm(stage: Stage) -> None:
    place.write(place.filing(), place.ordinary(3))
    stage.sandbox.set_faults(medical={"wrong_signature": 1})
    stage.deliver()
    assert place.alarms() == ["reply_key: medical"]
    assert [alarm.refused for alarm in queries.alarms()] == ["reply_key: medical"]


def test_a_refused_message_is_stuck_with_its_reason_and_holds_nobody_up(stage: Stage) -> None:
    one = place.filing()
    place.write(one, place.ordinary(2), each=2)
    with place.changing():
        place.sql("update outbox_message set kind = 'arrears' where person_id = 1 and sequence = 1")
    stage.deliver()
    assert place.states() == {"sent": 3, "stuck": 1}
    (stuck,) = queries.stuck()
    assert (stuck.failure_kind, stuck.last_error) == ("refused", "refused: kind_unknown")
    assert stuck.answer_text == "业务类型不受理"
    assert place.sql("select kind, params ->> 'persons' from notices_notice") == [("medical_stuck", "1")]


class Choosy:
    """A counterparty that rejects as a whole every call with one of these persons in it."""

    def __init__(self, *persons: int, failure: type[Permanent | Again] = Permanent) -> None:
        self._persons, self._failure = {f"P{person}" for person in persons}, failure
        self.taken: list[dict[str, Any]] = []
        self.calls = 0

    def send_raw(self, messages: Sequence[dict[str, Any]]) -> list[Receipt]:
        self.calls += 1
        if self._persons & {message["person_key"] for message in messages}:
            raise self._failure("status_500" if self._failure is Again else "status_422", "medical")
        self.taken.extend(messages)
        return [Receipt(UUID(message["id"]), "accepted", None, None) for message in messages]

    def close(self) -> None:
        """Nothing is open."""


def choosy(stage: Stage, client: Choosy) -> Delivery:
    stage.deliveries["medical"] = Delivery("medical", lambda: client, stage.clock, silence=timedelta(hours=1), asks=2)
    return stage.deliveries["medical"]


def test_content_that_is_rejected_is_found_and_the_rest_goes_on(stage: Stage) -> None:
    place.write(place.filing(), place.ordinary(1_000), each=2)
    client = Choosy(17, 800)
    choosy(stage, client)
    stage.deliver()
    assert place.states() == {"sent": 1_996, "stuck": 2, "waiting": 2}  # the later ones of these persons wait
    assert {message.person_id for message in queries.stuck()} == {17, 800}
    assert client.calls < 60
    assert in_order(client.taken)


def test_one_message_over_which_the_counterparty_stumbles_does_not_block_the_others(stage: Stage) -> None:
    place.write(place.filing(), place.ordinary(300))
    client = Choosy(123, failure=Again)
    choosy(stage, client)
    for _ in range(40):
        stage.deliver()
        stage.ahead += timedelta(minutes=16)
    assert place.states() == {"sent": 299, "waiting": 1}


class Closed:
    """A way that nothing gets through before somebody repairs it."""

    def send_raw(self, _messages: Sequence[dict[str, Any]]) -> list[Receipt]:
        raise Misconfigured("status_401", "medical")

    def close(self) -> None:
        """Nothing is open."""


def test_a_way_that_is_misconfigured_pauses_until_an_operator_opens_it(stage: Stage) -> None:
    keys = place.write(place.filing(), place.ordinary(20))
    blocked = Delivery("medical", Closed, stage.clock, silence=timedelta(hours=1), asks=2)
    assert blocked.deliver() == 20
    stage.ahead += timedelta(days=3)
    assert blocked.deliver() == 0
    (status,) = queries.queues()
    assert status.paused_at is not None
    assert status.last_error == "status_401: medical"
    assert place.alarms() == ["status_401: medical"]
    assert stage.deliver() == 0
    assert actions.resume(OPERATOR, "medical", now=stage.clock())
    assert not actions.resume(OPERATOR, "medical", now=stage.clock())
    stage.heal()
    assert_all_arrived(stage, keys)


def test_an_operator_sends_stuck_messages_again(stage: Stage) -> None:
    place.write(place.filing(), place.ordinary(10))
    choosy(stage, Choosy(3, 4, 5))
    stage.deliver()
    assert place.states() == {"sent": 7, "stuck": 3}
    choosy(stage, Choosy())
    first, *rest = queries.stuck()
    assert actions.retry(OPERATOR, [first.pk, 10_000], now=stage.clock()) == 1
    assert place.states() == {"sent": 7, "stuck": 2, "waiting": 1}
    assert actions.retry_all(OPERATOR, "national_pension", now=stage.clock()) == 0
    assert actions.retry_all(OPERATOR, "medical", now=stage.clock()) == len(rest)
    stage.deliver()
    assert place.states() == {"sent": 10}
    assert actions.retry_all(OPERATOR, "medical", now=stage.clock()) == 0


def test_more_than_a_thousand_at_once_are_for_retry_all(stage: Stage) -> None:
    with pytest.raises(ValueError, match="retry_all"):
        actions.retry(OPERATOR, range(1_001), now=stage.clock())

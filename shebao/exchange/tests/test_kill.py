"""kill -9 of delivering processes at the worst moments: nothing is lost, nothing doubled, order is kept."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

from shebao.counterparties.person_messages import Receipt
from shebao.exchange import rules
from shebao.exchange.delivery import Delivery
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.exchange.tests.test_delivery import assert_all_arrived

forking = multiprocessing.get_context("fork")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deliver_and_die(stage: Stage, moment: str, batches: int) -> None:
    """In a process of its own: deliver some batches, and die at a moment of the next one."""
    delivery = stage.delivery()
    for _ in range(batches):
        delivery.deliver()
    send, mark = Delivery._send, Delivery._mark

    def sending(self: Delivery, messages: Sequence[Any]) -> list[Receipt]:
        if moment == "before sending":
            die()
        receipts = send(self, messages)
        if moment == "after sending":
            die()
        return receipts

    def marking(self: Delivery, verdicts: list[Any]) -> None:
        mark(self, verdicts)
        die()  # written down, not committed

    Delivery._send, Delivery._mark = sending, marking  # type: ignore[method-assign]
    delivery.deliver()


def in_a_process(work: Callable[..., None], *arguments: Any) -> int | None:
    connection.close()
    process = forking.Process(target=work, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def deliver_until_nothing_waits(stage: Stage) -> None:
    ends = monotonic() + 30
    while place.states().get("waiting") and monotonic() < ends:
        if stage.deliver() == 0:
            sleep(0.005)  # another worker is at it


MOMENTS = ("after sending", "before sending", "before commit", "after sending", "after sending") * 2


def test_ten_times_killed_in_the_middle_of_2000_messages(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BATCH", 90)
    keys = place.write(place.filing(), place.ordinary(1_000), each=2)
    for moment in MOMENTS:
        assert in_a_process(deliver_and_die, stage, moment, 1) == -signal.SIGKILL
    done = place.states()["sent"]
    assert done == 10 * 90
    stage.deliver()
    assert_all_arrived(stage, keys)
    state = stage.sandbox.state()["medical"]
    assert state["received"] == 2_000 + state["duplicates"]
    assert state["duplicates"] == 8 * 90  # sent, and sent again because nobody had written it down
    stage.sandbox.hurry()
    stage.until(lambda: place.states().get("sent", 0) == stage.sandbox.state()["medical"]["silent"], 40)
    assert sum(place.states().values()) == 2_000


def test_two_workers_share_the_work_without_getting_in_each_others_way(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 50)
    keys = place.write(place.filing(), place.ordinary(200), each=3)
    connection.close()
    workers = [forking.Process(target=deliver_until_nothing_waits, args=[stage]) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert_all_arrived(stage, keys)
    assert stage.sandbox.state()["medical"]["received"] == len(keys)

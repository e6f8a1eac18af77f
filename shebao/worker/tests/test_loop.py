"""The worker as it runs: woken by the database, unimpressed by its absence, ended by a word."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import DatabaseError, OperationalError

from city.numbers import numbers_where
from city.persons import medical_outcome
from shebao.access import parked
from shebao.contributions import actions as contributions
from shebao.documents import actions as documents
from shebao.exchange.delivery import Delivery
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.kernel import clock
from shebao.worker import lanes, loop
from shebao.worker.lanes import LANES

SECONDS = 20


def wait_for(state: str, many: int) -> float:
    """Seconds until so many messages are in a state."""
    begun = monotonic()
    while place.states().get(state) != many:
        assert monotonic() < begun + SECONDS, place.states()
        sleep(0.02)
    return monotonic() - begun


def succeeding(many: int, start: int = 0) -> list[str]:
    return numbers_where(1, lambda number: medical_outcome(number, 1) == "success", start + many)[start:]


@pytest.fixture
def only_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners that look again when the database wakes them, and not by themselves."""
    monkeypatch.setattr(loop, "POLL_SECONDS", 600.0)


@pytest.fixture
def worker(at_the_sandbox: Stage) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[["exchange"], stop])
    thread.start()
    yield stop
    stop.set()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_what_is_written_is_sent_and_answered_without_waiting_for_the_next_look(
    only_woken: None, worker: threading.Event
) -> None:
    sleep(0.5)  # the runners have looked once
    place.write(place.filing(), succeeding(3))
    assert wait_for("done", 3) < 10


def test_a_worker_survives_the_loss_of_all_its_connections(worker: threading.Event) -> None:
    one = place.filing()
    place.write(one, succeeding(3))
    wait_for("done", 3)
    place.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    place.write(one, succeeding(3, 3), first=100)
    wait_for("done", 6)


def test_the_command_works_under_the_engines_role_and_ends_in_order(at_the_sandbox: Stage, tmp_path: Path) -> None:
    undone = tmp_path / "00" / "undone"
    undone.parent.mkdir()
    undone.write_bytes(b"of a request that was undone")
    os.utime(undone, (0, 0))
    place.write(place.filing(), succeeding(5))
    environment = {
        **os.environ,
        "DATABASE_URL": f"{place.url()} options='-c role=shebao_engine'",
        "SHEBAO_KEYS": str(at_the_sandbox.keys),
        "SHEBAO_FILES": str(tmp_path),
        "SHEBAO_SANDBOX_URL": at_the_sandbox.sandbox.base_url,
    }
    command = [sys.executable, "-m", "shebao", "worker", "--lane", "exchange"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        wait_for("done", 5)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert '"event": "worker_ended"' in told
    assert "lane_failed" not in told
    assert not undone.exists()
    assert not [name for name in ("王小明", *succeeding(5)) if name in told]


def test_every_lane_is_there() -> None:
    names = [lane.name for made in LANES.values() for lane in made()]
    delivering = ["deliver medical", "deliver national_pension", "deliver tax", "deliver bank", "deliver card_maker"]
    assert names == ["quick", "collect", "cards", "bulk", "reconcile", *delivering, "take in", "keep house"]


def test_the_house_is_kept_every_hour_and_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    start, minutes = datetime(2026, 11, 23, tzinfo=UTC), [0]
    dropped: list[datetime] = []
    swept: list[int] = []

    def drop_expired(now: datetime) -> int:
        dropped.append(now)
        return 0

    def sweep(now: datetime) -> int:
        swept.append((now - start) // timedelta(minutes=1))
        if len(swept) == 1:
            raise PermissionError
        return 0

    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes[0]))
    monkeypatch.setattr(parked, "drop_expired", drop_expired)
    monkeypatch.setattr(documents, "sweep", sweep)
    opened: list[datetime] = []
    monkeypatch.setattr(contributions, "open_months", opened.append)
    lane = lanes.KeepHouse()
    with pytest.raises(PermissionError):
        lane.turn(lambda: False)
    for minutes[0] in range(1, 130):
        assert lane.turn(lambda: False) == 0
    assert swept == [0, 1, 61, 121]
    assert len(dropped) == len(swept)
    assert len(opened) == len(swept) - 1  # not after the failure


def test_overdue_answers_are_looked_for_every_two_seconds_and_at_once_while_there_are_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start, tenths = datetime(2024, 4, 17, 3, 0, tzinfo=UTC), [0]
    sent, overdue = {3: 5}, {0: 2}
    asked: list[int] = []

    def ask_again(_delivery: Delivery) -> int:
        asked.append(tenths[0])
        return overdue.get(len(asked) - 1, 0)

    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=tenths[0] / 10))
    monkeypatch.setattr(Delivery, "deliver", lambda _delivery: sent.get(tenths[0], 0))
    monkeypatch.setattr(Delivery, "ask_again", ask_again)
    lane = lanes.Deliver("medical")
    moved = []
    for tenths[0] in range(45):
        moved.append(lane.turn(lambda: False))
    assert asked == [0, 1, 21, 41]
    assert {at: many for at, many in enumerate(moved) if many} == {0: 2, 3: 5}


class Failing:
    """A lane that fails twice and then works."""

    name, channel = "failing", "none"

    def __init__(self, error: Exception) -> None:
        self._error, self.turns, self.closed = error, 0, 0
        self.stop = threading.Event()

    def turn(self, _stopping: object, /) -> int:
        self.turns += 1
        if self.turns <= 2:
            raise self._error
        self.stop.set()
        return 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("error", [OperationalError("王小明 lives here"), ValueError("110101199003077635")])
def test_no_failure_ends_a_lane_and_its_text_stays_out_of_the_log(
    error: Exception, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "pause", lambda _failures: 0.01)
    monkeypatch.setattr(loop, "POLL_SECONDS", 0.01)
    lane = Failing(error)
    runner = loop.Runner(lane, lane.stop)
    runner.start()
    runner.join(SECONDS)
    assert (lane.turns, lane.closed) == (3, 3)
    told = caplog.text
    assert told.count("lane_failed") == 2
    assert "lane_recovered" in told
    assert str(error) not in told
    assert type(error).__name__ in told


def test_what_the_log_says_of_an_error_names_its_place() -> None:
    with pytest.raises(DatabaseError) as caught:
        raise DatabaseError("secret")
    told = loop.described(caught.value)
    assert told["error"] == "DatabaseError"
    assert "test_loop.py" in str(told["where"])
    assert "secret" not in str(told)


def test_pauses_grow_and_end_somewhere() -> None:
    assert 0.25 <= loop.pause(1) <= 0.5
    assert 15 <= loop.pause(1_000) <= 30

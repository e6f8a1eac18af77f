"""The long-running worker: a thread a lane, woken by the database, unimpressed by its absence, ended by a word."""

import random
import threading
import traceback
from collections.abc import Collection, Sequence

import psycopg
import structlog
from django.db import DatabaseError, connection

from shebao.worker.lanes import LANES, OUTBOX, WORK, Lane

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0  # how soon work is found that nobody announced
LISTEN_SECONDS = 0.2  # how soon the listener notices that it shall end
LONGEST_PAUSE = 30.0  # seconds between tries while something is broken
FRAMES_LOGGED = 6
_draw = random.SystemRandom().random


def run(names: Collection[str], stop: threading.Event) -> None:
    """Work on these lanes (quick, bulk, exchange; empty: all) until `stop` is set, then finish the steps at hand."""
    lanes = [lane for name in (names or LANES) for lane in LANES[name]()]
    runners = [Runner(lane, stop) for lane in lanes]
    listener = Listener(runners, stop)
    log.info("worker_started", lanes=[lane.name for lane in lanes])
    for thread in (*runners, listener):
        thread.start()
    stop.wait()
    for runner in runners:
        runner.woken.set()
    for thread in (*runners, listener):
        thread.join()
    log.info("worker_ended")


class Runner(threading.Thread):
    """One lane in a thread of its own; `woken` is set when there may be something to do."""

    def __init__(self, lane: Lane, stop: threading.Event) -> None:
        super().__init__(name=lane.name, daemon=True)
        self.woken = threading.Event()
        self.lane, self._stop_event = lane, stop
        self._failures = 0

    def run(self) -> None:
        """Take turns until told to end. No failure ends it."""
        while not self._stop_event.is_set():
            self.woken.clear()
            if not self._turn():
                self.woken.wait(POLL_SECONDS)
        self.lane.close()
        connection.close()

    def _turn(self) -> bool:
        """Whether there may be more to do at once."""
        try:
            moved = self.lane.turn(self._stop_event.is_set)
        except Exception as error:  # noqa: BLE001 whatever it is, the worker goes on
            self._recover(error)
            return False
        if self._failures:
            log.info("lane_recovered", lane=self.lane.name, failures=self._failures)
            self._failures = 0
        return moved > 0

    def _recover(self, error: Exception) -> None:
        """Note the failure and let go of what may be broken; then wait, longer each time."""
        self._failures += 1
        log.error("lane_failed", lane=self.lane.name, failures=self._failures, **described(error))
        drop_connection()
        self.lane.close()
        self._stop_event.wait(pause(self._failures))


class Listener(threading.Thread):
    """Wakes the runners when the database says that there is something on their channel."""

    def __init__(self, runners: Sequence[Runner], stop: threading.Event) -> None:
        super().__init__(name="listen", daemon=True)
        self._runners, self._stop_event = runners, stop
        self._failures = 0

    def run(self) -> None:
        """Listen until told to end; while that fails, the runners look by themselves."""
        while not self._stop_event.is_set():
            try:
                self._listen()
            except (DatabaseError, psycopg.Error) as error:
                self._failures += 1
                log.warning("listening_failed", failures=self._failures, **described(error))
                drop_connection()
                self._stop_event.wait(pause(self._failures))
        connection.close()

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"listen {WORK}")
            cursor.execute(f"listen {OUTBOX}")
        self._failures = 0
        self._wake({WORK, OUTBOX})
        while not self._stop_event.is_set():
            for notice in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                self._wake({notice.channel})

    def _wake(self, channels: Collection[str]) -> None:
        for runner in self._runners:
            if runner.lane.channel in channels:
                runner.woken.set()


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(0.5 * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE) * (0.5 + _draw() / 2)


def described(error: BaseException) -> dict[str, object]:
    """What the log may say of an error: kind and place, not its text, which can repeat what somebody filed."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_LOGGED:]
    cause = error.__cause__ or error
    return {
        "error": type(error).__name__,
        "sqlstate": getattr(cause, "sqlstate", None),
        "code": getattr(error, "code", None),
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def drop_connection() -> None:
    """Close this thread's database connection, however broken; the next use opens a new one."""
    try:
        connection.close()
    except (DatabaseError, psycopg.Error) as error:
        log.warning("connection_lost", error=type(error).__name__)
        connection.connection = None

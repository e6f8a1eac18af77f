"""`shebao run` before it is up: there is one of them, and it ends when told. The rest: tests/journeys/test_end.py."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from shebao.cli.place import ROOT
from shebao.database.server import is_running, stop
from tests.reachable import reachable_folder

READY_SECONDS = 120


class Run:
    """One `shebao run` in a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.data, self.log = data, data.with_name("log")
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "SHEBAO_DATA": str(self.data)}
        environment.pop("DATABASE_URL", None)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "shebao", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    def says(self, words: str, seconds: float = READY_SECONDS) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if words in self.log.read_text():
                break
            time.sleep(0.1)
        return self.log.read_text()

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)


@pytest.fixture
def run() -> Iterator[Run]:
    with reachable_folder() as folder:
        data = folder / "all its data"
        one = Run(data)
        yield one
        if one.process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                one.end(signal.SIGTERM)
            one.process.kill()
        stop(data / "postgres")


def test_a_second_one_in_the_same_checkout_points_to_the_first(run: Run) -> None:
    run.says("the database is up")
    second = subprocess.run(
        [sys.executable, "-m", "shebao", "run"],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SHEBAO_DATA": str(run.data)},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert "running already" in second.stdout


def test_told_to_end_while_setting_up_it_ends_at_once(run: Run) -> None:
    run.says("bringing the tables up to date")
    started = time.monotonic()
    run.end(signal.SIGTERM)
    assert time.monotonic() - started < 10
    assert not is_running(run.data / "postgres")

"""Worker and doors of a stage, each under its own database role, started again whenever they end."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from shebao.benches.stage import Stage, free_port, wait_for
from shebao.database.roles import Role

VICTIMS = ("worker", "portal", "database")
_LOOK_SECONDS = 0.2


@contextmanager
def demonstration(work: Path) -> "Iterator[tuple[Stage, Platform]]":
    """A platform with the demo city and its counterparties, running below `work`."""
    with Stage(work) as stage:
        stage.command("shebao", "generate", "--demo")
        stage.start_sandbox()
        with Platform(stage) as platform:
            yield stage, platform


class Platform:
    """The running platform of a stage that has a server of its own; a context manager."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.portal_port, self.office_port = free_port(), free_port()
        self._commands = {
            "worker": (Role.ENGINE, ("worker",)),
            "portal": (Role.PORTAL, ("web", "--door=portal", f"--port={self.portal_port}")),
            "office": (Role.OFFICE, ("web", "--door=office", f"--port={self.office_port}")),
            "gateway": (Role.GATEWAY, ("web", "--door=gateway", f"--port={stage.gateway_port}")),
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._ended = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    @property
    def url(self) -> str:
        """Address of the portal."""
        return f"http://127.0.0.1:{self.portal_port}"

    @property
    def office_url(self) -> str:
        """Address of the office."""
        return f"http://127.0.0.1:{self.office_port}"

    def __enter__(self) -> Self:
        for name in self._commands:
            self._start(name)
        self._keeper.start()
        try:
            wait_for(f"{self.url}/login/")
            wait_for(f"{self.office_url}/office/login/")
            wait_for(f"http://127.0.0.1:{self._stage.gateway_port}/gateway/health")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._keeper.join()
        for name in self._commands:
            self._kill_process(name)

    def kill(self, victim: str) -> None:
        """End worker, portal or database as kill -9 does, all its processes; it is started again at once."""
        if victim == "database":
            self._stage.kill_database()
        else:
            self._kill_process(victim)

    def _start(self, name: str) -> None:
        role, words = self._commands[name]
        self._processes[name] = self._stage.start("shebao", *words, role=role)

    def _keep(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            for name, process in list(self._processes.items()):
                if process.poll() is not None:
                    self._start(name)

    def _kill_process(self, name: str) -> None:
        process = self._processes[name]
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

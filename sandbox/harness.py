"""The program as a child process, for tests and measurements: on a free port, disturbed, killed, started again."""

import json
import socket
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

import httpx


def free_port() -> int:
    """A port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _caller() -> httpx.Client:
    """Makes each call on a connection of its own: the program is killed and started again."""
    return httpx.Client(trust_env=False, timeout=10, limits=httpx.Limits(max_keepalive_connections=0))


class SandboxProcess:
    """One run of `python -m sandbox`. `keys` must hold the platform's public key before a signed request is sent."""

    def __init__(self, state: Path, keys: Path, callback: str, seed: int = 1) -> None:
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}/"
        self._command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--seed", str(seed)]
        self._command += ["--callback", callback, "--state", str(state), "--keys", str(keys)]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError if it does not."""
        root = Path(__file__).parent.parent
        self._process = subprocess.Popen(self._command, cwd=root)
        ends = monotonic() + 30
        while monotonic() < ends:
            try:
                self.state()
            except httpx.TransportError:
                if self._process.poll() is not None:
                    break
                sleep(0.05)
            else:
                return
        raise RuntimeError("the sandbox did not start")

    def kill(self) -> None:
        """End it as kill -9 does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def state(self) -> dict[str, Any]:
        """The counts of all counterparties."""
        return self._control("GET", "state")

    def set_faults(self, **faults: dict[str, Any]) -> None:
        """Replace the faults of the counterparties named."""
        self._control("POST", "faults", json.dumps(faults))

    def hurry(self) -> None:
        """Make waiting feedback due."""
        self._control("POST", "hurry")

    def set_today(self, day: date | None) -> None:
        """Set the day of the tax authority; None: the clock's. Whoever is to pay by then pays."""
        self._control("POST", "today", json.dumps({"day": day.isoformat() if day else None}))

    def notices(self) -> list[dict[str, Any]]:
        """What the tax authority knows of each notice."""
        return list(self._control("GET", "notices")["notices"])

    def payouts(self) -> list[dict[str, Any]]:
        """Every order that the bank took, with its receipt where it paid."""
        return list(self._control("GET", "payouts")["payouts"])

    def cards(self) -> list[dict[str, Any]]:
        """Every order that the card maker took, with the number of the card where one is made."""
        return list(self._control("GET", "cards")["cards"])

    def reset(self) -> None:
        """Let it forget everything."""
        self._control("POST", "reset")

    def messages(self, **asked: str) -> list[dict[str, Any]]:
        """Messages it has taken; asked: person, counterparty, limit."""
        found = _caller().get(f"{self.base_url}control/messages", params=asked).json()
        return list(found["messages"])

    def _control(self, method: str, what: str, body: str | None = None) -> dict[str, Any]:
        url = f"{self.base_url}control/{what}"
        reply = _caller().request(method, url, content=body)
        reply.raise_for_status()
        return dict(reply.json())

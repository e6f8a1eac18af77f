"""The real sandbox as a process, clients to it, and a small receiver for what it pushes."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from sandbox.harness import SandboxProcess
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.keys import ensure_own_key, own_key_path, their_key_path
from shebao.counterparties.medical.client import MedicalClient
from shebao.counterparties.national_pension.client import NationalPensionClient
from shebao.counterparties.person_messages import Feedback, parse_feedback
from shebao.counterparties.shared_data.client import SharedDataClient
from shebao.counterparties.signing import BadSignature, load_verifier, verify_request
from shebao.counterparties.wire import Malformed


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Receiver:
    """Takes feedback as the gateway would: verified, parsed, and then answered with 200; else 401 or 422."""

    keys: Path
    items: list[Feedback] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    broken: bool = False
    url: str = ""

    def take(self, sender: str, headers: dict[str, str], target: str, body: bytes) -> int:
        if self.broken:
            return 503
        try:
            verifier = load_verifier(their_key_path(self.keys, sender))
            origin = verify_request(headers, "POST", target, body, sender=sender, verifier=verifier, now=clock())
            batch = parse_feedback(body)
        except BadSignature as error:
            self.refused.append(error.code)
            return 401
        except Malformed as error:
            self.refused.append(str(error))
            return 422
        assert origin.nonce not in self.nonces
        self.nonces.add(origin.nonce)
        self.items.extend(batch.items)
        return 200

    def forget(self) -> None:
        self.items.clear()
        self.refused.clear()

    def wait_for(self, count: int, seconds: float = 20) -> list[Feedback]:
        wait_until(lambda: len(self.items) >= count, seconds)
        return self.items


def wait_until(true: Any, seconds: float = 20) -> None:
    ends = monotonic() + seconds
    while not true():
        assert monotonic() < ends, "waited in vain"
        sleep(0.02)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys")
    ensure_own_key(directory)
    return directory


@pytest.fixture(scope="session")
def one_receiver(keys: Path) -> Iterator[Receiver]:
    found = Receiver(keys)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = found.take(self.path.rpartition("/")[2], headers, self.path, body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 named so by http.server
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/gateway/"
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def one_sandbox(
    tmp_path_factory: pytest.TempPathFactory, keys: Path, one_receiver: Receiver
) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox"), keys, one_receiver.url) as process:
        yield process


@pytest.fixture
def sandbox(one_sandbox: SandboxProcess, one_receiver: Receiver) -> SandboxProcess:
    """The one process, having forgotten everything."""
    one_receiver.broken = False
    one_sandbox.reset()
    one_receiver.forget()
    return one_sandbox


@pytest.fixture
def receiver(sandbox: SandboxProcess, one_receiver: Receiver) -> Receiver:
    return one_receiver


def endpoint(name: str, sandbox: SandboxProcess, keys: Path, **more: Any) -> Endpoint:
    return Endpoint(name, sandbox.base_url, own_key_path(keys), their_key_path(keys, name), **more)


@pytest.fixture
def medical(sandbox: SandboxProcess, keys: Path) -> Iterator[MedicalClient]:
    with MedicalClient(endpoint("medical", sandbox, keys, read_timeout=1.0), clock) as client:
        yield client


@pytest.fixture
def shared_data(sandbox: SandboxProcess, keys: Path) -> Iterator[SharedDataClient]:
    with SharedDataClient(endpoint("shared_data", sandbox, keys), clock) as client:
        yield client


@pytest.fixture
def national_pension(sandbox: SandboxProcess, keys: Path) -> Iterator[NationalPensionClient]:
    with NationalPensionClient(endpoint("national_pension", sandbox, keys), clock) as client:
        yield client

"""Whatever comes back is sorted into one of three kinds of failure; nothing goes to a host that was not agreed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sandbox.harness import free_port
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.failures import Again, Failure, Misconfigured
from shebao.counterparties.keys import own_key_path, their_key_path
from shebao.counterparties.tests.conftest import clock
from shebao.counterparties.transport import Transport


@contextmanager
def server(status: int, headers: dict[str, str] | None = None, body: bytes = b"{}") -> Iterator[str]:
    """A server that answers everything with one unsigned reply."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 named so by http.server
            """Keep quiet."""

    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=found.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{found.server_address[1]}/"
    found.shutdown()
    found.server_close()


def failure(base_url: str, keys: Path, **more: Any) -> Failure:
    public = their_key_path(keys, "shebao")  # any key: none of these replies is signed
    transport = Transport(Endpoint("medical", base_url, own_key_path(keys), public, **more), clock)
    with pytest.raises(Failure) as caught:
        transport.post("/messages", {})
    transport.close()
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, "again") for status in (408, 425, 429, 500, 502, 503, 504)),
        *((status, "misconfigured") for status in (301, 302, 307, 308, 401, 403, 404, 405)),
    ],
)
def test_statuses_that_need_no_signature(status: int, kind: str, keys: Path) -> None:
    with server(status, {"location": "http://127.0.0.1:1/"}) as url:
        found = failure(url, keys)
    assert (found.kind, found.code, found.alarm) == (kind, f"status_{status}", False)


@pytest.mark.parametrize("status", [200, 400, 409, 413, 422])
def test_an_unsigned_reply_is_an_alarm_and_never_final(status: int, keys: Path) -> None:
    with server(status) as url:
        found = failure(url, keys)
    assert (found.kind, found.code, found.alarm) == ("again", "reply_missing", True)


def test_an_endless_reply_is_cut_off(keys: Path) -> None:
    with server(200, body=b"x" * 100_000) as url:
        found = failure(url, keys, max_reply_bytes=50_000)
    assert (found.kind, found.code) == ("again", "reply_too_large")


def test_nobody_there_means_again(keys: Path) -> None:
    found = failure(f"http://127.0.0.1:{free_port()}/", keys)
    assert (found.kind, found.code) == ("again", "no_connection")


def test_without_keys_operators_are_asked(keys: Path, tmp_path: Path) -> None:
    endpoint = Endpoint("medical", "http://127.0.0.1:1/", tmp_path / "absent", their_key_path(keys, "shebao"))
    with pytest.raises(Misconfigured, match="own_key"):
        Transport(endpoint, clock).post("/messages", {})


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "http://169.254.169.254/",
        "https://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://user:secret@127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//127.0.0.1/",
        "127.0.0.1:8009",
        "http://127.0.0.1/?a=1",
        "http://127.0.0.1/#a",
        "",
    ],
)
def test_addresses_that_were_not_agreed_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        Endpoint("medical", url, tmp_path, tmp_path).checked_base()


def test_plain_http_to_another_machine_is_refused_even_if_listed(tmp_path: Path) -> None:
    endpoint = Endpoint("medical", "http://ybj.example/", tmp_path, tmp_path, allowed_hosts=("ybj.example",))
    with pytest.raises(Misconfigured, match="scheme"):
        endpoint.checked_base()
    secure = Endpoint("medical", "https://ybj.example/api/", tmp_path, tmp_path, allowed_hosts=("ybj.example",))
    assert secure.checked_base() == "https://ybj.example/api"


def test_failures_say_what_to_do() -> None:
    found = Again("time_out", "medical")
    assert (str(found), found.kind, found.alarm) == ("time_out: medical", "again", False)
    assert str(Again("time_out")) == "time_out"

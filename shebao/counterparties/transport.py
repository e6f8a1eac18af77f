"""One signed call to a counterparty: bounded in time, size and connections, only to the agreed host, no redirects."""

import ssl
from collections.abc import Callable
from datetime import datetime
from functools import cache, cached_property
from secrets import token_hex
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from shebao.counterparties import wire
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.failures import Again, Failure, Misconfigured, Permanent
from shebao.counterparties.signing import (
    BadSignature,
    Reply,
    Request,
    Signer,
    Verifier,
    load_signer,
    load_verifier,
    request_headers,
    verify_reply,
)

Clock = Callable[[], datetime]

KEEP_CONNECTIONS_SECONDS = 3.0
"""Shorter than servers commonly keep an idle connection, so that we rarely write into a closed one."""
_TAKEN = (200, 409)
_LATER = (408, 425, 429)
_OUR_SIDE = (401, 403, 404, 405, 407, 421)


@cache
def _trusted() -> ssl.SSLContext:
    """Who may vouch for a host. Reading that takes longer than a call does, so once a process."""
    return httpx.create_ssl_context(trust_env=False)


class Transport:
    """The way to one counterparty. Threads may share it; close it at the end."""

    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self._endpoint, self._clock = endpoint, clock
        self._base = endpoint.checked_base()
        timeout = httpx.Timeout(endpoint.read_timeout, connect=endpoint.connect_timeout)
        limits = httpx.Limits(
            max_connections=endpoint.max_connections,
            max_keepalive_connections=endpoint.max_connections,
            keepalive_expiry=KEEP_CONNECTIONS_SECONDS,
        )
        self._client = httpx.Client(
            timeout=timeout,
            limits=limits,
            follow_redirects=False,
            trust_env=False,
            verify=_trusted(),
            headers={"accept-encoding": "identity", "user-agent": "shebao"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def post(self, path: str, document: Any) -> Any:
        """Send a document to `path` (as "/persons") and return the reply's, signature checked.

        Raises Again, Permanent or Misconfigured.
        """
        url = f"{self._base}/{self._endpoint.name}{path}"
        body = wire.write(document)
        request = Request("POST", urlsplit(url).path, self._endpoint.sender, self._endpoint.name, token_hex(16), body)
        status, headers, answer = self._sent(url, request)
        self._judge_status(status)
        self._believe(status, headers, answer, request.nonce)
        if status not in _TAKEN:
            raise Permanent(f"status_{status}", self._endpoint.name)
        try:
            return wire.read(answer)
        except wire.Malformed as error:
            raise self.unreadable(error) from error

    def unreadable(self, error: wire.Malformed) -> Again:
        """The failure to raise for a signed reply that does not have the agreed form."""
        return Again("reply_malformed", f"{self._endpoint.name}: {error}", alarm=True)

    def mismatched(self) -> Again:
        """The failure to raise for a reply to another question."""
        return Again("reply_mismatched", self._endpoint.name, alarm=True)

    @cached_property
    def _signer(self) -> Signer:
        return load_signer(self._endpoint.own_key_path)

    @cached_property
    def _verifier(self) -> Verifier:
        return load_verifier(self._endpoint.their_key_path)

    def _sent(self, url: str, request: Request) -> tuple[int, httpx.Headers, bytes]:
        headers = request_headers(request, self._signer, self._clock())
        try:
            with self._client.stream("POST", url, content=request.body, headers=headers) as reply:
                return reply.status_code, reply.headers, self._bounded(reply)
        except httpx.TimeoutException as error:
            raise Again("time_out", f"{self._endpoint.name}: {type(error).__name__}") from error
        except httpx.TransportError as error:
            raise Again("no_connection", f"{self._endpoint.name}: {type(error).__name__}") from error
        except httpx.DecodingError as error:
            raise Again("reply_malformed", self._endpoint.name, alarm=True) from error

    def _bounded(self, reply: httpx.Response) -> bytes:
        """The body, unless it grows too large or takes too long as a whole."""
        ends, chunks, size = monotonic() + self._endpoint.total_timeout, [], 0
        for chunk in reply.iter_raw():
            size += len(chunk)
            if size > self._endpoint.max_reply_bytes:
                raise Again("reply_too_large", self._endpoint.name, alarm=True)
            if monotonic() > ends:
                raise Again("time_out", self._endpoint.name)
            chunks.append(chunk)
        return b"".join(chunks)

    def _judge_status(self, status: int) -> None:
        """Raise for a status that needs no signature to be believed: it only makes us wait or ask an operator."""
        failure: type[Failure] | None = None
        if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in _LATER:
            failure = Again
        elif status in _OUR_SIDE or httpx.codes.MULTIPLE_CHOICES <= status < httpx.codes.BAD_REQUEST:
            failure = Misconfigured
        if failure is not None:
            raise failure(f"status_{status}", self._endpoint.name)

    def _believe(self, status: int, headers: httpx.Headers, body: bytes, nonce: str) -> None:
        reply = Reply(status, nonce, self._endpoint.name, self._endpoint.sender, body)
        try:
            verify_reply(headers, reply, verifier=self._verifier, now=self._clock())
        except BadSignature as error:
            raise Again(f"reply_{error.code}", self._endpoint.name, alarm=True) from error


class Client:
    """What the clients of all counterparties share: a transport, closed at the end of a `with` block."""

    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self._transport = Transport(endpoint, clock)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

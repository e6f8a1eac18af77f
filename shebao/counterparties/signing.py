"""Signatures of requests and replies: what is signed, and the provider that signs.

The algorithm is behind `Signer` and `Verifier`. Ed25519 is what `cryptography` offers; an SM2 provider (a certified
module or a signing server) implements the same two protocols and is chosen where the keys are loaded.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from shebao.counterparties.failures import Misconfigured

CONTENT_TYPE = "application/json; charset=utf-8"
MOST_SKEW_SECONDS = 300
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_NONCE = re.compile("[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class BadSignature(Exception):  # noqa: N818 reads better where it is raised
    """A message that must not be believed. `code` says which check it failed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Signer(Protocol):
    """Signs with our private key."""

    @property
    def key_id(self) -> str:
        """Which key, for the other side."""

    def sign(self, content: bytes) -> bytes:
        """The signature over the content."""


class Verifier(Protocol):
    """Checks with a counterparty's public key."""

    @property
    def key_id(self) -> str:
        """Which key."""

    def verify(self, signature: bytes, content: bytes) -> None:
        """Raise BadSignature unless the signature fits."""


def ed25519_key_id(key: Ed25519PublicKey) -> str:
    """First 16 hex digits of sha256 over the raw public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


class Ed25519Signer:
    """Signs with Ed25519."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.key_id = ed25519_key_id(key.public_key())

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)


class Ed25519Verifier:
    """Checks Ed25519 signatures."""

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._key = key
        self.key_id = ed25519_key_id(key)

    def verify(self, signature: bytes, content: bytes) -> None:
        try:
            self._key.verify(signature, content)
        except InvalidSignature as error:
            raise BadSignature("signature") from error


def load_signer(path: Path) -> Signer:
    """Read our private key. Raises Misconfigured if the file is missing or not such a key."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Misconfigured("own_key", path.name) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Misconfigured("own_key", path.name)
    return Ed25519Signer(key)


def load_verifier(path: Path) -> Verifier:
    """Read a counterparty's public key. Raises Misconfigured if the file is missing or not such a key."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Misconfigured("their_key", path.name) from error
    if not isinstance(key, Ed25519PublicKey):
        raise Misconfigured("their_key", path.name)
    return Ed25519Verifier(key)


@dataclass(frozen=True, slots=True)
class Request:
    """What is signed of a request: method, path with query, sender, receiver, nonce, body."""

    method: str
    target: str
    sender: str
    receiver: str
    nonce: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is signed of a reply: status, the nonce of the request it answers, sender, receiver, body."""

    status: int
    nonce: str
    sender: str
    receiver: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a verified request came from. The caller stores the nonce and refuses one that it has seen."""

    sender: str
    key_id: str
    timestamp: datetime
    nonce: str


def request_headers(request: Request, signer: Signer, now: datetime) -> dict[str, str]:
    """The headers to send with a request."""
    headers = _names(request.sender, request.receiver, signer.key_id, now)
    headers["x-shebao-nonce"] = request.nonce
    return _sealed(headers, _request_lines(request, headers), request.body, signer)


def reply_headers(reply: Reply, signer: Signer, now: datetime) -> dict[str, str]:
    """The headers to send with a reply."""
    headers = _names(reply.sender, reply.receiver, signer.key_id, now)
    return _sealed(headers, _reply_lines(reply, headers), reply.body, signer)


def verify_request(  # noqa: PLR0913 every argument is something that must fit
    headers: Mapping[str, str],
    method: str,
    target: str,
    body: bytes,
    *,
    sender: str,
    receiver: str = "shebao",
    verifier: Verifier,
    now: datetime,
) -> Origin:
    """Check a request that claims to come from `sender`.

    headers: looked up by lower-case name. target: path with query as sent. now: aware.
    Raises BadSignature: nonce, content_type, or what `_check` says.
    """
    nonce = headers.get("x-shebao-nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise BadSignature("nonce")
    request = Request(method, target, sender, receiver, nonce, body)
    timestamp = _check(headers, request, _request_lines(request, headers), verifier, now)
    return Origin(sender, verifier.key_id, timestamp, nonce)


def verify_reply(headers: Mapping[str, str], reply: Reply, *, verifier: Verifier, now: datetime) -> None:
    """Check a reply. Raises BadSignature."""
    _check(headers, reply, _reply_lines(reply, headers), verifier, now)


def _check(
    headers: Mapping[str, str], message: Request | Reply, lines: list[str], verifier: Verifier, now: datetime
) -> datetime:
    """The message's time, if everything fits.

    Raises BadSignature with code missing, sender, receiver, key, content_type, signature or time.
    """
    if not headers.get("x-shebao-signature"):
        raise BadSignature("missing")
    expected = {
        "sender": ("x-shebao-sender", message.sender),
        "receiver": ("x-shebao-receiver", message.receiver),
        "key": ("x-shebao-key", verifier.key_id),
        "content_type": ("content-type", CONTENT_TYPE),
    }
    for code, (name, value) in expected.items():
        if headers.get(name) != value:
            raise BadSignature(code)
    verifier.verify(_decoded(headers["x-shebao-signature"]), _canonical(lines, message.body))
    return _timely(headers.get("x-shebao-timestamp", ""), now)


def _decoded(signature: str) -> bytes:
    try:
        return b64decode(signature, validate=True)
    except ValueError as error:
        raise BadSignature("signature") from error


def _timely(told: str, now: datetime) -> datetime:
    if not _TIME.fullmatch(told):
        raise BadSignature("time")
    try:
        timestamp = datetime.strptime(told, _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadSignature("time") from error
    if abs((now - timestamp).total_seconds()) > MOST_SKEW_SECONDS:
        raise BadSignature("time")
    return timestamp


def _names(sender: str, receiver: str, key_id: str, now: datetime) -> dict[str, str]:
    return {
        "x-shebao-sender": sender,
        "x-shebao-receiver": receiver,
        "x-shebao-key": key_id,
        "x-shebao-timestamp": now.astimezone(UTC).strftime(_TIME_FORMAT),
        "content-type": CONTENT_TYPE,
    }


def _request_lines(request: Request, headers: Mapping[str, str]) -> list[str]:
    head = ["shebao-request-1", request.method, request.target, request.sender, request.receiver]
    return [*head, headers.get("x-shebao-key", ""), headers.get("x-shebao-timestamp", ""), request.nonce, CONTENT_TYPE]


def _reply_lines(reply: Reply, headers: Mapping[str, str]) -> list[str]:
    head = ["shebao-reply-1", str(reply.status), reply.nonce, reply.sender, reply.receiver]
    return [*head, headers.get("x-shebao-key", ""), headers.get("x-shebao-timestamp", ""), CONTENT_TYPE]


def _sealed(headers: dict[str, str], lines: list[str], body: bytes, signer: Signer) -> dict[str, str]:
    headers["x-shebao-signature"] = b64encode(signer.sign(_canonical(lines, body))).decode("ascii")
    return headers


def _canonical(lines: list[str], body: bytes) -> bytes:
    return "\n".join([*lines, sha256(body).hexdigest()]).encode("utf-8", "surrogatepass")

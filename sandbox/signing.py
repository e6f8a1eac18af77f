"""Signatures as the wire format describes them, written for this program alone."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CONTENT_TYPE = "application/json; charset=utf-8"
PLATFORM = "shebao"
MOST_SKEW_SECONDS = 300
_NONCE = re.compile("[0-9a-f]{32}")


class Refused(Exception):  # noqa: N818 reads better where it is raised
    """A request whose signature, sender, time or nonce is not in order."""


def key_id(key: Ed25519PublicKey) -> str:
    """First 16 hex digits of the hash of the raw public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def stamp(now: datetime) -> str:
    """Time as the headers carry it."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def verify(
    headers: Mapping[str, str], method: str, target: str, body: bytes, receiver: str, key: Ed25519PublicKey
) -> str:
    """Check a request of the platform; returns its nonce. Raises Refused."""
    sender, nonce = headers.get("x-shebao-sender", ""), headers.get("x-shebao-nonce", "")
    if (sender, headers.get("x-shebao-receiver"), headers.get("x-shebao-key")) != (PLATFORM, receiver, key_id(key)):
        raise Refused("sender, receiver or key")
    if not _NONCE.fullmatch(nonce):
        raise Refused("nonce")
    timestamp = headers.get("x-shebao-timestamp", "")
    content_type = headers.get("content-type", "")
    parts = ["shebao-request-1", method, target, sender, receiver, key_id(key), timestamp, nonce, content_type]
    try:
        key.verify(b64decode(headers.get("x-shebao-signature", "")), _canonical(parts, body))
        told = datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (InvalidSignature, ValueError) as error:
        raise Refused("signature") from error
    if abs((datetime.now(UTC) - told).total_seconds()) > MOST_SKEW_SECONDS:
        raise Refused("time")
    return nonce


def request_headers(
    key: Ed25519PrivateKey, sender: str, target: str, body: bytes, *, late_by: int = 0
) -> dict[str, str]:
    """Headers of a POST to the platform. `late_by` seconds makes the time stamp that old."""
    headers, parts = _begin(key, sender, late_by)
    headers["x-shebao-nonce"] = token_hex(16)
    line = ["shebao-request-1", "POST", target, *parts, headers["x-shebao-nonce"], CONTENT_TYPE]
    return _sealed(key, headers, line, body)


def reply_headers(
    key: Ed25519PrivateKey, sender: str, status: int, nonce: str, body: bytes, *, late_by: int = 0
) -> dict[str, str]:
    """Headers of the reply to the request that carried `nonce`."""
    headers, parts = _begin(key, sender, late_by)
    return _sealed(key, headers, ["shebao-reply-1", str(status), nonce, *parts, CONTENT_TYPE], body)


def _begin(key: Ed25519PrivateKey, sender: str, late_by: int) -> tuple[dict[str, str], list[str]]:
    timestamp = stamp(datetime.now(UTC) - timedelta(seconds=late_by))
    parts = [sender, PLATFORM, key_id(key.public_key()), timestamp]
    names = ("x-shebao-sender", "x-shebao-receiver", "x-shebao-key", "x-shebao-timestamp")
    return {**dict(zip(names, parts, strict=True)), "content-type": CONTENT_TYPE}, parts


def _sealed(key: Ed25519PrivateKey, headers: dict[str, str], parts: list[str], body: bytes) -> dict[str, str]:
    headers["x-shebao-signature"] = b64encode(key.sign(_canonical(parts, body))).decode()
    return headers


def _canonical(parts: list[str], body: bytes) -> bytes:
    return "\n".join([*parts, sha256(body).hexdigest()]).encode()

"""A message is believed only if every byte that matters is the one that was signed."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shebao.counterparties.failures import Misconfigured
from shebao.counterparties.keys import ensure_own_key, own_key_path, their_key_path
from shebao.counterparties.signing import (
    BadSignature,
    Ed25519Signer,
    Ed25519Verifier,
    Reply,
    Request,
    load_signer,
    load_verifier,
    reply_headers,
    request_headers,
    verify_reply,
    verify_request,
)

NOW = datetime(2026, 11, 23, 6, 40, 5, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
SIGNER, VERIFIER = Ed25519Signer(KEY), Ed25519Verifier(KEY.public_key())
OTHER = Ed25519Signer(Ed25519PrivateKey.from_private_bytes(b"o" * 32))
BODY = '{"items":[],"姓名":"𠮷㛃"}'.encode()
NONCE = "0123456789abcdef" * 2


def signed(signer: Ed25519Signer = SIGNER, **changed: Any) -> dict[str, Any]:
    """What arrives: headers, and the request line and body they came with."""
    facts = {
        "method": "POST",
        "target": "/gateway/medical?a=1",
        "sender": "medical",
        "receiver": "shebao",
        "nonce": NONCE,
    }
    request = Request(**{**facts, "body": BODY, **changed})
    return {
        "headers": request_headers(request, signer, NOW),
        "method": request.method,
        "target": request.target,
        "body": request.body,
    }


def check(arrived: dict[str, Any], now: datetime = NOW) -> Any:
    return verify_request(**arrived, sender="medical", verifier=VERIFIER, now=now)


def test_what_was_signed_is_believed() -> None:
    origin = check(signed())
    assert (origin.sender, origin.nonce, origin.timestamp, origin.key_id) == ("medical", NONCE, NOW, SIGNER.key_id)


def header(name: str, value: Callable[[str], str]) -> Callable[[dict[str, Any]], None]:
    def change(arrived: dict[str, Any]) -> None:
        arrived["headers"][name] = value(arrived["headers"][name])

    return change


def flip_signature(told: str) -> str:
    raw = bytearray(b64decode(told))
    raw[7] ^= 1
    return b64encode(raw).decode()


MUTATIONS: dict[str, Callable[[dict[str, Any]], None]] = {
    "a bit of the body": lambda arrived: arrived.update(body=bytes([arrived["body"][0] ^ 1]) + arrived["body"][1:]),
    "a blank after the body": lambda arrived: arrived.update(body=arrived["body"] + b" "),
    "no body": lambda arrived: arrived.update(body=b""),
    "another method": lambda arrived: arrived.update(method="PUT"),
    "another path": lambda arrived: arrived.update(target="/gateway/national_pension?a=1"),
    "another query": lambda arrived: arrived.update(target="/gateway/medical?a=2"),
    "another sender": header("x-shebao-sender", lambda _: "national_pension"),
    "another receiver": header("x-shebao-receiver", lambda _: "medical"),
    "another time": header("x-shebao-timestamp", lambda _: "2026-11-23T06:40:06Z"),
    "a time of another form": header("x-shebao-timestamp", lambda _: "2026-11-23 06:40:05"),
    "another nonce": header("x-shebao-nonce", lambda _: "f" * 32),
    "an empty nonce": header("x-shebao-nonce", lambda _: ""),
    "another key id": header("x-shebao-key", lambda _: OTHER.key_id),
    "another content type": header("content-type", lambda _: "application/json; charset=gbk"),
    "a bit of the signature": header("x-shebao-signature", flip_signature),
    "a signature cut short": header("x-shebao-signature", lambda told: told[:-4]),
    "a signature that is no base64": header("x-shebao-signature", lambda _: "私"),
    "no signature": header("x-shebao-signature", lambda _: ""),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_is_refused(mutation: str) -> None:
    arrived = signed()
    MUTATIONS[mutation](arrived)
    with pytest.raises(BadSignature):
        check(arrived)


def test_another_key_is_refused_even_under_the_right_key_id() -> None:
    arrived = signed(OTHER)
    arrived["headers"]["x-shebao-key"] = SIGNER.key_id
    with pytest.raises(BadSignature, match="signature"):
        check(arrived)


def test_a_message_signed_for_another_receiver_is_refused() -> None:
    with pytest.raises(BadSignature, match="receiver"):
        check(signed(receiver="national_pension"))


@pytest.mark.parametrize(
    ("seconds", "believed"), [(-301, False), (-300, True), (300, True), (301, False), (86_400, False)]
)
def test_time_may_be_five_minutes_off(seconds: int, believed: bool) -> None:
    now = NOW + timedelta(seconds=seconds)
    if believed:
        assert check(signed(), now).timestamp == NOW
    else:
        with pytest.raises(BadSignature, match="time"):
            check(signed(), now)


@given(st.dictionaries(st.sampled_from([*signed()["headers"], "x-other"]), st.text()), st.binary())
def test_noise_is_refused_and_nothing_else_happens(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(BadSignature):
        check({"headers": headers, "method": "POST", "target": "/gateway/medical", "body": body})


def reply(**changed: Any) -> Reply:
    facts: dict[str, Any] = {"status": 200, "nonce": NONCE, "sender": "medical", "receiver": "shebao", "body": BODY}
    return Reply(**{**facts, **changed})


def test_a_reply_counts_for_its_own_request_and_status_only() -> None:
    headers = reply_headers(reply(), SIGNER, NOW)
    verify_reply(headers, reply(), verifier=VERIFIER, now=NOW)
    for other in (reply(nonce="f" * 32), reply(status=409), reply(body=b"{}"), reply(receiver="medical")):
        with pytest.raises(BadSignature):
            verify_reply(headers, other, verifier=VERIFIER, now=NOW)


def test_a_request_is_no_reply() -> None:
    with pytest.raises(BadSignature, match="signature"):
        verify_reply(signed()["headers"], reply(), verifier=VERIFIER, now=NOW)


def test_keys_are_made_once_for_their_owner_only_and_fit_each_other(tmp_path: Path) -> None:
    path = ensure_own_key(tmp_path)
    before = path.read_bytes()
    assert ensure_own_key(tmp_path) == own_key_path(tmp_path) == path
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_signer(path).key_id == load_verifier(their_key_path(tmp_path, "shebao")).key_id
    assert sorted(file.name for file in tmp_path.iterdir()) == ["shebao.key.pem", "shebao.pub.pem"]


def test_a_missing_or_wrong_key_file_is_a_matter_for_operators(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("nothing")
    for path in (tmp_path / "absent.pem", wrong):
        with pytest.raises(Misconfigured, match="own_key"):
            load_signer(path)
        with pytest.raises(Misconfigured, match="their_key"):
            load_verifier(path)

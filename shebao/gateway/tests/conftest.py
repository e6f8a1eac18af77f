"""Keys of the counterparties, and calls signed as they sign them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from sandbox.keys import ensure_keys, load_private
from sandbox.signing import request_headers
from shebao.counterparties import wire

PATH = "/gateway/medical"


def item(**changed: Any) -> dict[str, Any]:
    """One answer as a counterparty sends it."""
    told = {"feedback_id": str(uuid4()), "in_reply_to": str(uuid4()), "person_key": "P1", "outcome": "success"}
    return {**told, "reason_code": None, "reason_text": None, "at": "2026-11-23T06:40:05Z", **changed}


def batch(*items: dict[str, Any]) -> bytes:
    """A body with these answers."""
    return wire.write({"batch_id": str(uuid4()), "items": list(items)})


@dataclass
class Caller:
    """Calls the gateway as a counterparty does."""

    keys: Path

    def headers(self, body: bytes, path: str = PATH, name: str = "medical", **more: Any) -> dict[str, str]:
        return request_headers(load_private(self.keys / f"{name}.key.pem"), name, path, body, **more)

    def post(self, body: bytes, headers: dict[str, str] | None = None, path: str = PATH) -> Any:
        sent = self.headers(body, path) if headers is None else dict(headers)
        content_type = sent.pop("content-type", "")
        return Client().post(path, body, content_type=content_type, headers=sent)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys")
    ensure_keys(directory)
    return directory


@pytest.fixture
def caller(db: None, keys: Path, settings: Settings) -> Caller:
    settings.ROOT_URLCONF = "shebao.gateway.tests.addresses"
    settings.KEYS = str(keys)
    return Caller(keys)

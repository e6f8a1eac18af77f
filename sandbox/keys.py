"""Signing keys of the counterparties: one Ed25519 pair each, as PEM files in a directory."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

COUNTERPARTIES = ("medical", "national_pension", "shared_data", "tax", "bank", "card_maker")


def ensure_keys(directory: Path) -> list[Path]:
    """Make the missing pairs; what exists stays. Returns the private key files, readable by their owner only."""
    directory.mkdir(parents=True, exist_ok=True)
    return [_ensure_pair(directory, name) for name in COUNTERPARTIES]


def _ensure_pair(directory: Path, name: str) -> Path:
    private_path = directory / f"{name}.key.pem"
    if not private_path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(private_path, pem, 0o600)
    public = load_private(private_path).public_key()
    _write(directory / f"{name}.pub.pem", public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return private_path


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write whole or not at all: another process may be starting on the same directory."""
    if path.exists():
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    try:
        os.link(part, path)
    except FileExistsError:
        pass  # the other process was first; its key counts
    finally:
        part.unlink()


def load_private(path: Path) -> Ed25519PrivateKey:
    """Read a private key file."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def load_public(path: Path) -> Ed25519PublicKey:
    """Read a public key file."""
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key

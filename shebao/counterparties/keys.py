"""The platform's own signing key for development: `python -m shebao.counterparties.keys DIR`.

In operation the keys come from the authority that issues them; then nothing here is called.
"""

import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

PLATFORM = "shebao"


def own_key_path(directory: Path) -> Path:
    """Where the platform's private key lies."""
    return directory / f"{PLATFORM}.key.pem"


def their_key_path(directory: Path, counterparty: str) -> Path:
    """Where a counterparty's public key lies."""
    return directory / f"{counterparty}.pub.pem"


def ensure_own_key(directory: Path) -> Path:
    """Make the platform's pair if it is missing; returns the private key's file (readable by its owner only)."""
    directory.mkdir(parents=True, exist_ok=True)
    path = own_key_path(directory)
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_once(path, pem, 0o600)
    public = Ed25519PrivateKey.from_private_bytes(_raw(path)).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write_once(their_key_path(directory, PLATFORM), pem, 0o644)
    return path


def _raw(path: Path) -> bytes:
    from_file = load_pem_private_key(path.read_bytes(), password=None)
    return from_file.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def _write_once(path: Path, content: bytes, mode: int) -> None:
    """Write whole or not at all, and never over a file: several processes may start on the same directory."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
    try:
        os.link(part, path)
    except FileExistsError:
        pass  # the file that was there first counts
    finally:
        part.unlink()


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_own_key(Path(sys.argv[1]))}\n")

"""The file store: bytes under random names in a folder outside of the web root.

A file is sealed (made read-only) when the transaction that wrote it holds. What stays unsealed belongs to nothing.
"""

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.db import transaction

from shebao.kernel.errors import Invalid, Unavailable

CHUNK = 1024 * 1024
NAME_BYTES = 20
OPEN, SEALED = 0o600, 0o400


class Written(NamedTuple):
    """What was written: ``path`` below the store, ``size`` in bytes, hexadecimal SHA-256."""

    path: str
    size: int
    sha256: str


class TooLarge(Invalid):
    """The upload is over its limit; nothing was kept."""

    code = "file_too_large"
    message = "文件超过了允许的大小。"
    remedy = "请压缩或拆分后再上传。"
    status = 413


class Missing(Unavailable):
    """The register knows the file, the store does not have it."""

    code = "file_missing"
    message = "文件暂时无法读取。"


def root() -> Path:
    """The folder of the store."""
    return Path(settings.FILE_STORE)


def locate(path: str) -> Path:
    """Where a stored file lies; ValueError if ``path`` leads out of the store."""
    base = root().resolve()
    full = (base / path).resolve()
    if not full.is_relative_to(base) or full == base:
        raise ValueError("path leads out of the file store")
    return full


def write(source: BinaryIO, *, max_bytes: int) -> Written:
    """Copy ``source`` from its start into the store, durably; TooLarge beyond ``max_bytes``. Sealed at commit."""
    name = secrets.token_hex(NAME_BYTES)
    path = f"{name[:2]}/{name[2:]}"
    full = root() / path
    full.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _whole_or_nothing(full) as target:
        source.seek(0)
        size, digest = _copy(source, target, max_bytes)
    transaction.on_commit(partial(full.chmod, SEALED), robust=True)
    return Written(path, size, digest)


def remove(path: str) -> None:
    """Delete a stored file, if it is there."""
    locate(path).unlink(missing_ok=True)


def unsealed(before: datetime) -> Iterator[str]:
    """The paths of files written before a moment whose transaction did not hold, as far as is known; half ones too."""
    base = root()
    for full in base.glob("*/*"):
        try:
            found = full.lstat()
        except FileNotFoundError:  # somebody else has removed it meanwhile
            continue
        if stat.S_ISREG(found.st_mode) and found.st_mode & stat.S_IWUSR and found.st_mtime < before.timestamp():
            yield str(full.relative_to(base))


def read(path: str) -> BinaryIO:
    """Open a stored file; Missing if the store does not have it."""
    try:
        return locate(path).open("rb")
    except OSError as error:
        raise Missing from error


def copy(source: BinaryIO, target: BinaryIO, most: int) -> None:
    """Copy at most ``most`` bytes of ``source`` from its start."""
    source.seek(0)
    left = most
    while left > 0 and (chunk := source.read(min(CHUNK, left))):
        target.write(chunk)
        left -= len(chunk)


@contextmanager
def _whole_or_nothing(full: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when all of it is on the disk."""
    half = full.with_name(f".{full.name}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OPEN)
    try:
        with os.fdopen(descriptor, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        half.rename(full)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _copy(source: BinaryIO, target: BinaryIO, max_bytes: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge
        digest.update(chunk)
        target.write(chunk)
    return size, digest.hexdigest()

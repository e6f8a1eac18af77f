"""An archive of photos that nobody trusts: looked through before anything is unpacked, then read one by one."""

import os
import struct
import zipfile
import zlib
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from shebao.documents.archives import directory_of, leads_out
from shebao.documents.photos.limits import MEBIBYTE, PhotoLimits
from shebao.documents.photos.naming import is_left_behind
from shebao.documents.photos.opening import KILOBYTE, kind_of
from shebao.documents.photos.verdicts import PhotoRefused

_MAGIC: Final = b"PK"
_DIRECTORY_BYTES_PER_ENTRY: Final = 1024
_ENTRIES_PER_PHOTO: Final = 3
"""Folders and what systems leave behind may stand in an archive besides the photos."""
_UTF_8: Final = 0x800
_ENCRYPTED: Final = 0x1
_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NESTED: Final = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_KINDS: Final = {".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".jfif": "jpeg", ".png": "png"}
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ValueError, OverflowError, NotImplementedError, RuntimeError, struct.error,
    EOFError, OSError,
)  # fmt: skip


def open_archive(source: BinaryIO, limits: PhotoLimits) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The archive and its photos, in order. PhotoRefused if it cannot be taken as a whole."""
    _check_file(source, limits)
    try:
        archive = zipfile.ZipFile(source)
        entries = archive.infolist()
        photos = [entry for entry in entries if not is_left_behind(name_of(entry))]
    except _BROKEN as broken:
        raise PhotoRefused("archive_damaged") from broken
    _check_entries(entries, limits)
    if not photos:
        raise PhotoRefused("archive_empty")
    if len(photos) > limits.photos:
        raise PhotoRefused("archive_too_many", {"count": len(photos), "limit": limits.photos})
    return archive, photos


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: Unicode where it says so, else UTF-8 or the encoding of Chinese Windows (GBK)."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_kilobytes: int) -> bytes:
    """The bytes of one photo; PhotoRefused if it is too large, broken or no photo by its name."""
    suffix = PurePosixPath(name_of(entry).lower()).suffix
    if suffix in _NESTED:
        raise PhotoRefused("nested_archive")
    kilobytes = entry.file_size // KILOBYTE
    if kilobytes > most_kilobytes:
        raise PhotoRefused("file_too_large", {"size": kilobytes, "limit": most_kilobytes})
    try:
        with archive.open(entry) as stream:
            content = stream.read(most_kilobytes * KILOBYTE + 1)
    except _BROKEN as broken:
        raise PhotoRefused("member_damaged") from broken
    return _as_named(content, suffix)


def _check_file(source: BinaryIO, limits: PhotoLimits) -> None:
    size = source.seek(0, os.SEEK_END)
    if not size:
        raise PhotoRefused("empty")
    if size > limits.archive_bytes:
        params = {"size": size // MEBIBYTE, "limit": limits.archive_bytes // MEBIBYTE}
        raise PhotoRefused("archive_too_large", params)
    source.seek(0)
    start = source.read(16)
    if not start.startswith(_MAGIC):
        raise PhotoRefused("no_archive", {"found": kind_of(start).upper()} if kind_of(start) else {})
    directory = directory_of(source)
    if directory is None:
        raise PhotoRefused("archive_damaged")
    most = limits.photos * _ENTRIES_PER_PHOTO
    if directory.entries > most or directory.bytes > most * _DIRECTORY_BYTES_PER_ENTRY:
        raise PhotoRefused("archive_too_many", {"count": directory.entries, "limit": limits.photos})


def _check_entries(entries: list[zipfile.ZipInfo], limits: PhotoLimits) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise PhotoRefused("archive_encrypted")
    if any(leads_out(entry.orig_filename) or entry.compress_type not in _PACKED for entry in entries):
        raise PhotoRefused("archive_suspicious")
    if _overlap(entries) or sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise PhotoRefused("archive_bomb")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, which makes much out of little."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _as_named(content: bytes, suffix: str) -> bytes:
    """The content, if it is what the extension says; what is no photo at all is judged by its content."""
    kind = kind_of(content)
    if kind in _KINDS.values() and kind != _KINDS.get(suffix):
        raise PhotoRefused("disguised", {"extension": suffix, "found": kind.upper()})
    return content

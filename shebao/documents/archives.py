"""What can be said about a zip file before anything is unpacked."""

import os
import struct
from typing import BinaryIO, Final, NamedTuple

_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_END_FIELDS: Final = struct.Struct("<4s4H2LH")
_LONGEST_END: Final = _END_FIELDS.size + 0xFFFF


class Directory(NamedTuple):
    """The list of contents as the end of the file states it: how many entries, in how many bytes."""

    entries: int
    bytes: int


def directory_of(source: BinaryIO) -> Directory | None:
    """The size of the list of contents, without reading it: a list of a million entries is a bomb by itself.

    None if the file has none, so that it is no archive or only the first part of one.
    """
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - _LONGEST_END))
    tail = source.read(_LONGEST_END)
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) - at < _END_FIELDS.size:
        return None
    fields = _END_FIELDS.unpack_from(tail, at)
    return Directory(fields[4], fields[5])


def leads_out(name: str) -> bool:
    """Whether the name of an entry, unpacked without thought, would land outside of its folder."""
    path = name.replace("\\", "/")
    parts = path.split("/")
    return path.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in path

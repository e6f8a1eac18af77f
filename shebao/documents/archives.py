"""What can be said about a zip file before anything is unpacked."""

import os
import struct
from typing import BinaryIO, Final, NamedTuple

_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_END_FIELDS: Final = struct.Struct("<4s4H2LH")
_LONGEST_END: Final = _END_FIELDS.size + 0xFFFF
_LARGE_END: Final = b"PK\x06\x06"
_LARGE_END_FIELDS: Final = struct.Struct("<4sQ2H2L4Q")
_LARGE_END_AT: Final = b"PK\x06\x07"
_LARGE_END_AT_FIELDS: Final = struct.Struct("<4sLQL")
"""Of ZIP64: where a second end stands, which takes the place of the first whatever that says."""


class Directory(NamedTuple):
    """The list of contents as the end of the file states it: how many entries, in how many bytes."""

    entries: int
    bytes: int


def directory_of(source: BinaryIO) -> Directory | None:
    """The size of the list of contents, without reading it: a list of a million entries is a bomb by itself.

    None if the file has none, so that it is no archive or only the first part of one.
    """
    start = max(0, source.seek(0, os.SEEK_END) - _LONGEST_END)
    source.seek(start)
    tail = source.read(_LONGEST_END)
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) - at < _END_FIELDS.size:
        return None
    fields = _END_FIELDS.unpack_from(tail, at)
    return _large_directory(source, start + at) or Directory(fields[4], fields[5])


def _large_directory(source: BinaryIO, end: int) -> Directory | None:
    """What the end of ZIP64 before the usual end states, wherever a reader may look for it: the most of it."""
    at = end - _LARGE_END_AT_FIELDS.size
    locator = _fields(source, at, _LARGE_END_AT_FIELDS, _LARGE_END_AT)
    if locator is None:
        return None
    places = (at - _LARGE_END_FIELDS.size, locator[2])
    ends = [one for place in places if (one := _fields(source, place, _LARGE_END_FIELDS, _LARGE_END))]
    return Directory(max(one[7] for one in ends), max(one[8] for one in ends)) if ends else None


def _fields(source: BinaryIO, at: int, form: struct.Struct, mark: bytes) -> tuple[int, ...] | None:
    """A record of the file, if it stands there."""
    if not 0 <= at <= source.seek(0, os.SEEK_END) - form.size:
        return None
    source.seek(at)
    fields = form.unpack(source.read(form.size))
    return fields if fields[0] == mark else None


def leads_out(name: str) -> bool:
    """Whether the name of an entry, unpacked without thought, would land outside of its folder."""
    path = name.replace("\\", "/")
    parts = path.split("/")
    return path.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in path

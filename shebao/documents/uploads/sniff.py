"""What an attachment claims to be by its name, and what its first and last bytes say."""

import unicodedata
from pathlib import PurePath
from typing import BinaryIO, Final, Literal

from shebao.documents.uploads.problems import UploadRefused

Kind = Literal["pdf", "jpeg", "png"]

_BY_EXTENSION: Final[dict[str, Kind]] = {".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png"}
_MAGIC: Final[dict[Kind, bytes]] = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_RUNNABLE: Final = frozenset(
    {
        ".asp",
        ".aspx",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".dll",
        ".exe",
        ".hta",
        ".htm",
        ".html",
        ".jar",
        ".js",
        ".jsp",
        ".lnk",
        ".mht",
        ".msi",
        ".php",
        ".pif",
        ".ps1",
        ".py",
        ".reg",
        ".scr",
        ".sh",
        ".svg",
        ".swf",
        ".vbe",
        ".vbs",
        ".wsf",
        ".xhtml",
        ".xml",
        ".xsl",
    }
)
_LONGEST_NAME: Final = 200
# Where another format may hide inside a PDF: marks of files that are found by their start or their end.
_FOREIGN_STARTS: Final = (b"PK\x03\x04", b"MZ", b"<html", b"<!doctype", b"<?php", b"<script", b"GIF8", b"Rar!")
_END_WINDOW: Final = 2048
_END_OF_PDF: Final = b"%%EOF"
_END_OF_ZIP: Final = b"PK\x05\x06"


def kind_by_name(filename: str) -> Kind:
    """The kind that the extension claims; UploadRefused for other kinds and for deceptive names."""
    _check_name(filename)
    suffixes = [suffix.lower() for suffix in PurePath(filename).suffixes]
    kind = _BY_EXTENSION.get(suffixes[-1]) if suffixes else None
    if kind is None:
        raise UploadRefused("wrong_type")
    if any(suffix in _RUNNABLE for suffix in suffixes[:-1]):
        raise UploadRefused("bad_name")
    return kind


def _check_name(filename: str) -> None:
    """Refuse paths, and characters that make a name read otherwise than it is (controls, bidi marks)."""
    invisible = any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in filename)
    if invisible or "/" in filename or "\\" in filename or not 0 < len(filename) <= _LONGEST_NAME:
        raise UploadRefused("bad_name")


def check_content(source: BinaryIO, kind: Kind, extension: str) -> None:
    """Refuse a file whose bytes do not agree with its kind, or that is two things at once."""
    source.seek(0)
    start = source.read(1024)
    if not start.startswith(_MAGIC[kind]) or (kind == "pdf" and _is_polyglot_pdf(source, start)):
        raise UploadRefused("wrong_content", {"extension": extension})


def _is_polyglot_pdf(source: BinaryIO, start: bytes) -> bool:
    """A PDF is kept byte by byte (it may be signed), so nothing else may stand around it."""
    size = source.seek(0, 2)
    source.seek(max(0, size - _END_WINDOW))
    tail = source.read()
    first_line = start.split(b"\n", 1)[-1].lower()
    foreign = any(first_line.startswith(mark.lower()) for mark in _FOREIGN_STARTS)
    after = tail.rpartition(_END_OF_PDF)[2] if _END_OF_PDF in tail else b"missing"
    return foreign or _END_OF_ZIP in tail or bool(after.strip(b"\x00\r\n\t "))

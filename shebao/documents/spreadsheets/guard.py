"""What kind of file was sent, and whether its archive is honest, before anything is unpacked."""

import io
import struct
import zipfile
from pathlib import PurePath
from typing import BinaryIO, Final, Literal

from shebao.documents.archives import directory_of, leads_out
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused

Kind = Literal["xlsx", "csv"]

ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIRECTORY_BYTES_PER_ENTRY: Final = 1024
# Small parts compress well by nature; the ratio means something only from here on.
_RATIO_FLOOR: Final = 4 * 1024 * 1024
_DEFLATED_OR_STORED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG: Final = 0x1
_BINARY_STARTS: Final = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")
_ARCHIVE_ENDINGS: Final = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".jar")


def size_in_words(size: int) -> str:
    """A number of bytes as people read it: ``3.2 MB``."""
    return f"{size / 1024 / 1024:.1f} MB"


def kind_by_name(filename: str) -> Kind:
    """The kind that the extension claims; SpreadsheetRefused if it is neither .xlsx nor .csv."""
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".xlsx":
        return "xlsx"
    if suffix == ".csv":
        return "csv"
    known = {".xls": "old_excel", ".xlsm": "macros", ".xltm": "macros", ".xlsb": "xlsb", ".ods": "ods"}
    code = known.get(suffix, "wrong_extension")
    raise SpreadsheetRefused(code, {"name": PurePath(filename).name})


def check_size(size: int, limits: Limits) -> None:
    """Refuse an empty or too large file."""
    if size == 0:
        raise SpreadsheetRefused("file_empty")
    if size > limits.file_bytes:
        params = {"size": size_in_words(size), "limit": size_in_words(limits.file_bytes)}
        raise SpreadsheetRefused("file_too_large", params)


def check_content(source: BinaryIO, kind: Kind) -> None:
    """Refuse a file whose first bytes do not agree with its kind, telling the usual mistakes apart."""
    source.seek(0)
    start = source.read(512)
    if start.startswith(OLE_MAGIC):
        raise SpreadsheetRefused(_kind_of_ole(source))
    is_zip = start.startswith(ZIP_MAGIC)
    if kind == "xlsx" and is_zip:
        return
    if kind == "csv" and not is_zip and not start.startswith(_BINARY_STARTS):
        return
    raise SpreadsheetRefused("wrong_content", {"extension": f".{kind}"})


def _kind_of_ole(source: BinaryIO) -> str:
    """An OLE file is an old .xls, or a package that Excel encrypted; the names of its streams tell which."""
    source.seek(0)
    content = source.read()
    names = [name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo")]
    return "encrypted" if any(name in content for name in names) else "old_excel"


def open_archive(source: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive of an .xlsx file after all checks that need no unpacking; SpreadsheetRefused otherwise."""
    _check_directory_size(source, limits)
    try:
        archive = zipfile.ZipFile(source)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error, EOFError) as broken:
        raise SpreadsheetRefused("damaged") from broken
    _check_entries(entries, limits)
    _check_format({entry.filename for entry in entries})
    return archive


def _check_directory_size(source: BinaryIO, limits: Limits) -> None:
    """Refuse too long a list of contents before it is read."""
    directory = directory_of(source)
    if directory is None:
        raise SpreadsheetRefused("damaged")
    if directory.entries > limits.entries or directory.bytes > limits.entries * _DIRECTORY_BYTES_PER_ENTRY:
        raise SpreadsheetRefused("suspicious")


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries or len({entry.filename for entry in entries}) != len(entries):
        raise SpreadsheetRefused("suspicious")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise SpreadsheetRefused("encrypted")
    if any(_is_unsafe(entry) for entry in entries):
        raise SpreadsheetRefused("suspicious")
    if any(_is_too_dense(entry, limits) for entry in entries):
        raise SpreadsheetRefused("suspicious")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise SpreadsheetRefused("unpacked_too_large")


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """Whether the name leads elsewhere, or the entry is an archive itself or packed in an unusual way."""
    nested = entry.filename.lower().endswith(_ARCHIVE_ENDINGS)
    return leads_out(entry.filename) or nested or entry.compress_type not in _DEFLATED_OR_STORED


def _is_too_dense(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    if entry.file_size <= _RATIO_FLOOR:
        return False
    return entry.file_size > limits.ratio * max(1, entry.compress_size)


def _check_format(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise SpreadsheetRefused("macros")
    if "xl/workbook.bin" in lower:
        raise SpreadsheetRefused("xlsb")
    if "mimetype" in lower and "content.xml" in lower:
        raise SpreadsheetRefused("ods")
    if "[content_types].xml" not in lower:
        raise SpreadsheetRefused("wrong_content", {"extension": ".xlsx"})


def open_part(archive: zipfile.ZipFile, name: str) -> io.BufferedIOBase:
    """One part of the workbook as a stream; SpreadsheetRefused if it is not there or broken."""
    try:
        return archive.open(name)  # type: ignore[return-value]
    except (
        KeyError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        struct.error,
    ) as broken:
        raise SpreadsheetRefused("damaged") from broken

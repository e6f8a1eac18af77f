"""Taking in an attachment: checked by name and bytes here, parsed and cleaned in a limited child process."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

from shebao.documents.limited.parent import ChildFailedError, LimitedProcess
from shebao.documents.uploads.limits import DEFAULT_LIMITS, MEBIBYTE, AttachmentLimits
from shebao.documents.uploads.problems import CATALOGUE, UploadRefused
from shebao.documents.uploads.sniff import Kind, check_content, kind_by_name

_MODULE: Final = "shebao.documents.uploads.child"
_PDF: Final = "pdf"


@dataclass(frozen=True)
class Accepted:
    """An attachment that was found harmless: ``path`` is the clean file; ``pages`` is 1 for an image."""

    kind: Kind
    path: Path
    pages: int


def inspect_attachment(
    path: Path, filename: str, *, clean: Path | None = None, limits: AttachmentLimits = DEFAULT_LIMITS
) -> Accepted:
    """Check ``path``, which the user named ``filename``, and write the clean file; UploadRefused otherwise.

    ``clean`` defaults to ``path`` with ``.clean`` added. Images are decoded and written anew without metadata; a PDF
    is copied unchanged, because it may bear a signature.
    """
    kind = kind_by_name(filename)
    clean = clean or path.with_name(f"{path.name}.clean")
    try:
        pages = _inspected(path, kind, PurePath(filename).suffix, clean, limits)
    except UploadRefused:
        clean.unlink(missing_ok=True)
        raise
    return Accepted(kind, clean, pages)


def _inspected(path: Path, kind: Kind, extension: str, clean: Path, limits: AttachmentLimits) -> int:
    if not path.is_file():
        raise UploadRefused("file_missing")
    with path.open("rb") as source, clean.open("wb") as target:
        _check_size(os.fstat(source.fileno()).st_size, limits)
        check_content(source, kind, extension)
        source.seek(0)
        request = {"kind": kind, "target": target.fileno(), "limits": limits.to_wire()}
        process = LimitedProcess(_MODULE, source, request, limits.process, pass_fds=(target.fileno(),), packages=True)
        pages = _answer(process)
    if kind == _PDF:
        shutil.copyfile(path, clean)
    return pages


def _check_size(size: int, limits: AttachmentLimits) -> None:
    if size == 0:
        raise UploadRefused("file_empty")
    if size > limits.file_bytes:
        params = {"size": f"{size / MEBIBYTE:.1f} MB", "limit": f"{limits.file_bytes / MEBIBYTE:.0f} MB"}
        raise UploadRefused("file_too_large", params)


def _answer(process: LimitedProcess) -> int:
    try:
        message: dict[str, Any] = process.message()
    except ChildFailedError as failed:
        raise UploadRefused("too_slow" if failed.reason == "slow" else "inspector_failed") from failed
    finally:
        process.close()
    code, params, pages = message.get("problem"), message.get("params"), message.get("pages")
    if isinstance(code, str) and code in CATALOGUE and isinstance(params, dict):
        raise UploadRefused(code, {str(name): str(value) for name, value in params.items()})
    if not isinstance(pages, int):
        raise UploadRefused("inspector_failed")
    return pages

"""Sending files: names that survive every browser, and nothing that a browser would run."""

from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


def download(source: BinaryIO, name: str, kind: str) -> FileResponse:
    """An answer that saves ``source`` under ``name`` (RFC 6266) and can neither be sniffed, run, framed nor cached."""
    response = FileResponse(source, content_type=TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def inline(source: BinaryIO, name: str, kind: str) -> FileResponse:
    """An answer with a picture of ours for a page: otherwise as `download`."""
    response = download(source, name, kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def open_once(path: Path) -> BinaryIO:
    """Open a file made for this answer and take its name away: it is gone when the answer has been sent."""
    source = path.open("rb")
    path.unlink()
    return source

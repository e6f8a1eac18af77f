"""Showing materials that somebody uploaded: nothing a browser would run, frame, sniff or keep."""

from typing import BinaryIO, Final

from django.http import FileResponse
from django.utils.http import content_disposition_header

IMAGES: Final = {"jpeg": "image/jpeg", "png": "image/png"}
TYPES: Final = {
    **IMAGES,
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def material(source: BinaryIO, name: str, kind: str) -> FileResponse:
    """An answer with a stored file: images are shown in the page, everything else is saved under `name`."""
    response = FileResponse(source, content_type=TYPES.get(kind, "application/octet-stream"))
    shown = content_disposition_header(as_attachment=kind not in IMAGES, filename=name)
    response["Content-Disposition"] = shown or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

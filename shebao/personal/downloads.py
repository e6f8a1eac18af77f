"""Sending papers and pictures: nothing that a browser would run, and nothing that anybody keeps."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def sent(content: bytes, name: str, kind: str, *, as_attachment: bool) -> HttpResponse:
    """An answer that saves or shows `content` under `name`; `kind` is its media type."""
    response = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(as_attachment=as_attachment, filename=name)
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

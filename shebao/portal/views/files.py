"""Attachments of a filing, given back to the employer that handed them in."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.documents import queries, storage
from shebao.portal.downloads import download
from shebao.portal.pages import LARGEST_ID, any_filing, found


@policy.clerk
@require_GET
def open_file(request: ClerkRequest, number: str, file_id: int) -> HttpResponseBase:
    """One stored file of the filing; the look is recorded."""
    declaration = any_filing(request, number)
    stored = found(queries.find(file_id, request.employer.pk) if file_id <= LARGEST_ID else None)
    found(stored if stored.declaration_id == declaration.pk else None)
    audit.look(request.actor, f"file:{stored.purpose}", subject=f"file:{stored.pk}")
    return download(storage.read(stored.path), stored.name, stored.kind)

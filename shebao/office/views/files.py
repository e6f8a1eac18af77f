"""Materials of a case, shown to the officers of its district."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.audit import actions as audit
from shebao.documents import storage
from shebao.office.downloads import material
from shebao.office.pages import found
from shebao.office.queries import material as stored_material
from shebao.office.views.cases import own_case


@policy.officer()
@require_GET
def open_file(request: OfficerRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """One file handed in with the case; the look is recorded."""
    stored = found(stored_material(own_case(request, case_id), file_id))
    audit.look(request.actor, f"file:{stored.purpose}", purpose=_("审核申报"), subject=f"file:{stored.pk}")
    return material(storage.read(stored.path), stored.name, stored.kind)

"""The uploaded workbook, given back with what was found in it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.declarations.models import Declaration
from shebao.documents import queries as documents
from shebao.documents import storage
from shebao.documents.spreadsheets.annotate import Problems, write_annotated
from shebao.documents.spreadsheets.layout import Column
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.reading import open_rows
from shebao.portal.downloads import download, open_once
from shebao.portal.pages import found


def marked_workbook(
    request: ClerkRequest, declaration: Declaration, columns: Sequence[Column], problems: Problems
) -> HttpResponseBase:
    """It with an error column and the bad cells marked; `?only=bad` leaves out the good lines. Raises Http404."""
    stored = found(documents.find(declaration.workbook_id or 0, request.employer.pk))
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as named:
        target = Path(named.name)
    try:
        with open_rows(
            storage.locate(stored.path),
            columns,
            filename=stored.name,
            everything=True,
            limits=Limits(file_bytes=settings.WORKBOOK_MAX_BYTES),
        ) as rows:
            write_annotated(rows, target, columns, problems, only_bad=request.GET.get("only") == "bad")
        source = open_once(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    audit.look(request.actor, "marked_workbook", subject=f"declaration:{declaration.pk}", persons=declaration.lines)
    return download(source, _("申报%(number)s错误说明.xlsx") % {"number": declaration.number}, "xlsx")

"""Taking in what a clerk uploads: attachments inspected, workbooks looked at before the worker reads them."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from shebao.access.requests import ClerkRequest
from shebao.declarations.models import Declaration
from shebao.documents import actions
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets import guard
from shebao.documents.spreadsheets.limits import Limits
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.documents.uploads.problems import UploadRefused
from shebao.kernel.errors import Invalid


def attach(
    request: ClerkRequest, declaration: Declaration, upload: "UploadedFile[Any]", *, purpose: str, line_no: int
) -> StoredFile:
    """Keep an attachment of a line. Raises Invalid with the reason of a refusal."""
    try:
        return actions.attach(
            request.actor,
            cast("BinaryIO", upload.file),
            name=upload.name or "",
            purpose=purpose,
            employer_id=declaration.employer_id,
            declaration_id=declaration.pk,
            line_no=line_no,
        )
    except UploadRefused as refused:
        raise Invalid(refused.text(_), code=refused.code, remedy=refused.remedy(_)) from refused


def keep_workbook(request: ClerkRequest, declaration: Declaration, upload: "UploadedFile[Any] | None") -> StoredFile:
    """Keep a workbook of a batch. Raises Invalid at once for what no reader would take: wrong kind, empty, large."""
    if upload is None:
        raise Invalid(_("没有收到文件。"), code="file_missing", remedy=_("请重新选择文件后上传。"))
    try:
        kind = guard.kind_by_name(upload.name or "")
        guard.check_size(upload.size or 0, Limits(file_bytes=settings.WORKBOOK_MAX_BYTES))
        guard.check_content(cast("BinaryIO", upload.file), kind)
    except SpreadsheetRefused as refused:
        raise Invalid(refused.text(_), code=refused.code, remedy=refused.remedy(_)) from refused
    return actions.keep(
        request.actor,
        cast("BinaryIO", upload.file),
        name=upload.name or "",
        kind=kind,
        purpose="workbook",
        employer_id=declaration.employer_id,
        declaration_id=declaration.pk,
        max_bytes=settings.WORKBOOK_MAX_BYTES,
    )

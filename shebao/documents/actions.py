"""Taking files in: bytes go to the store first, their row is written under an audit action."""

import re
import tempfile
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from django.conf import settings

from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.uploads.inspect import inspect_attachment
from shebao.documents.uploads.limits import DEFAULT_LIMITS
from shebao.kernel.errors import NotFound

MAX_NAME: Final = 120
MAX_ENDING: Final = 8
# An image written anew can be larger than the one that came in.
CLEAN_MAY_GROW: Final = 4
UNDONE_AFTER: Final = timedelta(days=2)
SWEPT_AT_ONCE: Final = 1000
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|]')


def clean_name(name: str) -> str:
    """A file name as it may be shown and sent back: no path, no control or direction marks, at most 120 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    plain = _UNSAFE.sub("_", visible).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        return plain[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"


def keep(  # noqa: PLR0913 - each is one column of the register
    actor: Actor,
    source: BinaryIO,
    *,
    name: str,
    kind: str,
    purpose: str,
    employer_id: int | None,
    declaration_id: int | None = None,
    line_no: int | None = None,
    max_bytes: int | None = None,
) -> StoredFile:
    """Store what was uploaded and register it; the bytes are removed again if the row cannot be written.

    ``kind`` is what the content is (xlsx, csv, pdf, jpeg, png), found out by the caller. Raises storage.TooLarge.
    """
    written = storage.write(source, max_bytes=max_bytes or settings.ATTACHMENT_MAX_BYTES)
    try:
        with audit.action(actor, "store_file", details={"purpose": purpose, "kind": kind, "size": written.size}):
            return StoredFile.objects.create(
                employer_id=employer_id,
                declaration_id=declaration_id,
                line_no=line_no,
                purpose=purpose,
                name=clean_name(name),
                kind=kind,
                size=written.size,
                sha256=written.sha256,
                path=written.path,
                uploaded_by=actor.user_id,
            )
    except BaseException:
        storage.remove(written.path)
        raise


def attach(
    actor: Actor,
    source: BinaryIO,
    *,
    name: str,
    purpose: str,
    employer_id: int,
    declaration_id: int,
    line_no: int | None,
) -> StoredFile:
    """Inspect an attachment in a limited child process and keep its clean form.

    Raises uploads.problems.UploadRefused with the reason in the clerk's words; nothing is kept then.
    """
    most = settings.ATTACHMENT_MAX_BYTES
    with tempfile.TemporaryDirectory(prefix="shebao-upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            storage.copy(source, target, most + 1)
        accepted = inspect_attachment(path, name, limits=replace(DEFAULT_LIMITS, file_bytes=most))
        with accepted.path.open("rb") as clean:
            return keep(
                actor,
                clean,
                name=name,
                kind=accepted.kind,
                purpose=purpose,
                employer_id=employer_id,
                declaration_id=declaration_id,
                line_no=line_no,
                max_bytes=CLEAN_MAY_GROW * most,
            )


def sweep(now: datetime) -> int:
    """Delete what uploads left behind whose request was undone: unsealed files without a row. How many there were.

    Only what is older than `UNDONE_AFTER`: a request that is still under way will write its row, and a submission
    parked for its sender is kept for a shorter time than that.
    """
    undone = 0
    unsealed = storage.unsealed(now - UNDONE_AFTER)
    while paths := list(islice(unsealed, SWEPT_AT_ONCE)):
        known = StoredFile.objects.filter(path__in=paths).values_list("path", flat=True)
        for path in set(paths).difference(known):
            storage.remove(path)
            undone += 1
    return undone


def take_out(actor: Actor, file_id: int, declaration_id: int, *, now: datetime) -> StoredFile:
    """Take an attachment out of a filing again; row and bytes stay for the trail. NotFound if it is not there."""
    files = StoredFile.objects.filter(
        id=file_id, declaration_id=declaration_id, employer_id=actor.employer_id, removed_at=None
    )
    with audit.action(actor, "take_out_file", subject=f"file:{file_id}"):
        stored = files.select_for_update().first()
        if stored is None:
            raise NotFound
        stored.removed_at = now
        stored.save(update_fields=["removed_at"])
    return stored

"""A form that arrives after its session has ended is kept, and given back after the login of the same user.

Whose form it is says the signed cookie of that user's last login on the device; it holds no rights but this one.
A second signed cookie names what is kept, so that it comes back on the same device only.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from shebao.access import cookies
from shebao.access.models import ParkedSubmission, User
from shebao.access.requests import DoorRequest
from shebao.access.transactions import acting_for
from shebao.documents import storage
from shebao.kernel import clock

log = structlog.get_logger("shebao.access")

# A form may carry the id of the employer it was drawn for; `gate` refuses it for any other.
FOR_EMPLOYER = "for_employer"
# Hidden field of the form that hands a kept submission in again.
TOKEN = "parked_upload"  # noqa: S105 (the name of a field)
KEPT_FOR = timedelta(hours=24)
KEPT_AT_MOST = 10
MAX_FIELDS = 300
MAX_TEXT = 512 * 1024
MAX_FILES = 10
MAX_FILE_BYTES = 80 * 1024 * 1024
MAX_PATH = 500


class ParkedFile(UploadedFile):  # type: ignore[type-arg]
    """A kept upload, as the view receives it: like a temporary upload, it lies at a path."""

    def __init__(self, stored: str, field: str, name: str, content_type: str) -> None:
        self.full = storage.locate(stored)
        super().__init__(storage.read(stored), name, content_type, self.full.stat().st_size, None)
        self.field_name = field

    def temporary_file_path(self) -> str:
        """Where the file lies, as Django's own temporary uploads say it."""
        return str(self.full)


def park(request: DoorRequest, response: HttpResponse) -> bool:
    """Keep a form that came without a session, if its sender was logged in on this device before.

    Called after the CSRF check. `response` gets the cookie that names what is kept. False: nothing was kept.
    """
    device = cookies.device(request)
    if device is None or request.method != "POST" or not _fits(request):
        return False
    with acting_for(device.user_id):
        token = _again(request, device.user_id) or _keep(request, device.user_id, clock.now())
    if token is not None:
        cookies.remember_parked(request, response, token)
    return token is not None


def waiting(request: DoorRequest, user: User) -> list[ParkedSubmission]:
    """What is kept on this device for the user who has logged in, oldest first; nothing for any other user."""
    return list(_alive(user.pk, clock.now()).filter(token__in=cookies.parked(request)).order_by("parked_at"))


def attach(request: DoorRequest) -> None:
    """Put the kept files of a submission handed in again beside the files the browser sent."""
    request.handed_in = kept = _handed_in(request)
    if kept is None:
        return
    for entry in kept.files:
        if entry["field"] not in request.FILES:
            file = ParkedFile(entry["path"], entry["field"], entry["name"], entry["type"])
            request.FILES.appendlist(entry["field"], file)


def settle(request: DoorRequest, response: HttpResponseBase) -> None:
    """A submission handed in again was accepted when its view redirects: then it is no longer kept."""
    redirects = 300 <= response.status_code < 400 or "HX-Redirect" in response.headers  # noqa: PLR2004
    if request.handed_in is not None and redirects:
        drop(request.handed_in)


def drop(kept: ParkedSubmission) -> None:
    """Forget a kept submission and, when the transaction holds, its files."""
    paths = _paths(kept)
    ParkedSubmission.objects.filter(pk=kept.pk).delete()
    transaction.on_commit(lambda: _remove(paths))


def drop_expired(now: datetime) -> int:
    """Forget what nobody came back for within a day; how many there were. For the worker's housekeeping."""
    expired = list(ParkedSubmission.objects.filter(parked_at__lte=now - KEPT_FOR))
    paths = [path for kept in expired for path in _paths(kept)]
    ParkedSubmission.objects.filter(pk__in=[kept.pk for kept in expired]).delete()
    transaction.on_commit(lambda: _remove(paths))
    return len(expired)


def _alive(user_id: int, now: datetime) -> QuerySet[ParkedSubmission]:
    return ParkedSubmission.objects.filter(user_id=user_id, taken_at=None, parked_at__gt=now - KEPT_FOR)


def _fits(request: DoorRequest) -> bool:
    fields = _fields(request)
    files = _files(request)
    return (
        len(request.get_full_path()) <= MAX_PATH
        and len(fields) <= MAX_FIELDS
        and sum(len(name) + len(value) for name, value in fields) <= MAX_TEXT
        and len(files) <= MAX_FILES
        and sum(file.size or 0 for _, file in files) <= MAX_FILE_BYTES
        and not any("password" in name.lower() for name, _ in fields)
    )


def employer_of(kept: ParkedSubmission) -> int | None:
    """The employer the kept submission was meant for, where the form or its session told."""
    told = [value for name, value in kept.fields if name == FOR_EMPLOYER]
    return int(told[0]) if told and told[0].isascii() and told[0].isdecimal() else None


def _fields(request: DoorRequest) -> list[tuple[str, str]]:
    """The fields to keep; the employer of the ended session among them, so that it is filed for no other."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
    if request.ended_for and FOR_EMPLOYER not in request.POST:
        kept.append((FOR_EMPLOYER, str(request.ended_for)))
    return kept


def _files(request: DoorRequest) -> list[tuple[str, "UploadedFile[Any]"]]:
    return [(name, file) for name, files in request.FILES.lists() for file in files]


def _handed_in(request: DoorRequest) -> ParkedSubmission | None:
    """The kept submission that a form of the same user hands in again."""
    if request.method != "POST" or not isinstance(request.user, User):
        return None
    token = _token(request)
    return _alive(request.user.pk, clock.now()).filter(token=token).first() if token else None


def _token(request: DoorRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None


def _paths(kept: ParkedSubmission) -> list[str]:
    return [str(entry["path"]) for entry in kept.files]


def _remove(paths: Iterable[str]) -> None:
    for path in paths:
        storage.remove(path)


def _again(request: DoorRequest, user_id: int) -> uuid.UUID | None:
    """The session ended once more before a kept submission was handed in: it simply stays kept."""
    token = _token(request)
    return token if token and _alive(user_id, clock.now()).filter(token=token).exists() else None


def _keep(request: DoorRequest, user_id: int, now: datetime) -> uuid.UUID | None:
    if _alive(user_id, now).count() >= KEPT_AT_MOST:
        log.warning("too many submissions are kept for one user", user=user_id)
        return None
    stored = _store(_files(request))
    try:
        return ParkedSubmission.objects.create(
            token=uuid.uuid4(),
            user_id=user_id,
            path=request.get_full_path(),
            fields=[list(pair) for pair in _fields(request)],
            files=stored,
            parked_at=now,
        ).token
    except BaseException:
        _remove([entry["path"] for entry in stored])
        raise


def _store(files: Iterable[tuple[str, "UploadedFile[Any]"]]) -> list[dict[str, str]]:
    return [
        {
            "field": field,
            "name": file.name or "",
            "type": file.content_type or "",
            "path": storage.write(cast("BinaryIO", file.file), max_bytes=MAX_FILE_BYTES).path,
        }
        for field, file in files
    ]

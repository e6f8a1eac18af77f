"""Reading the notices of an employer."""

from shebao.notices.models import Notice


def unread_count(employer_id: int) -> int:
    """How many notices no clerk of the employer has marked read."""
    return Notice.objects.filter(employer_id=employer_id, read_at=None).count()


def page(employer_id: int, *, unread_only: bool = False, before: int | None = None, size: int = 30) -> list[Notice]:
    """Notices, newest first, older than the id ``before``; at most ``size``."""
    rows = Notice.objects.filter(employer_id=employer_id)
    if unread_only:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:size])

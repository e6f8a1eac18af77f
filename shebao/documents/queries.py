"""Reading the register of stored files."""

from collections.abc import Sequence
from datetime import datetime

from shebao.documents.models import StoredFile


def find(file_id: int, employer_id: int) -> StoredFile | None:
    """A file of the employer that was not taken out again."""
    return StoredFile.objects.filter(id=file_id, employer_id=employer_id, removed_at=None).first()


def of_lines(
    declaration_id: int, *, line_nos: Sequence[int] | None = None, purpose: str | None = None
) -> list[StoredFile]:
    """Files handed in with a declaration (those of ``line_nos`` only, if given), oldest first."""
    files = StoredFile.objects.filter(declaration_id=declaration_id, removed_at=None)
    if line_nos is not None:
        files = files.filter(line_no__in=line_nos)
    if purpose is not None:
        files = files.filter(purpose=purpose)
    return list(files.order_by("id"))


def count_since(user_id: int, purpose: str, since: datetime) -> int:
    """How many files a user has handed in for a purpose since a moment, those taken out again included."""
    return StoredFile.objects.filter(uploaded_by=user_id, purpose=purpose, uploaded_at__gte=since).count()

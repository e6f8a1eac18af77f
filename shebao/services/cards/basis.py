"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.declarations.actions import Ground
from shebao.declarations.models import Declaration
from shebao.documents import queries as documents
from shebao.law import law

LENGTH: Final = 32
HANDED_IN: Final = "photo"
"""Purpose of a photo as it was handed in."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of the photos handed in and of the law."""
    filing = Declaration.objects.get(pk=declaration_id)
    files = [stored.sha256 for stored in documents.of_lines(declaration_id, purpose=HANDED_IN)]
    text = f"{filing.workbook_id} {files} {law().digest}"
    return f"{today.isoformat()} {sha256(text.encode()).hexdigest()[:LENGTH]}"


GROUND: Final = Ground(basis, lambda _declaration: {})

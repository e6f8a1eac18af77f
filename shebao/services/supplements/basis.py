"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.database import bulk
from shebao.declarations.actions import Ground
from shebao.declarations.models import LineState
from shebao.law import law
from shebao.services.supplements.models import SupplementLine

LENGTH: Final = 32
"""Characters kept of a digest."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of everything of ours that decides the amounts, the law included.

    One statement for any number of lines.
    """
    ((facts,),) = bulk.rows(__file__, "basis", {"declaration": declaration_id})
    return f"{today.isoformat()} {sha256(f'{facts} {law().digest}'.encode()).hexdigest()[:LENGTH]}"


def shown(declaration_id: int) -> dict[str, list[int]]:
    """Both shares and the late fee, by line number, as the page says them of the good lines."""
    good = SupplementLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    rows = good.values_list("line_no", "employer_fen", "personal_fen", "late_fen")
    return {str(line_no): list(amounts) for line_no, *amounts in rows}


GROUND: Final = Ground(basis, shown)

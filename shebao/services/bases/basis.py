"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.database import bulk
from shebao.declarations.actions import Ground
from shebao.declarations.models import LineState
from shebao.law import law
from shebao.services.bases.models import WageLine

LENGTH: Final = 32
"""Characters kept of a digest."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of everything that decides the amounts of the good lines, the law included.

    One statement for any number of lines.
    """
    ((facts,),) = bulk.rows(__file__, "basis", {"declaration": declaration_id})
    return f"{today.isoformat()} {sha256(f'{facts} {law().digest}'.encode()).hexdigest()[:LENGTH]}"


def shown(declaration_id: int) -> dict[str, list[int]]:
    """Both shares a month before and after, by line number, as the page says them of the good lines."""
    good = WageLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    rows = good.exclude(employer_after_fen=None).values_list(
        "line_no", "employer_before_fen", "personal_before_fen", "employer_after_fen", "personal_after_fen"
    )
    return {str(line_no): [int(fen or 0) for fen in amounts] for line_no, *amounts in rows}


GROUND: Final = Ground(basis, shown)

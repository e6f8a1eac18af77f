"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.collection import queries as collection
from shebao.declarations.actions import Ground
from shebao.declarations.models import Declaration, LineState
from shebao.law import law
from shebao.services.arrears.models import ArrearLine

LENGTH: Final = 32
"""Characters kept of a digest."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of all that the employer owes on it, the law included."""
    employer = Declaration.objects.values_list("employer_id", flat=True).get(pk=declaration_id)
    facts = [
        (one.notice_id, one.owed_fen, one.late_fee_fen, one.to_declare, one.bill)
        for one in collection.arrears(employer, today)
    ]
    return f"{today.isoformat()} {sha256(f'{facts} {law().digest}'.encode()).hexdigest()[:LENGTH]}"


def shown(declaration_id: int) -> dict[str, list[int]]:
    """Principal and late fee by line number, as the page says them of the good lines."""
    good = ArrearLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    rows = good.values_list("line_no", "principal_fen", "late_fee_fen")
    return {str(line_no): [int(principal or 0), int(fee or 0)] for line_no, principal, fee in rows}


GROUND: Final = Ground(basis, shown, of_persons=False)

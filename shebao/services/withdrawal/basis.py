"""What the amounts of a filing's endings rest on, and what they are."""

from shebao.database import bulk
from shebao.declarations.models import LineState
from shebao.law import law
from shebao.services.withdrawal.models import WithdrawalLine


def digest(declaration_id: int) -> str:
    """Of everything that decides what the lines do to charges, the law included; empty where none ends anything.

    One statement for any number of lines.
    """
    ((found,),) = bulk.rows(__file__, "basis", {"declaration": declaration_id})
    return f"{found} {law().digest}" if found else ""


def shown(declaration_id: int) -> dict[str, list[int]]:
    """What each good line was shown to do to charges, in the order of `Consequence`, by line number."""
    good = WithdrawalLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    rows = good.values_list("line_no", "employer_fen", "personal_fen", "cancelled_fen", "refundable_fen")
    return {str(line_no): amounts for line_no, *amounts in rows}

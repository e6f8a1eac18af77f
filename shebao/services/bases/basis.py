"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date

from shebao.database import bulk


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of the contracts and wages that the good lines replace. One statement for any number."""
    ((digest,),) = bulk.rows(__file__, "basis", {"declaration": declaration_id})
    return f"{today.isoformat()} {digest}"

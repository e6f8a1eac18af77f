"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Final

from shebao.database import bulk
from shebao.declarations.actions import Ground
from shebao.law import law

LENGTH: Final = 32
"""Characters kept of a digest."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of the values on record, the papers handed in and the law. One statement for any number."""
    ((facts,),) = bulk.rows(__file__, "basis", {"declaration": declaration_id})
    return f"{today.isoformat()} {sha256(f'{facts} {law().digest}'.encode()).hexdigest()[:LENGTH]}"


def _nothing(_declaration_id: int) -> Mapping[str, list[int]]:
    """No amounts stand on the page."""
    return {}


GROUND: Final = Ground(basis, _nothing)

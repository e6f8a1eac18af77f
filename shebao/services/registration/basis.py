"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.declarations import queries as declarations
from shebao.declarations.actions import Ground
from shebao.services.withdrawal import basis as ending

LENGTH: Final = 32
"""Characters kept of a digest."""


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of the proofs of identity and, where contracts end, of what the amounts rest on."""
    proofs, money = declarations.basis(declaration_id, today), ending.digest(declaration_id)
    return f"{today.isoformat()} {sha256(f'{proofs} {money}'.encode()).hexdigest()[:LENGTH]}" if money else proofs


GROUND: Final = Ground(basis, ending.shown)

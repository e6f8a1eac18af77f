"""What a check rests on: if it is no longer so at the moment of confirming, the filing is checked again."""

from datetime import date
from hashlib import sha256
from typing import Final

from shebao.declarations.actions import Ground
from shebao.declarations.models import Declaration
from shebao.documents import queries as documents
from shebao.law import law
from shebao.services.refunds import judging, queries
from shebao.services.refunds.facts import Wanted
from shebao.services.refunds.request import read

LENGTH: Final = 32


def basis(declaration_id: int, today: date) -> str:
    """The day, and a digest of what is known of the ticked months, of the materials and of the law."""
    filing = Declaration.objects.get(pk=declaration_id)
    asked = read(filing.payload)
    person = queries.person(asked.person_id, filing.employer_id)
    if person is None:
        return today.isoformat()
    wanted = Wanted(filing.employer_id, person.pk, declaration_id)
    outcome = judging.chosen(wanted, person, asked.months, law(), today)
    files = [(stored.pk, stored.purpose) for stored in documents.of_lines(declaration_id)]
    text = f"{outcome.digest()} {files} {law().digest}"
    return f"{today.isoformat()} {sha256(text.encode()).hexdigest()[:LENGTH]}"


def shown(declaration_id: int) -> dict[str, list[int]]:
    """What the page says can be given back: both shares, by line number."""
    line = queries.line(declaration_id)
    return {str(line.line_no): [line.employer_fen, line.personal_fen]} if line and line.amount_fen else {}


GROUND: Final = Ground(basis, shown)

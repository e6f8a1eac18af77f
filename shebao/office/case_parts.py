"""What the pages of a case say where its service has something of its own to say."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from shebao.office import refunds, supplements
from shebao.office.queries import Dossier
from shebao.review.models import Case
from shebao.web.parts import Text

Part = Mapping[str, Any]
"""`template`: the name of the part; the rest is read by it."""

PARTS: Final[Mapping[str, Callable[..., Part]]] = {"refunds": refunds.part, "supplements": supplements.part}
APPROVALS: Final[Mapping[str, Mapping[int, Text]]] = {
    "refunds": refunds.APPROVALS,
    "supplements": supplements.APPROVALS,
}
"""What an approval brings about, by service and stage."""


def part(dossier: Dossier, *, shown: bool) -> Part | None:
    """The part of the case's service; None where it has none, or the filing was handed in anew since."""
    make = PARTS.get(dossier.case.service)
    return make(dossier, shown=shown) if make and dossier.line is not None else None


def approval(case: Case, otherwise: Text) -> Text:
    """What an approval of the case brings about; `otherwise` where its service has no words of its own."""
    return APPROVALS.get(case.service, {}).get(case.stage, otherwise)

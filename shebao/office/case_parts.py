"""What the page of a case shows of its line, where the service has a part of its own: a template with its values."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from shebao.office import changes, supplements
from shebao.office.queries import Dossier

Part = Mapping[str, Any]
"""`template`: the name of the part; the rest is read by it."""

PARTS: Final[Mapping[str, Callable[..., Part]]] = {
    "supplements": supplements.part,
    "person_changes": changes.part,
}


def part(dossier: Dossier, *, shown: bool) -> Part | None:
    """The part of the case's service; None where it has none, or the filing was handed in anew since."""
    make = PARTS.get(dossier.case.service)
    return make(dossier, shown=shown) if make and dossier.line is not None else None

"""What a clerk does in the course of a supplement: choose months by page, and confirm what the preview showed."""

from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.services.supplements.basis import GROUND

SERVICE: Final = "supplements"


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the preview showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when what the shown amounts rest on has changed: the new check says what they were.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)

"""What a clerk does with a filing besides handing it in: confirming it, correcting one of its lines."""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.kernel.errors import Conflict, NotFound
from shebao.services.registration import queries
from shebao.services.registration.basis import GROUND
from shebao.services.registration.queries import EitherLine

CORRECTABLE: Final = (LineState.BAD, LineState.FAILED, LineState.RETURNED, LineState.REJECTED)
OVER: Final = (State.CANCELLED, State.FAILED, State.REJECTED)


def confirm(actor: Actor, declaration_id: int, content_version: int, *, now: datetime) -> Declaration:
    """Confirm what the check showed, as `declarations.actions.confirm`.

    Refused, and checked again, also when what the shown amounts rest on has changed: the new check says what they were.
    """
    return declarations.confirm(actor, declaration_id, content_version, now=now, ground=GROUND)


def begin_correction(actor: Actor, declaration_id: int, line_no: int, *, now: datetime) -> Declaration:
    """Open a single filing that corrects one line of a finished one, with everything the line said filled in.

    A filing of which some lines took effect is never opened again; what was returned, refused or left behind of it is
    filed anew, one by one, even while other lines still wait for an officer. Asking again gives the same draft, unless
    it came to nothing. Raises NotFound, or Conflict when the filing can still be corrected as a whole or the line has
    nothing to correct.
    """
    with transaction.atomic():
        filing = Declaration.objects.select_for_update().filter(pk=declaration_id).first()
        line = queries.line(declaration_id, line_no)
        if filing is None or line is None:
            raise NotFound("没有找到该人员。")
        if not may_correct(filing):
            raise Conflict("该申报尚未办结。", code="not_finished", remedy="请在办结后再补正，或直接修改该申报。")
        if line.state not in CORRECTABLE:
            raise Conflict("该人员没有需要补正的内容。", code="nothing_to_correct", remedy="请刷新页面查看最新进度。")
        found = _correction_under_way(filing, line_no)
        return found or _open_correction(actor, filing, line, now)


def may_correct(filing: Declaration) -> bool:
    """Whether the lines of the filing that are `CORRECTABLE` are corrected one by one, rather than the whole of it."""
    return filing.state in declarations.FINISHED or (filing.state == State.IN_REVIEW and filing.effective > 0)


def _correction_under_way(filing: Declaration, line_no: int) -> Declaration | None:
    corrections = Declaration.objects.filter(
        employer_id=filing.employer_id, client_key__startswith=_key(filing, line_no)
    )
    return corrections.exclude(state__in=OVER).order_by("-pk").first()


def _open_correction(actor: Actor, filing: Declaration, line: EitherLine, now: datetime) -> Declaration:
    line_no = line.line_no
    key = f"{_key(filing, line_no)}{uuid.uuid4().hex[:8]}"
    draft = declarations.begin(
        actor, service=queries.service_of(line), employer_id=filing.employer_id, single=True, client_key=key, now=now
    )
    draft = declarations.save(actor, draft.pk, queries.payload_of(line), now=now)
    with action(actor, "begin_correction", subject=f"declaration:{filing.pk}", details={"line": line_no}):
        tell(draft, "correction", actor.name, number=filing.number, line=line_no)
        tell(filing, "corrected", actor.name, line_no=line_no, number=draft.number)
    return draft


def _key(filing: Declaration, line_no: int) -> str:
    return f"correction:{filing.pk}:{line_no}:"

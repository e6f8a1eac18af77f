"""Where a filing stands after its check, after its lines took effect or were decided, or when it cannot be read.

Each runs inside an open action and tells the filing's timeline; `actor_name` is who it was.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks


class Tally(NamedTuple):
    """How many lines of a filing stand where, as a service's count_lines.sql answers it."""

    effective: int
    refused: int
    waiting: int
    returned: int
    left: int


def checked(
    declaration: Declaration, count: Mapping[LineState, int], actor_name: str, now: datetime, *, to_review: int = 0
) -> None:
    """After the check, by how many lines stand where.

    One of which every line is in force already is over: there is nothing to confirm. The clerks are told of batches.
    """
    before = count[LineState.DONE_BEFORE]
    over = before == declaration.lines > 0
    declaration.good = count[LineState.GOOD]
    declaration.bad = count[LineState.BAD]
    declaration.to_review = to_review
    declaration.state = State.EFFECTIVE if over else State.CHECKED
    declaration.finished_at = now if over else None
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    declaration.save()
    if over:
        tell(declaration, "all_before", actor_name, count=before)
    else:
        tell(declaration, "checked", actor_name, good=declaration.good, bad=declaration.bad)
    if not declaration.single:
        values = {
            "number": declaration.number,
            "lines": declaration.lines,
            "good": declaration.good,
            "bad": declaration.bad,
            "before": before,
        }
        tell_clerks([News(declaration.employer_id, "all_before" if over else "checked", values, declaration.pk)])


def unreadable(declaration: Declaration, code: str, params: Mapping[str, object], reason: str, actor_name: str) -> None:
    """The file as a whole cannot be taken: `code` and `params` say why, `reason` in words. Nothing of it was kept."""
    declaration.state = State.UNREADABLE
    declaration.next_step = None
    declaration.progress = 100
    declaration.lines = declaration.good = declaration.bad = 0
    declaration.problem = {"code": code, "params": {name: str(value) for name, value in params.items()}}
    declaration.save()
    tell(declaration, "unreadable", actor_name, reason=reason)
    tell_clerks([News(declaration.employer_id, "unreadable", {"number": declaration.number}, declaration.pk)])


def counted(declaration: Declaration, count: Tally, now: datetime) -> None:
    """After lines took effect or were decided on, by how many stand where now."""
    declaration.effective = count.effective
    declaration.failed = count.refused
    declaration.to_review = count.waiting
    declaration.next_step = None
    declaration.progress = 100
    declaration.state = _state(count)
    if declaration.state not in (State.IN_REVIEW, State.RETURNED):
        declaration.finished_at = now
    declaration.save()


def _state(count: Tally) -> State:
    """One with effects is never opened again: what did not come through is filed anew."""
    if count.waiting:
        return State.IN_REVIEW
    if count.returned and not count.effective:
        return State.RETURNED
    if not count.effective:
        return State.FAILED
    return State.PARTLY if count.refused or count.returned or count.left else State.EFFECTIVE

"""Carrying out what officers have decided on lines of a filing."""

from datetime import datetime
from typing import Final

from shebao.audit.actions import action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import Told, tell_all
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.review.models import Case, Decision, Verdict
from shebao.services.supplements.applying import ENGINE, conclude, take_effect
from shebao.services.supplements.models import SupplementLine

DECIDED: Final = {Verdict.APPROVE: "approved", Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}


def decide(declaration: Declaration, now: datetime) -> None:
    """What was approved takes effect, unless it can no longer be made up; the rest goes back or ends."""
    with action(ENGINE, "carry_out_decisions", subject=f"declaration:{declaration.pk}"):
        declaration = _locked(declaration)
        waiting = Decision.objects.filter(case__declaration=declaration, case__state="decided")
        decided = list(waiting.select_related("case"))
        tell_all(declaration, map(_told_of, decided))
        take_effect(declaration, now)
        bulk.run(__file__, "refuse_lines", {"declaration": declaration.pk})
        tell_clerks(_news(declaration, decided))
        Case.objects.filter(declaration=declaration, state="decided").update(state="closed", closed_at=now)
        conclude(declaration, now)
        rejected = any(decision.verdict == Verdict.REJECT for decision in decided)
        if rejected and declaration.state == State.FAILED:
            declaration.state = State.REJECTED
            declaration.save(update_fields=["state"])


def _locked(declaration: Declaration) -> Declaration:
    """The filing as it is now, locked: officers lock it too, so a decision is made before all of this or after."""
    return Declaration.objects.select_for_update(of=("self",)).select_related("employer").get(pk=declaration.pk)


def _told_of(decision: Decision) -> Told:
    kind = DECIDED[Verdict(decision.verdict)]
    return Told(kind, decision.officer_name, decision.case.line_no, {"reason": decision.reason})


def _news(declaration: Declaration, decided: list[Decision]) -> list[News]:
    """What the clerks are told of each decision; an approval that came too late to take effect is told as such."""
    line_nos = [decision.case.line_no for decision in decided]
    lines = SupplementLine.objects.filter(declaration_id=declaration.pk, line_no__in=line_nos)
    states = dict(lines.values_list("line_no", "state"))
    return [
        News(
            declaration.employer_id,
            _kind(Verdict(decision.verdict), states.get(decision.case.line_no, "")),
            {"number": declaration.number, "reason": decision.reason},
            declaration.pk,
        )
        for decision in decided
    ]


def _kind(verdict: Verdict, line_state: str) -> str:
    if verdict is not Verdict.APPROVE:
        return DECIDED[verdict]
    return "supplement_approved" if line_state == LineState.EFFECTIVE else "approved_too_late"

"""Carrying out what officers have decided on lines of a filing."""

from datetime import datetime
from typing import Final

from shebao.audit.actions import action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import Told, tell_all
from shebao.kernel.clock import day_of
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.review.models import Case, Decision, Verdict
from shebao.services.person_changes import comparing
from shebao.services.person_changes.applying import ENGINE, conclude, due_on, take_effect
from shebao.services.person_changes.models import ChangeLine

DECIDED: Final = {Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}


def decide(declaration: Declaration, now: datetime) -> None:
    """What the last officer approved takes effect, unless the values have changed; the rest goes on, back or ends."""
    with action(ENGINE, "carry_out_decisions", subject=f"declaration:{declaration.pk}"):
        declaration = _locked(declaration)
        waiting = Decision.objects.filter(case__declaration=declaration, case__state="decided")
        decided = list(waiting.select_related("case"))
        tell_all(declaration, map(_told_of, decided))
        take_effect(declaration, now)
        comparing.answer(ENGINE, declaration, decided, now)
        bulk.run(__file__, "refuse_lines", {"declaration": declaration.pk})
        bulk.run(__file__, "next_stage", {"declaration": declaration.pk, "now": now, "due_on": due_on(day_of(now))})
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


def _is_last(decision: Decision) -> bool:
    return decision.case.stage == decision.case.stages


def _told_of(decision: Decision) -> Told:
    kind = DECIDED.get(Verdict(decision.verdict)) or ("approved" if _is_last(decision) else "first_approved")
    if kind == "approved" and decision.case.stages > 1:
        kind = "second_approved"
    return Told(kind, decision.officer_name, decision.case.line_no, {"reason": decision.reason})


def _news(declaration: Declaration, decided: list[Decision]) -> list[News]:
    """What the clerks are told of each decision; an approval that came too late to take effect is told as such."""
    line_nos = [decision.case.line_no for decision in decided]
    lines = ChangeLine.objects.filter(declaration_id=declaration.pk, line_no__in=line_nos)
    states = {line_no: (state, other) for line_no, state, other in lines.values_list("line_no", "state", "other_id")}
    return [
        News(
            declaration.employer_id,
            _kind(decision, *states.get(decision.case.line_no, ("", None))),
            {"number": declaration.number, "reason": decision.reason},
            declaration.pk,
        )
        for decision in decided
        if _is_last(decision) or decision.verdict != Verdict.APPROVE
    ]


def _kind(decision: Decision, line_state: str, other_id: int | None) -> str:
    if decision.verdict != Verdict.APPROVE:
        return DECIDED[Verdict(decision.verdict)]
    if line_state != LineState.EFFECTIVE:
        return "approved_too_late"
    return "records_linked" if other_id else "change_approved"

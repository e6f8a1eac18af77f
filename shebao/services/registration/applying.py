"""Making a confirmed filing take effect: one transaction, the same number of statements for any number of lines."""

from datetime import datetime
from typing import Any

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import Told, tell, tell_all
from shebao.kernel.clock import day_of
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.review.models import Case, Decision, Verdict
from shebao.services.enrolment import applying as adding
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.lines import standing
from shebao.services.withdrawal import applying as ending

ENGINE = Actor.system("系统办理")


def apply(declaration: Declaration, now: datetime) -> None:
    """Do what the good lines say, and open a case for each line that an officer has to decide on.

    Lines that lost a race since the check (of whose person somebody else was quicker) fail with a finding, the rest
    go on.
    """
    details = {"lines": declaration.good}
    with action(ENGINE, "register", subject=f"declaration:{declaration.pk}", details=details):
        _take_effect(declaration, now)
        opened = adding.open_cases(declaration, now)
        if opened:
            tell(declaration, "to_review", ENGINE.name, count=opened)
        _conclude(declaration, now)
        _tell_outcome(declaration)


def _take_effect(declaration: Declaration, now: datetime) -> None:
    """Ends first, then additions: of the chosen lines, with all their persons locked in the order of their ids."""
    params = _params(declaration, now)
    bulk.run(__file__, "room", {})
    joining, leaving = adding.choose(params), ending.choose(params)
    failed = done = 0
    if joining:
        adding.persons(params)
    bulk.run(__file__, "lock_persons", params)
    contributions.hold([declaration.employer_id])
    if leaving:
        failed += ending.conflicts(declaration, params, now)
        done += ending.take_effect(ENGINE, declaration, params, now)
    if joining:
        failed += adding.conflicts(params)
        done += adding.take_effect(ENGINE, declaration, params, now)
    adding.forget_choice()
    ending.forget_choice()
    if done:
        tell(declaration, "effective", ENGINE.name, count=done)
    if failed:
        tell(declaration, "failed", ENGINE.name, count=failed)


def _params(declaration: Declaration, now: datetime) -> dict[str, Any]:
    employer, today = declaration.employer, day_of(now)
    return {
        "declaration": declaration.pk,
        "number": declaration.number,
        "employer": declaration.employer_id,
        "credit_code": employer.credit_code,
        "employer_name": employer.name,
        "district": employer.district,
        "employer_open": employer.closed_on is None or employer.closed_on > today,
        "today": today,
    }


def _conclude(declaration: Declaration, now: datetime) -> None:
    count = standing.Tally(*bulk.rows(__file__, "count_lines", {"declaration": declaration.pk})[0])
    standing.counted(declaration, count, now)


def _tell_outcome(declaration: Declaration) -> None:
    """Tell the clerks; lines with hard findings stayed behind, so they are among those that did not come through."""
    ended = ending.count_effective(declaration)
    values = {
        "number": declaration.number,
        "waiting": declaration.to_review,
        "effective": declaration.effective,
        "added": declaration.effective - ended,
        "ended": ended,
        "failed": declaration.failed + declaration.bad,
    }
    kind = f"declaration_{declaration.state}"
    if ended and declaration.state == State.EFFECTIVE:
        kind = "ending_effective" if declaration.effective > ended else "ended_effective"
    tell_clerks([News(declaration.employer_id, kind, values, declaration.pk)])


DECIDED = {Verdict.APPROVE: "approved", Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}


def decide(declaration: Declaration, now: datetime) -> None:
    """Carry out what officers have decided on lines of the filing since the last time."""
    with action(ENGINE, "carry_out_decisions", subject=f"declaration:{declaration.pk}"):
        declaration = _locked(declaration)
        decided = list(
            Decision.objects.filter(case__declaration=declaration, case__state="decided").select_related("case")
        )
        tell_all(declaration, map(_told_of, decided))
        _take_effect(declaration, now)
        adding.refuse_lines(declaration)
        tell_clerks(_decision_news(declaration, decided))
        Case.objects.filter(declaration=declaration, state="decided").update(state="closed", closed_at=now)
        _conclude(declaration, now)
        rejected = any(decision.verdict == Verdict.REJECT for decision in decided)
        if rejected and declaration.state == State.FAILED:
            declaration.state = State.REJECTED
            declaration.save(update_fields=["state"])


def _told_of(decision: Decision) -> Told:
    kind = DECIDED[Verdict(decision.verdict)]
    return Told(kind, decision.officer_name, decision.case.line_no, {"reason": decision.reason})


def _locked(declaration: Declaration) -> Declaration:
    """The filing as it is now, locked: officers lock it too, so a decision is made before all of this or after."""
    return Declaration.objects.select_for_update(of=("self",)).select_related("employer").get(pk=declaration.pk)


def _decision_news(declaration: Declaration, decided: list[Decision]) -> list[News]:
    """What the clerks are told of each decision; an approval that came too late to take effect is told as such."""
    line_nos = [decision.case.line_no for decision in decided]
    lines = EnrolmentLine.objects.filter(declaration_id=declaration.pk, line_no__in=line_nos)
    states = dict(lines.values_list("line_no", "state"))
    return [
        News(
            declaration.employer_id,
            _told(Verdict(decision.verdict), states.get(decision.case.line_no, "")),
            {"number": declaration.number, "reason": decision.reason},
            declaration.pk,
        )
        for decision in decided
    ]


def _told(verdict: Verdict, line_state: str) -> str:
    late = verdict is Verdict.APPROVE and line_state != LineState.EFFECTIVE
    return "approved_too_late" if late else DECIDED[verdict]

"""Making a confirmed filing take effect: one transaction, the same number of statements for any number of lines."""

from datetime import datetime, timedelta
from typing import NamedTuple

from shebao.audit.actions import Actor, action
from shebao.contributions.rules import categories_by_household
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import Told, tell, tell_all
from shebao.kernel.clock import day_of
from shebao.law import law
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.review.models import Case, Decision, Verdict
from shebao.services.enrolment.models import EnrolmentLine

ENGINE = Actor.system("增员办理")
REVIEW_DAYS = 5  # days in which an officer should have decided; shown as due date, nothing hangs on it

EFFECTS = ("contracts", "coverage", "wages", "messages", "finish_lines")


def apply(declaration: Declaration, now: datetime) -> None:
    """Enrol everybody on the good lines, and open a case for each line that an officer has to decide on.

    Lines that lost a race since the check (enrolled by somebody else meanwhile) fail with a finding, the rest go on.
    """
    with action(ENGINE, "enrol", subject=f"declaration:{declaration.pk}", details={"lines": declaration.good}):
        _take_effect(declaration, now)
        _open_cases(declaration, now)
        _conclude(declaration, now)
        _tell_outcome(declaration)


def _open_cases(declaration: Declaration, now: datetime) -> None:
    params = {
        "declaration": declaration.pk,
        "content_version": declaration.content_version,
        "district": declaration.employer.district,
        "employer": declaration.employer_id,
        "now": now,
        "due_on": day_of(now) + timedelta(days=REVIEW_DAYS),
    }
    opened = bulk.run(__file__, "open_cases", params)
    if opened:
        tell(declaration, "to_review", ENGINE.name, count=opened)


def _take_effect(declaration: Declaration, now: datetime) -> None:
    """Persons, contracts, coverage and messages of the chosen lines; lines that lost a race get a finding."""
    employer = declaration.employer
    today = day_of(now)
    households, payers = categories_by_household(law())
    params = {
        "declaration": declaration.pk,
        "households": households,
        "payers": payers,
        "number": declaration.number,
        "credit_code": employer.credit_code,
        "employer_name": employer.name,
        "district": employer.district,
        "employer_open": employer.closed_on is None or employer.closed_on > today,
        "today": today,
    }
    bulk.run(__file__, "room", {})
    bulk.run(__file__, "choose", params)
    bulk.run(__file__, "persons", params)
    bulk.run(__file__, "lock_persons", params)
    failed = bulk.run(__file__, "conflicts", params)
    done: dict[str, int] = {}
    for effect in EFFECTS:
        done[effect] = bulk.run(__file__, effect, params)
    bulk.run(__file__, "forget_choice", {})
    if done["finish_lines"]:
        tell(declaration, "effective", ENGINE.name, count=done["finish_lines"])
    if failed:
        tell(declaration, "failed", ENGINE.name, count=failed)


class Tally(NamedTuple):
    """How many lines of a filing stand where, as count_lines.sql answers it."""

    effective: int
    refused: int
    waiting: int
    returned: int
    left: int


def _conclude(declaration: Declaration, now: datetime) -> None:
    count = Tally(*bulk.rows(__file__, "count_lines", {"declaration": declaration.pk})[0])
    declaration.effective = count.effective
    declaration.failed = count.refused
    declaration.to_review = count.waiting
    declaration.next_step = None
    declaration.progress = 100
    declaration.state = _state(count)
    if declaration.state not in (State.IN_REVIEW, State.RETURNED):
        declaration.finished_at = now
    declaration.save()


def _tell_outcome(declaration: Declaration) -> None:
    """Tell the clerks; lines with hard findings stayed behind, so they are among those that did not come through."""
    values = {
        "number": declaration.number,
        "waiting": declaration.to_review,
        "effective": declaration.effective,
        "failed": declaration.failed + declaration.bad,
    }
    tell_clerks([News(declaration.employer_id, f"declaration_{declaration.state}", values, declaration.pk)])


def _state(count: Tally) -> State:
    """Where the filing stands. One with effects is never opened again: what did not come through is filed anew."""
    if count.waiting:
        return State.IN_REVIEW
    if count.returned and not count.effective:
        return State.RETURNED
    if not count.effective:
        return State.FAILED
    return State.PARTLY if count.refused or count.returned or count.left else State.EFFECTIVE


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
        bulk.run(__file__, "refuse_lines", {"declaration": declaration.pk})
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

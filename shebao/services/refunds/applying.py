"""Handing a confirmed request to the officers, and carrying out what they decide: one transaction each."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import Told, tell, tell_all
from shebao.kernel.clock import day_of
from shebao.kernel.findings import hard
from shebao.law import law
from shebao.notices.actions import notify
from shebao.persons.models import Person
from shebao.review.models import Case, CaseState, Decision, Verdict
from shebao.services.lines import findings
from shebao.services.refunds import effect, judging, queries
from shebao.services.refunds.checking import yuan
from shebao.services.refunds.facts import Wanted
from shebao.services.refunds.judging import Outcome
from shebao.services.refunds.models import RefundItem, RefundLine
from shebao.services.refunds.queries import LINE
from shebao.services.refunds.request import SERVICE

ENGINE: Final = Actor.system("退费办理")
STAGES: Final = 2
"""初审 and 复核, by two different persons."""
REVIEW_DAYS: Final = 10
"""Days in which a stage should be decided."""
REASONS: Final = {1: "refund_first", 2: "refund_second"}
"""Why an officer has to decide, by stage."""
_TOLD: Final = {Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}
_AFTER: Final = {
    Verdict.RETURN: (LineState.RETURNED, State.RETURNED),
    Verdict.REJECT: (LineState.REJECTED, State.REJECTED),
}


def apply(declaration: Declaration, now: datetime) -> None:
    """Hand the request to the first officer, unless somebody was quicker or the amounts are no longer those shown."""
    with action(ENGINE, "ask_refund", subject=f"declaration:{declaration.pk}"):
        line = _line(declaration)
        if _still_right(declaration, line, now):
            _items(declaration).update(live=True)
            _place(declaration, line, LineState.IN_REVIEW, State.IN_REVIEW)
            _open_case(declaration, line, 1, now)
            tell(declaration, "to_review", ENGINE.name, count=1)
            notify(declaration, "refund_in_review", name=line.name, amount=yuan(line.amount_fen))
        else:
            _fail(declaration, line, now)
            notify(declaration, "declaration_failed")


def decide(declaration: Declaration, now: datetime) -> None:
    """Carry out what an officer decided: on to the second one, given back, returned or rejected."""
    with action(ENGINE, "carry_out_decisions", subject=f"declaration:{declaration.pk}"):
        declaration = (
            Declaration.objects.select_for_update(of=("self",)).select_related("employer").get(pk=declaration.pk)
        )
        decided = Decision.objects.filter(case__declaration=declaration, case__state=CaseState.DECIDED)
        for decision in decided.select_related("case").order_by("case__stage"):
            _carry_out(declaration, decision, now)
        Case.objects.filter(declaration=declaration, state=CaseState.DECIDED).update(
            state=CaseState.CLOSED, closed_at=now
        )
        declaration.next_step = None
        declaration.progress = 100
        declaration.save()


def _carry_out(declaration: Declaration, decision: Decision, now: datetime) -> None:
    line, verdict = _line(declaration), Verdict(decision.verdict)
    if verdict is not Verdict.APPROVE:
        _send_back(declaration, line, decision, now)
    elif decision.case.stage < STAGES:
        tell(declaration, "first_approved", decision.officer_name)
        _open_case(declaration, line, decision.case.stage + 1, now)
    else:
        _give_back(declaration, line, decision, now)


def _send_back(declaration: Declaration, line: RefundLine, decision: Decision, now: datetime) -> None:
    verdict = Verdict(decision.verdict)
    _items(declaration).update(live=False)
    _place(declaration, line, *_AFTER[verdict])
    declaration.finished_at = now if verdict is Verdict.REJECT else None
    declaration.failed = int(verdict is Verdict.REJECT)
    tell_all(declaration, [Told(_TOLD[verdict], decision.officer_name, None, {"reason": decision.reason})])
    notify(declaration, _TOLD[verdict], reason=decision.reason)


def _give_back(declaration: Declaration, line: RefundLine, decision: Decision, now: datetime) -> None:
    """The second officer agreed: what was paid is given back, unless it is no longer what both have seen."""
    tell(declaration, "second_approved", decision.officer_name)
    if not _still_right(declaration, line, now):
        _fail(declaration, line, now)
        notify(declaration, "approved_too_late")
        return
    refund = effect.give_back(ENGINE, declaration, line, now)
    _items(declaration).filter(code="").update(live=False, done=True)
    _place(declaration, line, LineState.EFFECTIVE, State.EFFECTIVE)
    declaration.effective = 1
    declaration.finished_at = now
    amount = yuan(refund.amount_fen)
    tell(declaration, "refund_decided", ENGINE.name, amount=amount)
    notify(declaration, "refund_decided", name=line.name, amount=amount)


def _still_right(declaration: Declaration, line: RefundLine, now: datetime) -> bool:
    """Under the lock on the person: whether exactly what was confirmed can be given back."""
    bulk.rows(__file__, "lock_person", {"person": line.person_id})
    outcome = _outcome(declaration, line, now)
    same = not outcome.refused and (outcome.employer_fen, outcome.personal_fen) == (
        line.employer_fen,
        line.personal_fen,
    )
    if not same:
        values = {"shown": yuan(line.amount_fen), "now": yuan(outcome.amount_fen)}
        findings.write(declaration.pk, [(LINE, [hard("changed_now", "months", **values)])])
    return same


def _outcome(declaration: Declaration, line: RefundLine, now: datetime) -> Outcome:
    person = Person.objects.get(pk=line.person_id)
    wanted = Wanted(declaration.employer_id, person.pk, declaration.pk)
    keys = [(item.month, item.scheme) for item in queries.items(declaration.pk) if not item.code]
    return judging.chosen(wanted, person, keys, law(), day_of(now), confirmed=False)


def _fail(declaration: Declaration, line: RefundLine, now: datetime) -> None:
    _items(declaration).update(live=False)
    _place(declaration, line, LineState.FAILED, State.FAILED)
    declaration.failed = 1
    declaration.finished_at = now
    declaration.save()
    tell(declaration, "failed", ENGINE.name, count=1)


def _place(declaration: Declaration, line: RefundLine, line_state: LineState, state: State) -> None:
    """Where line and filing stand now."""
    line.state = line_state
    line.save(update_fields=["state"])
    declaration.state = state
    declaration.to_review = int(line_state is LineState.IN_REVIEW)
    declaration.next_step = None
    declaration.progress = 100
    declaration.save()


def _line(declaration: Declaration) -> RefundLine:
    return RefundLine.objects.get(declaration_id=declaration.pk, line_no=LINE)


def _items(declaration: Declaration) -> QuerySet[RefundItem]:
    """The months that are asked back, without those that could not be."""
    return RefundItem.objects.filter(declaration_id=declaration.pk, code="")


def _open_case(declaration: Declaration, line: RefundLine, stage: int, now: datetime) -> None:
    Case.objects.create(
        declaration=declaration,
        line_no=line.line_no,
        content_version=declaration.content_version,
        stage=stage,
        stages=STAGES,
        district=declaration.employer.district,
        employer_id=declaration.employer_id,
        service=SERVICE,
        reason=REASONS[stage],
        person_name=line.name,
        state=CaseState.OPEN,
        opened_at=now,
        due_on=day_of(now) + timedelta(days=REVIEW_DAYS),
    )

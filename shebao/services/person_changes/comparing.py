"""Where the number that is filed is another record's: officers find out whether both are one; nothing is written over.

The question and its answer are those of `persons.merging`; here they belong to the lines of a filing.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from shebao.audit.actions import Actor
from shebao.declarations.models import Declaration, LineState
from shebao.declarations.timeline import tell
from shebao.kernel.findings import hard
from shebao.persons import merging
from shebao.persons.models import MergerState
from shebao.review.models import Decision, Verdict
from shebao.services.lines import findings
from shebao.services.person_changes.models import ChangeLine


def ask(actor: Actor, declaration: Declaration, now: datetime) -> None:
    """Ask about the good lines whose number is another record's; inside an open action.

    Only a filing of one line may change a number. Where both have been found to be one since the check, it fails.
    """
    for line in _comparing(declaration).filter(state=LineState.GOOD):
        person, other = line.person_id or 0, line.other_id or 0
        if merging.is_one(person, other):
            _fail(declaration, line, "number_taken_now")
        else:
            merging.ask(actor, person, other, declaration.pk, line.line_no, why=line.reason, now=now)


def answer(actor: Actor, declaration: Declaration, decided: Iterable[Decision], now: datetime) -> None:
    """Carry out what officers said of the lines that wait for it; inside an open action."""
    lines = {line.line_no: line for line in _comparing(declaration).filter(state=LineState.IN_REVIEW)}
    for decision in decided:
        line = lines.get(decision.case.line_no)
        if line is not None:
            _answer(actor, declaration, line, decision, now)


def _answer(actor: Actor, declaration: Declaration, line: ChangeLine, decision: Decision, now: datetime) -> None:
    where, officer = (declaration.pk, line.line_no), decision.officer_name
    if decision.verdict == Verdict.REJECT:
        merging.refuse(actor, *where, officer=officer, reason=decision.reason, now=now)
    elif decision.verdict == Verdict.RETURN:
        merging.withdraw(actor, *where, officer=officer, reason=decision.reason, now=now)
    elif decision.case.stage == decision.case.stages:
        _link(actor, declaration, line, officer, now)


def _link(actor: Actor, declaration: Declaration, line: ChangeLine, officer: str, now: datetime) -> None:
    merger = merging.carry_out(actor, declaration.pk, line.line_no, officer=officer, now=now)
    if merger.state != MergerState.LINKED:
        _fail(declaration, line, "records_changed_now")
        return
    line.state = LineState.EFFECTIVE
    line.save(update_fields=["state"])
    tell(declaration, "records_linked", actor.name)


def _fail(declaration: Declaration, line: ChangeLine, code: str) -> None:
    line.state = LineState.FAILED
    line.save(update_fields=["state"])
    findings.write(declaration.pk, [(line.line_no, [hard(code, "document_number")])])


def _comparing(declaration: Declaration) -> QuerySet[ChangeLine]:
    return ChangeLine.objects.filter(declaration_id=declaration.pk, other_id__isnull=False).order_by("line_no")

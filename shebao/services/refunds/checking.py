"""Checking a request for a refund: the ticked months under the rules, reason and account, one transaction."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.documents import queries as documents
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, Severity, hard, note, soft, worst
from shebao.kernel.money import from_fen, show
from shebao.law import law
from shebao.persons.models import Person
from shebao.services.lines import findings
from shebao.services.refunds import judging, queries, rules
from shebao.services.refunds.asking import Authorities, gone_elsewhere
from shebao.services.refunds.basis import basis
from shebao.services.refunds.facts import Wanted
from shebao.services.refunds.judging import Judged, Outcome
from shebao.services.refunds.models import RefundItem, RefundLine
from shebao.services.refunds.queries import LINE
from shebao.services.refunds.request import Request, read

ENGINE: Final = Actor.system("退费检查")
NOTHING: Final = Outcome(())


def check(declaration: Declaration, authorities: Authorities, now: datetime) -> None:
    """Check a filing that is in state checking; afterwards it is checked. Again, it starts over.

    The national pension system is asked before anything is locked or written.
    """
    asked = read(declaration.payload)
    person = queries.person(asked.person_id, declaration.employer_id)
    outcome = _outcome(declaration, asked, person, now)
    elsewhere = gone_elsewhere(authorities, person, outcome, day_of(now))
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        outcome = _outcome(declaration, asked, person, now)
        found = [*_findings(declaration, asked, person, outcome), *elsewhere]
        good = worst(found) is not Severity.HARD
        _write(declaration, asked, person, outcome, good=good)
        findings.write(declaration.pk, [(LINE, found)])
        declaration.basis = basis(declaration.pk, day_of(now))
        declaration.shown = None
        _conclude(declaration, good=good)


def _outcome(declaration: Declaration, asked: Request, person: Person | None, now: datetime) -> Outcome:
    if person is None:
        return NOTHING
    wanted = Wanted(declaration.employer_id, person.pk, declaration.pk)
    return judging.chosen(wanted, person, asked.months, law(), day_of(now))


def _findings(declaration: Declaration, asked: Request, person: Person | None, outcome: Outcome) -> Iterator[Finding]:
    if person is None:
        yield hard("person_unknown")
        return
    good = outcome.good
    yield from rules.of_items(len(outcome.refused), len(good), outcome.covered)
    materials = len(documents.of_lines(declaration.pk))
    yield from rules.of_request(_as_asked(declaration, asked, materials), law())
    yield from _of_account(declaration, asked)
    yield from _changed(declaration, outcome)


def _as_asked(declaration: Declaration, asked: Request, materials: int) -> rules.Asked:
    return rules.Asked(
        reason=asked.reason,
        words=asked.words,
        bank_name=asked.bank_name,
        account_name=asked.account_name,
        account_number=asked.account_number,
        employer_name=declaration.employer.name,
        materials=materials,
    )


def _of_account(declaration: Declaration, asked: Request) -> Iterator[Finding]:
    """Money redirected to an account is what an insider would try: new accounts and shared ones are pointed out."""
    if not asked.account_number:
        return
    own, others = queries.used_before(asked.account_number, declaration.employer_id)
    if others:
        yield soft("account_of_others", "account_number")
    if not own:
        yield note("account_new", "account_number")


def _changed(declaration: Declaration, outcome: Outcome) -> Iterator[Finding]:
    """What was on the page when a confirmation was refused, where the sum is another one now."""
    before = sum((declaration.shown or {}).get(str(LINE), ()))
    if before and before != outcome.amount_fen:
        yield note("amounts_changed", "months", shown=yuan(before), now=yuan(outcome.amount_fen))


def yuan(fen: int) -> str:
    """An amount as findings write it."""
    return show(from_fen(fen))


def _write(declaration: Declaration, asked: Request, person: Person | None, outcome: Outcome, *, good: bool) -> None:
    RefundLine.objects.create(
        declaration=declaration,
        line_no=LINE,
        employer_id=declaration.employer_id,
        state=LineState.GOOD if good else LineState.BAD,
        needs_review=True,
        name=person.name if person else "",
        document_type=person.document_type if person else "",
        document_number=person.document_number if person else "",
        person_id=person.pk if person else 0,
        reason=asked.reason,
        words=asked.words,
        bank_name=asked.bank_name,
        account_name=asked.account_name,
        account_number=asked.account_number,
        employer_fen=outcome.employer_fen,
        personal_fen=outcome.personal_fen,
    )
    if person is not None:
        RefundItem.objects.bulk_create(_item(declaration, person, one) for one in outcome.months)


def _item(declaration: Declaration, person: Person, one: Judged) -> RefundItem:
    facts, refusal = one.facts, one.refusal
    return RefundItem(
        declaration=declaration,
        line_no=LINE,
        employer_id=declaration.employer_id,
        person_id=person.pk,
        contract_id=facts.contract_id,
        month=int(facts.month),
        scheme=facts.scheme,
        employer_fen=facts.employer_fen,
        personal_fen=facts.personal_fen,
        code=refusal.code if refusal else "",
        params=dict(refusal.params) if refusal else {},
    )


def _conclude(declaration: Declaration, *, good: bool) -> None:
    declaration.lines = 1
    declaration.good = int(good)
    declaration.bad = int(not good)
    declaration.to_review = int(good)
    declaration.state = State.CHECKED
    declaration.finished_at = None
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    declaration.save()
    tell(declaration, "checked", ENGINE.name, good=declaration.good, bad=declaration.bad)

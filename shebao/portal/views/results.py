"""What became of a filing, and 「补正」 for those who did not come through."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, LineState, State
from shebao.documents import queries as documents
from shebao.employment import queries as employment
from shebao.kernel import clock
from shebao.portal import lists, presenters, queries, walk
from shebao.portal.forms import BatchForm
from shebao.portal.pages import filing as own_filing
from shebao.portal.pages import page, posted_line, tells_conflicts
from shebao.portal.views import endings
from shebao.services.enrolment import queries as enrolment
from shebao.services.lines.judged import DONE_BEFORE
from shebao.services.registration import queries as registration
from shebao.services.registration.actions import CORRECTABLE, begin_correction, may_correct
from shebao.services.registration.queries import EitherLine
from shebao.services.withdrawal import queries as withdrawal
from shebao.services.withdrawal.models import WithdrawalLine

SIZE = 20
LINE = 1


@policy.clerk
@require_POST
@tells_conflicts
def correct(request: ClerkRequest, number: str) -> HttpResponse:
    """补正: the form of a new filing of one person who did not come through; the one begun before, if there is one."""
    declaration = own_filing(request, number)
    draft = begin_correction(request.actor, declaration.pk, posted_line(request), now=clock.now())
    return redirect("edit", number=draft.number)


def result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The page of a filing that was confirmed: what became of it so far."""
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "timeline": presenters.timeline(declaration, declarations.timeline(declaration.pk)),
        "running": declaration.next_step is not None,
        "refresh_seconds": walk.REFRESH_SECONDS if declaration.next_step is not None else 0,
        "cancellable": declaration.state in actions.CANCELLABLE and not declaration.effective,
    }
    ending = withdrawal.line(declaration.pk, LINE) if declaration.service == endings.SERVICE else None
    if ending is not None:
        return page(request, "result_ending", context | _ending_result(declaration, ending))
    if declaration.single:
        return page(request, "result", context | _single_result(declaration))
    return page(request, "result_batch", context | _batch_result(declaration))


def _single_result(declaration: Declaration) -> dict[str, object]:
    line = enrolment.line(declaration.pk, LINE)
    contract = employment.filed_by(declaration.pk, LINE)
    message = employment.medical_messages(declaration.pk, [LINE]).get(LINE)
    found = declarations.findings(declaration.pk, line_no=LINE, severity="hard")
    return {
        "line": line,
        "number_kind": presenters.number_kind(line.document_type) if line else "identity",
        "contract": contract,
        "spells": _spells(contract.pk) if contract else [],
        "medical": presenters.medical_of(message) if message else None,
        "findings": presenters.finding_views(found, {}),
        "files": documents.of_lines(declaration.pk, line_nos=[LINE]),
        "waiting_medical": message is not None and message.state in ("waiting", "sent"),
        "correctable": line is not None and line.state in CORRECTABLE and may_correct(declaration),
        **_done_before(declaration, line),
    }


def _ending_result(declaration: Declaration, line: WithdrawalLine) -> dict[str, object]:
    message = employment.medical_messages(declaration.pk, [LINE]).get(LINE)
    contract = employment.contract(line.contract_id, declaration.employer_id) if line.contract_id else None
    found = declarations.findings(declaration.pk, line_no=LINE, severity="hard")
    return {
        **endings.words(line),
        "contract": contract,
        "spells": _spells(contract.pk) if contract else [],
        "medical": presenters.medical_of(message) if message else None,
        "findings": presenters.finding_views(found, {}),
        "correctable": line.state in CORRECTABLE and may_correct(declaration),
        **_done_before(declaration, line),
    }


def _done_before(declaration: Declaration, line: EitherLine | None) -> dict[str, object]:
    """That the person was enrolled just so before, and by which filing; it is linked if it is one of the employer's."""
    if line is None or line.state != LineState.DONE_BEFORE:
        return {}
    found = [one for one in declarations.findings(declaration.pk, line_no=LINE) if one.code in DONE_BEFORE]
    earlier = str(found[0].params.get("number", "")) if found else ""
    known = declarations.find(earlier, declaration.employer_id) is not None
    return {"done_before": True, "earlier": earlier, "earlier_url": reverse("filing", args=[earlier]) if known else ""}


def _spells(contract_id: int) -> list[tuple[str, object]]:
    return [(presenters.scheme_names([spell.scheme]), spell) for spell in employment.spells(contract_id)]


def _batch_result(declaration: Declaration) -> dict[str, object]:
    return {
        "counts": presenters.line_tallies(registration.counts(declaration.pk)),
        **batch_lines(declaration, registration.lines(declaration.pk, size=SIZE)),
        "batch_form": BatchForm() if declaration.state == State.RETURNED else None,
    }


def batch_lines(declaration: Declaration, lines: list[EitherLine]) -> dict[str, object]:
    """The table of some lines, with their findings and what the medical side said, in two queries.

    Those that can be corrected one by one have a button for it, which belongs to the form `lists.CORRECT_FORM`.
    """
    line_nos = [line.line_no for line in lines]
    found = queries.findings_of_lines(declaration.pk, line_nos)
    messages_of = employment.medical_messages(declaration.pk, line_nos)
    correctable = frozenset(CORRECTABLE) if may_correct(declaration) else frozenset()
    return {
        "columns": lists.line_columns(correct=bool(correctable)),
        "rows": lists.line_rows(lines, found, messages_of, correctable),
        "correct_form": lists.CORRECT_FORM if correctable else "",
    }

"""「终止」: one employee leaves. From the contract to the form, and what is chosen in place while it is checked."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, LineState, State
from shebao.employment import queries as employment
from shebao.employment.models import Contract, Coverage
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.portal import presenters, reasons
from shebao.portal.forms import CONTRACT, EndForm, client_key, end_payload, new_client_key
from shebao.portal.pages import LARGEST_ID, address, found, page, tells_conflicts
from shebao.portal.pages import filing as own_filing
from shebao.services.withdrawal.fields import GENERATE
from shebao.services.withdrawal.models import WithdrawalLine

SERVICE = "withdrawal"
LINE = 1


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ClerkRequest, contract_id: int) -> HttpResponse:
    """The form for a contract of the list; a POST begins the filing under the form's key and hands it in.

    The filing stays with its contract: a form sent for another one is refused, as is one for a contract that has ended.
    """
    contract = found(employment.contract(contract_id, request.employer.pk) if contract_id <= LARGEST_ID else None)
    if request.method != "POST":
        return _blank(request, contract)
    begun = declarations.begun(request.employer.pk, client_key(request.POST))
    if begun is None and contract.ended_on:
        return _blank(request, contract)
    if begun is not None and begun.payload.get(CONTRACT, str(contract.pk)) != str(contract.pk):
        messages.warning(request, _("该页面已用于另一份劳动合同的申报，本次没有提交。请从合同页面重新点击“终止”。"))
        return redirect("contract", contract_id=contract.pk)
    declaration = actions.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=True,
        client_key=client_key(request.POST),
        now=clock.now(),
    )
    return _hand_in(request, declaration.number, _identity(contract))


def _blank(request: ClerkRequest, contract: Contract) -> HttpResponse:
    if contract.ended_on:
        messages.info(request, _("该合同已经终止，不需要再次申报。"))
        return redirect("contract", contract_id=contract.pk)
    return _form_page(request, None, _identity(contract), new_client_key(), contract)


def edit(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The form of a filing that was begun, with its findings at their fields; a POST hands it in anew."""
    if request.method == "POST":
        return _hand_in(request, declaration.number, declaration.payload)
    if declaration.state not in actions.EDITABLE:
        return redirect("filing", number=declaration.number)
    return _form_page(request, declaration, declaration.payload, declaration.client_key, None)


@policy.clerk
@require_POST
@tells_conflicts
def generate(request: ClerkRequest, number: str) -> HttpResponse:
    """「生成当月缴费」: chosen for all lines that need it; the filing is checked again and shows the amounts."""
    declaration = own_filing(request, number)
    actions.choose(request.actor, declaration.pk, GENERATE, "1", now=clock.now())
    return redirect("filing", number=number)


def _hand_in(request: ClerkRequest, number: str, identity: Mapping[str, str]) -> HttpResponse:
    payload = end_payload(request.POST, identity)

    @tells_conflicts
    def submit(request: ClerkRequest, number: str) -> HttpResponse:
        declaration = own_filing(request, number)
        actions.save(request.actor, declaration.pk, payload, now=clock.now())
        actions.submit(request.actor, declaration.pk, now=clock.now())
        return redirect("filing", number=number)

    return submit(request, number)


def _identity(contract: Contract) -> dict[str, str]:
    person = contract.person
    return {
        CONTRACT: str(contract.pk),
        "name": person.name,
        "document_type": person.document_type,
        "document_number": person.document_number,
    }


def _form_page(
    request: ClerkRequest,
    declaration: Declaration | None,
    payload: Mapping[str, str],
    key: str,
    contract: Contract | None,
) -> HttpResponse:
    form = EndForm(payload, clock.today())
    rest = _show_findings(form, declaration) if declaration else []
    context = {
        "form": form,
        "declaration": declaration,
        "contract": contract,
        "client_key": key,
        "name": payload.get("name", ""),
        "number": payload.get("document_number", ""),
        "number_kind": presenters.number_kind(payload.get("document_type", "")),
        "findings": rest,
        "reasons": reasons.end_reasons(clock.today()),
    }
    return page(request, "end", context)


def words(line: WithdrawalLine) -> dict[str, object]:
    """A line that ends a contract, in words: for the page before it is confirmed, and for the one after."""
    spells = employment.spells(line.contract_id) if line.contract_id else []
    return {
        "line": line,
        "number_kind": presenters.number_kind(line.document_type),
        "reason": reasons.end_reason(line.end_reason),
        "stop_reason": presenters.code_name("stop_reason", line.stop_reason),
        "schemes": presenters.scheme_names(sorted({spell.scheme for spell in spells if not spell.voided})),
        "money": {
            "generated": int(line.generate),
            "employer_fen": line.employer_fen,
            "personal_fen": line.personal_fen,
            "cancelled_fen": line.cancelled_fen,
            "refundable_fen": line.refundable_fen,
        },
        "refund_url": _refund_url(line, spells),
        "this_month": Month.from_int(line.last_month or int(Month.of(clock.today()))).chinese,
    }


def _refund_url(line: WithdrawalLine, spells: Sequence[Coverage]) -> str:
    """Where what was paid for the months after the last one is asked back; empty where nothing is to be given back."""
    if line.state != LineState.EFFECTIVE or not line.refundable_fen or not spells:
        return ""
    first = Month.from_int(line.last_month) + 1 if line.last_month else min(spell.from_month for spell in spells)
    return address(reverse("refund-person", args=[spells[0].person_id]), **{"from": int(first)})


def _show_findings(form: EndForm, declaration: Declaration) -> list[object]:
    """Put what must be mended at its fields; give the rest for a list of its own."""
    if declaration.state != State.CHECKED:
        return []
    listed = []
    all_found = declarations.findings(declaration.pk, line_no=LINE)
    for view, finding in zip(presenters.finding_views(all_found, {}), all_found, strict=True):
        if finding.severity == "hard" and finding.field in form.fields:
            form.show(finding.field, str(view.message), str(view.remedy))
        else:
            listed.append(view)
    return list(listed)

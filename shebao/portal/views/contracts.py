"""「劳动合同信息参保登记列表」 and the page of one contract."""

from typing import Literal, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.employment import queries
from shebao.employment.models import Contract
from shebao.persons import searching
from shebao.portal import lists, presenters
from shebao.portal.pages import LARGEST_ID, address, cursor, found, page
from shebao.portal.queries import numbers_of

SIZE = 50
RUNNING = ("running", "ended", "all")
PURPOSES = (
    ("verify", gettext_lazy("与本人核对信息")),
    ("medical", gettext_lazy("到医保部门另行申报")),
    ("certificate", gettext_lazy("开具证明或办理其他手续")),
    ("correct", gettext_lazy("更正登记信息")),
)


class PurposeForm(forms.Form):
    """Why somebody wants to see what is masked."""

    purpose = forms.ChoiceField(label=gettext_lazy("查看用途"), choices=[("", gettext_lazy("请选择")), *PURPOSES])


@policy.clerk
@require_GET
def contracts(request: ClerkRequest) -> HttpResponse:
    """The employer's contracts with search; one statement whatever the number of employees."""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    running = request.GET.get("state", "")
    running = running if running in RUNNING else "running"
    before, after = cursor(request, "before"), cursor(request, "after")
    rows = queries.contracts(
        request.employer.pk,
        search=search,
        running=cast("Literal['running', 'ended', 'all']", running),
        before=before,
        after=after,
        size=SIZE + 1,
    )
    return page(request, "contracts", _list_context(rows, search, running, before, after))


def _list_context(
    rows: list[queries.ContractRow], search: str, running: str, before: int | None, after: int | None
) -> dict[str, object]:
    backwards = after is not None
    more = len(rows) > SIZE
    shown = rows[-SIZE:] if backwards else rows[:SIZE]
    here = reverse("contracts")
    query = {"q": search, "state": "" if running == "running" else running}
    older = bool(shown) and (more if not backwards else True)
    newer = bool(shown) and (more if backwards else before is not None)
    return {
        "columns": lists.CONTRACT_COLUMNS,
        "rows": lists.contract_rows(shown),
        "search": search,
        "state": running,
        "states": (("running", _("在职")), ("ended", _("已解除")), ("all", _("全部"))),
        "reset_url": here if search or running != "running" else "",
        "first_url": address(here, **query) if before is not None or backwards else "",
        "previous_url": address(here, **query, after=shown[0].id) if newer else "",
        "next_url": address(here, **query, before=shown[-1].id) if older else "",
    }


@policy.clerk
@require_GET
def contract(request: ClerkRequest, contract_id: int) -> HttpResponse:
    """One contract with its person, coverage, medical state and history; personal numbers masked."""
    return _contract_page(request, _own(request, contract_id), PurposeForm(), shown=False)


@policy.clerk
@require_POST
def reveal(request: ClerkRequest, contract_id: int) -> HttpResponse:
    """The same page with the numbers in full, for a stated purpose; the look is recorded."""
    one = _own(request, contract_id)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请先选择查看用途。"))
        return redirect("contract", contract_id=contract_id)
    purpose = str(dict(PURPOSES)[form.cleaned_data["purpose"]])
    audit.look(request.actor, "contract", person_id=one.person_id, purpose=purpose, subject=f"contract:{one.pk}")
    return _contract_page(request, one, form, shown=True)


def _own(request: ClerkRequest, contract_id: int) -> Contract:
    return found(queries.contract(contract_id, request.employer.pk) if contract_id <= LARGEST_ID else None)


def _contract_page(request: ClerkRequest, one: Contract, form: PurposeForm, *, shown: bool) -> HttpResponse:
    message = queries.last_medical_message(one)
    numbers = numbers_of([one.declaration_id, *([one.end_declaration_id] if one.end_declaration_id else [])])
    history = queries.contracts_of_person(one.person_id, request.employer.pk)
    person = one.person
    context = {
        "contract": one,
        "contract_query": f"?contract={one.pk}",
        "person": person,
        "shown": shown,
        "purpose_form": form,
        "number_kind": presenters.number_kind(person.document_type),
        "names": _names(one),
        "spells": [(presenters.scheme_names([spell.scheme]), spell) for spell in queries.spells(one.pk)],
        "medical": presenters.medical_of(message),
        "history": [each for each in history if each.pk != one.pk],
        "filing_number": numbers.get(one.declaration_id, ""),
        "ending_number": numbers.get(one.end_declaration_id or 0, ""),
    }
    return page(request, "contract", context)


def _names(one: Contract) -> dict[str, str]:
    """The Chinese names of the codes on the page."""
    name = presenters.code_name
    return {
        "document_type": name("document_type", one.person.document_type),
        "sex": name("sex", one.person.sex),
        "nationality": name("country", one.person.nationality),
        "household_registration": name("household_registration", one.person.household_registration),
        "education": name("education", one.person.education),
        "contract_kind": name("contract_kind", one.contract_kind),
        "term_kind": name("contract_term", one.term_kind),
        "signing": name("signing", one.signing),
        "employment_form": name("employment_form", one.employment_form),
        "enrolment_reason": name("enrolment_reason", one.enrolment_reason),
        "end_reason": name("contract_end_reason", one.end_reason),
        "stop_reason": name("stop_reason", one.stop_reason),
        "medical_category": name("medical_person_category", one.medical_category),
    }

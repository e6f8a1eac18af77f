"""「登记表办理」: a 「个人信息登记表」 that was handed in on paper is entered, with its photo."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.audit import actions as audit
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, NotAllowed
from shebao.office import registration_forms as forms
from shebao.office.comparison import number_kind
from shebao.office.pages import LARGEST_ID, found, page
from shebao.persons.models import Person
from shebao.services.cards import actions, offline, queries
from shebao.services.cards.queries import Choice

CHECK: Final = "check"
"""What the button sends that only looks at the photo."""


@policy.officer(*actions.POSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: OfficerRequest) -> HttpResponse:
    """Whose form: by the whole number that stands on it, which is sent so that it stands in no address."""
    form = forms.NumberForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        person = offline.by_number(form.cleaned_data["number"], request.districts)
        if person is not None:
            return redirect("office-registration-form", person_id=person.pk)
        form.add_error(
            "number", _("所属区没有该证件号码的参保人员。请核对号码；在其他区参保的，请到参保单位所属区办理。")
        )
    return page(request, "registration_forms/find", {"form": form})


@policy.officer(*actions.POSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: OfficerRequest, person_id: int) -> HttpResponse:
    """What is applied for, and the photo; one button only looks at the photo, the other applies."""
    person = found(offline.by_id(person_id, request.districts) if person_id <= LARGEST_ID else None)
    choices = queries.may_apply([person.pk], clock.today())[person.pk]
    if request.method != "POST":
        return _page(request, person, choices, forms.EntryForm(choices=choices))
    form = forms.EntryForm(request.POST, request.FILES, choices=choices, only_photo=request.POST.get("do") == CHECK)
    if not form.is_valid():
        return _page(request, person, choices, form, status=400)
    if form.only_photo:
        return _page(request, person, choices, form, offline.look_at(form.photo_file, clock.now()))
    return _entered(request, person, choices, form)


def _entered(request: OfficerRequest, person: Person, choices: Sequence[Choice], form: forms.EntryForm) -> HttpResponse:
    """Apply, and go to the application; or show what is wrong with the photo."""
    here = offline.contracts(person.pk, request.districts)
    asked = offline.Form(person, form.cleaned_data["kind"], here[0].employer.district)
    key = str(form.cleaned_data["client_key"])
    try:
        entered = offline.enter(request.actor, asked, form.photo_file, form.photo_name, client_key=key, now=clock.now())
    except (Conflict, NotAllowed) as problem:
        form.add_error(None, f"{problem.message}{problem.remedy}")
        return _page(request, person, choices, form, status=problem.status)
    if entered.application is None:
        return _page(request, person, choices, form, entered.judged, status=400)
    if entered.judged.verdict is Verdict.UNSURE:
        messages.warning(request, _("登记表已录入。系统不能确定照片是否合格，须由另一位工作人员审核照片。"))
    else:
        messages.success(request, _("登记表已录入，照片符合制卡要求。"))
    return redirect("office-card", number=entered.application.number)


def _page(
    request: OfficerRequest,
    person: Person,
    choices: Sequence[Choice],
    form: forms.EntryForm,
    judged: Judged | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The person with the form; however it was come to, a look, and recorded as one."""
    audit.look(request.actor, "registration_form", person_id=person.pk, purpose=_("登记表办理"))
    here = offline.contracts(person.pk, request.districts)
    context: dict[str, Any] = {
        "person": person,
        "number_kind": number_kind(person.document_type),
        "form": form,
        "contract_columns": forms.CONTRACT_COLUMNS,
        "contract_rows": forms.contract_rows(here),
        "closed_columns": forms.CLOSED_COLUMNS,
        "closed_rows": forms.closed_rows(choices),
        "check": CHECK,
        **(forms.found_of(judged) if judged else {"verdict": ""}),
    }
    return page(request, "registration_forms/enter", context, status=status)

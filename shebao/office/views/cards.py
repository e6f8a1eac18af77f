"""「制卡照片审核」 and 「社会保障卡申请」: photos that the check is unsure of, and how far each card is."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import OfficerRequest
from shebao.audit import actions as audit
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.kernel.errors import Conflict, Invalid, NotAllowed
from shebao.office import cards, words
from shebao.office.card_forms import PhotoForm
from shebao.office.comparison import number_kind
from shebao.office.downloads import material
from shebao.office.pages import address, cursor, cut, found, page
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.services.cards import actions, queries
from shebao.services.cards.models import Application, Source, State
from shebao.services.cards.queries import REVIEW
from shebao.web import social_cards

SIZE: Final = 50


@policy.officer()
@require_GET
def photos(request: OfficerRequest) -> HttpResponse:
    """Photos of the officer's districts that wait for a decision, oldest first."""
    after = cursor(request, "after") or 0
    shown, more = cut(queries.worklist(request.districts, after=after, size=SIZE + 1), SIZE)
    here = reverse("office-photos")
    context = {
        "columns": cards.COLUMNS,
        "rows": cards.rows(shown),
        "waiting": queries.waiting(request.districts),
        "start_url": reverse("office-card", args=[shown[0][0].number]) if shown else "",
        "first_url": here if after else "",
        "next_url": address(here, after=shown[-1][0].pk) if more else "",
    }
    return page(request, "cards/photos", context)


@policy.officer()
@require_GET
def applications(request: OfficerRequest) -> HttpResponse:
    """All applications of the districts, by state, person or number."""
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    after = cursor(request, "after") or 0
    found_ones = queries.worklist(request.districts, state=state, search=search, after=after, size=SIZE + 1)
    shown, more = cut(found_ones, SIZE)
    here = reverse("office-cards")
    context = {
        "columns": cards.COLUMNS,
        "rows": cards.rows(shown),
        "states": State.choices,
        "state": state,
        "search": search,
        "reset_url": here if state or search else "",
        "first_url": address(here, state=state, q=search) if after else "",
        "next_url": address(here, state=state, q=search, after=shown[-1][0].pk) if more else "",
    }
    return page(request, "cards/applications", context)


@policy.officer()
@require_GET
def application(request: OfficerRequest, number: str) -> HttpResponse:
    """One application with its photo; opening it is a look at a person's data, and recorded."""
    return _page(request, own(request, number))


@policy.officer(*actions.POSTS)
@require_POST
def decide(request: OfficerRequest, number: str) -> HttpResponse:
    """Say whether the photo may be printed, and go on to the next one that waits."""
    one = own(request, number)
    form = PhotoForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=400)
    picture_id = form.cleaned_data["seen_picture"]
    try:
        actions.decide(
            request.actor, one.pk, good=form.good, reason=form.told, seen_picture=picture_id, now=clock.now()
        )
    except (Conflict, NotAllowed, Invalid) as problem:
        messages.error(request, f"{problem.message}{problem.remedy}")
        return redirect("office-card", number=number)
    messages.success(request, _("照片审核通过。") if form.good else _("照片已退回，原因告知申请人。"))
    return _go_on(request, one)


@policy.officer()
@require_GET
def picture(request: OfficerRequest, number: str) -> HttpResponseBase:
    """The photo as it would be printed; the look is recorded."""
    one = own(request, number)
    stored = found(StoredFile.objects.filter(pk=one.picture_id or 0).first())
    audit.look(
        request.actor,
        "file:card",
        person_id=one.person_id,
        purpose=_("审核制卡照片"),
        subject=f"file:{stored.pk}",
    )
    return material(storage.read(stored.path), stored.name, stored.kind)


def own(request: OfficerRequest, number: str) -> Application:
    """The application of that number if it is of the officer's districts, or 404."""
    return found(queries.in_districts(number, request.districts))


def _page(
    request: OfficerRequest, one: Application, form: PhotoForm | None = None, *, status: int = 200
) -> HttpResponse:
    person = found(Person.objects.filter(pk=one.person_id).first())
    audit.look(
        request.actor, "card", person_id=person.pk, purpose=_("审核制卡照片"), subject=f"card_application:{one.pk}"
    )
    (view,) = queries.views([one])
    decision = queries.decision_on(one.pk)
    waits = one.state == REVIEW and decision is None
    objection = actions.objection(request.actor, one, clock.now()) if waits else None
    context = {
        "application": one,
        "person": person,
        "number_kind": number_kind(person.document_type),
        "employer": Employer.objects.filter(pk=one.employer_id or 0).first(),
        "kind": social_cards.kind_name(one.kind),
        "source": Source(one.source).label,
        "agency": words.district(one.district),
        "badge": social_cards.state_badge(one.state),
        "waits": waits,
        "review_due": queries.review_due(one) if waits else None,
        "objection": objection,
        "decision": decision,
        "card": view.card,
        "picture_url": reverse("office-card-picture", args=[one.number]) if one.picture_id else "",
        "timeline": social_cards.timeline(view),
        "form": (form or PhotoForm(initial={"seen_picture": one.picture_id})) if waits and not objection else None,
    }
    return page(request, "cards/application", context, status=status)


def _go_on(request: OfficerRequest, one: Application) -> HttpResponse:
    """To the next photo that waits, or back to the list when there is none."""
    behind = queries.worklist(request.districts, after=one.pk, size=1) or queries.worklist(request.districts, size=1)
    if not behind:
        messages.info(request, _("没有其他待审核的照片了。"))
        return redirect("office-photos")
    return redirect("office-card", number=behind[0][0].number)

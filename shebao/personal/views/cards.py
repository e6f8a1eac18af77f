"""「我要办社保卡」 and 「制卡照片采集服务」: a photo is looked at, shown as it would be printed, and applied with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import InsuredRequest
from shebao.audit import actions as audit
from shebao.documents import actions as documents
from shebao.documents import queries as documents_on_record
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.photos import inspect
from shebao.documents.photos.opening import kind_of
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.kernel import clock
from shebao.kernel.errors import Conflict
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.personal import cards
from shebao.personal.downloads import sent
from shebao.personal.forms import CardForm, ConfirmCardForm
from shebao.personal.pages import found, page
from shebao.services.cards import actions, queries
from shebao.services.cards.basis import HANDED_IN
from shebao.services.cards.models import Application
from shebao.web import social_cards

HEAD = 64
"""Bytes that tell what a file is."""
NUMBER_LENGTH = 28
REFRESH_SECONDS = 5
PHOTOS_A_DAY = 20
"""So many photos fit for a card are kept of one person in 24 hours: each takes room in the file store."""


@policy.insured
@require_GET
def overview(request: InsuredRequest) -> HttpResponse:
    """「社会保障卡集成服务一件事」: her cards, and her applications with where they stand."""
    views = queries.of_person(request.records)
    context = {
        "cards": queries.cards_of(request.records),
        "columns": cards.COLUMNS,
        "rows": cards.rows(views),
        "may_apply": bool(cards.open_kinds(_choices(request))),
    }
    return page(request, "cards/overview", context)


@policy.insured
@require_http_methods(["GET", "HEAD", "POST"])
def apply_for(request: InsuredRequest) -> HttpResponse:
    """「我要办社保卡」: what is applied for, and the photo; posted, the photo is looked at and shown."""
    return _apply(request, _("我要办社保卡"))


@policy.insured
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: InsuredRequest) -> HttpResponse:
    """「制卡照片采集服务」: the same, where the scene 「社会保障卡集成服务一件事」 leads to it."""
    return _apply(request, _("制卡照片采集服务"))


@dataclass(frozen=True, slots=True)
class _Tried:
    """A photo that was looked at."""

    judged: Judged
    name: str


def _apply(request: InsuredRequest, title: str) -> HttpResponse:
    choices = _choices(request)
    kinds = cards.open_kinds(choices)
    if request.method != "POST" or not kinds:
        return _form_page(request, title, choices, CardForm(kinds, initial={"kind": kinds[0][0]} if kinds else None))
    form = CardForm(kinds, request.POST, request.FILES)
    if form.is_valid() and _too_many(request):
        form.add_error("photo", _("24小时内最多上传%(most)d张照片，请过24小时再试。") % {"most": PHOTOS_A_DAY})
    if not form.is_valid():
        return _form_page(request, title, choices, form)
    uploaded = form.cleaned_data["photo"]
    judged = inspect.judge(_source(uploaded), spec_on(law(), clock.today()))
    if judged.verdict is Verdict.BAD:
        return _form_page(request, title, choices, form, _Tried(judged, uploaded.name))
    stored = documents.keep(
        request.actor,
        _source(uploaded),
        name=uploaded.name,
        kind=kind_of(_source(uploaded).read(HEAD)) or "other",
        purpose=HANDED_IN,
        employer_id=None,
    )
    return _preview(request, form.cleaned_data["kind"], stored, judged)


@policy.insured
@require_POST
def confirm(request: InsuredRequest) -> HttpResponse:
    """Apply with the photo that was shown; the worker does the rest."""
    form = ConfirmCardForm(request.POST)
    if not form.is_valid():
        raise Http404
    typed = form.cleaned_data
    stored = found(_own_photo(request, typed["photo"]))
    try:
        made = actions.apply(
            request.actor,
            request.person.pk,
            typed["kind"],
            stored,
            client_key=str(typed["client_key"]),
            now=clock.now(),
        )
    except Conflict as conflict:
        messages.warning(request, f"{conflict.message}{conflict.remedy}")
        return HttpResponseRedirect(reverse("my-cards"))
    return HttpResponseRedirect(reverse("my-card", args=[made.number]))


@policy.insured
@require_GET
def application(request: InsuredRequest, number: str) -> HttpResponse:
    """One application with its steps; the page looks again while something is under way."""
    one = _own(request, number)
    (view,) = queries.views([one])
    context = {
        "application": one,
        "kind": social_cards.kind_name(one.kind),
        "badge": social_cards.state_badge(one.state),
        "card": view.card,
        "running": view.running,
        "ended_badly": one.state in social_cards.ENDED_BADLY,
        "timeline": social_cards.timeline(view),
        "refresh_seconds": REFRESH_SECONDS if view.running else None,
    }
    return page(request, "cards/application", context)


@policy.insured
@require_GET
def picture(request: InsuredRequest, number: str) -> HttpResponse:
    """The photo as it is printed on the card; the look is recorded."""
    one = _own(request, number)
    stored = found(StoredFile.objects.filter(pk=one.picture_id or 0, removed_at=None).first())
    audit.look(request.actor, "card_picture", person_id=request.person.pk, purpose=_("本人查看"))
    with storage.read(stored.path) as source:
        return sent(source.read(), stored.name, "image/jpeg", as_attachment=False)


def _choices(request: InsuredRequest) -> list[queries.Choice]:
    return queries.may_apply([request.person.pk], clock.today())[request.person.pk]


def _source(uploaded: "UploadedFile[Any]") -> BinaryIO:
    source = cast("BinaryIO", uploaded.file)
    source.seek(0)
    return source


def _form_page(
    request: InsuredRequest, title: str, choices: list[queries.Choice], form: CardForm, tried: _Tried | None = None
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "may_apply": bool(cards.open_kinds(choices)),
        "refusals": cards.refusals(choices),
        "tried": tried.name if tried else "",
        "problems": cards.problems(tried.judged) if tried else [],
        "crop": cards.picture(tried.judged.preview) if tried else "",
        "requirements": social_cards.requirements(clock.today()),
    }
    return page(request, "cards/apply", context)


def _preview(request: InsuredRequest, kind: str, stored: StoredFile, judged: Judged) -> HttpResponse:
    context = {
        "kind": social_cards.kind_name(kind),
        "unsure": judged.verdict is Verdict.UNSURE,
        "problems": cards.problems(judged),
        "crop": cards.picture(judged.preview),
        "print": cards.picture(judged.print_preview),
        "form": ConfirmCardForm(initial={"kind": kind, "photo": stored.pk}),
    }
    return page(request, "cards/preview", context)


def _too_many(request: InsuredRequest) -> bool:
    since = clock.now() - timedelta(days=1)
    return documents_on_record.count_since(request.user.pk, HANDED_IN, since) >= PHOTOS_A_DAY


def _own_photo(request: InsuredRequest, file_id: int) -> StoredFile | None:
    own = StoredFile.objects.filter(uploaded_by=request.user.pk, purpose=HANDED_IN, employer_id=None, removed_at=None)
    return own.filter(pk=file_id).first()


def _own(request: InsuredRequest, number: str) -> Application:
    one = queries.application(number) if len(number) <= NUMBER_LENGTH else None
    return found(one if one is not None and one.person_id in request.records else None)

"""「社会保障卡集成服务一件事」: the employer's applications, whom to apply for, one photo, many photos."""

from collections.abc import Mapping
from typing import Any, BinaryIO, Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions as declarations
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents_actions
from shebao.documents import queries as documents
from shebao.documents.models import StoredFile
from shebao.documents.photos.limits import DEFAULT_LIMITS, MEBIBYTE
from shebao.documents.photos.opening import kind_of
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.portal import cards, presenters
from shebao.portal.card_forms import ArchiveForm, CardForm
from shebao.portal.forms import client_key, new_client_key
from shebao.portal.pages import LARGEST_ID, address, any_filing, cursor, cut, found, page, tells_conflicts
from shebao.services.cards import actions, queries
from shebao.services.cards.actions import KIND, PERSON, SERVICE
from shebao.services.cards.basis import HANDED_IN
from shebao.services.cards.models import State as CardStep
from shebao.web import social_cards

SIZE: Final = 20
PEOPLE: Final = 30
HEAD: Final = 64
"""Bytes that tell what a file is."""


@policy.clerk
@require_GET
def overview(request: ClerkRequest) -> HttpResponse:
    """The employer's applications, newest first, by state."""
    state = request.GET.get("state", "")
    state = state if state in CardStep.values else ""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    before = cursor(request, "before")
    rows = queries.of_employer(request.employer.pk, search=search, state=state, before=before, size=SIZE + 1)
    shown, more = cut(rows, SIZE)
    here = reverse("cards")
    context = {
        "columns": cards.APPLICATION_COLUMNS,
        "rows": cards.application_rows(shown),
        "tallies": cards.tallies(queries.counts(request.employer.pk)),
        "state": state,
        "search": search,
        "reset_url": here if state or search else "",
        "first_url": address(here, state=state, q=search) if before else "",
        "next_url": address(here, state=state, q=search, before=shown[-1][0].pk) if more else "",
    }
    return page(request, "cards/overview", context)


@policy.clerk
@require_GET
def new(request: ClerkRequest) -> HttpResponse:
    """「我要办社保卡」: whom for; found by name, pinyin or number."""
    search = request.GET.get("q", "")[: searching.MAX_SEARCH]
    people = queries.people(request.employer.pk, search, size=PEOPLE)
    context = {
        "search": search,
        "columns": cards.PERSON_COLUMNS,
        "rows": cards.person_rows(people),
        "full": len(people) == PEOPLE,
    }
    return page(request, "cards/new", context)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: ClerkRequest, person_id: int) -> HttpResponse:
    """A card for one employee; a POST begins the filing under the form's key, with the photo."""
    one = _employee(request, person_id)
    if request.method == "POST":
        key = client_key(request.POST)
        begun = filings.begun(request.employer.pk, key)
        if begun is not None and begun.state not in declarations.EDITABLE:
            return redirect("card-filing", number=begun.number)  # the form was sent before
        filing = actions.begin(request.actor, single=True, client_key=key, now=clock.now())
        return _handle(request, one, filing)
    first = next((one.kind for one in queries.may_apply([person_id], clock.today())[person_id] if not one.against), "")
    return _form_page(request, one, None, {KIND: first})


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def edit(request: ClerkRequest, number: str) -> HttpResponse:
    """The form of a filing that was begun, with what its check found of the photo."""
    declaration = own_filing(request, number)
    one = _employee(request, _person_of(declaration))
    if request.method == "POST":
        return _handle(request, one, declaration)
    if declaration.state not in declarations.EDITABLE:
        return redirect("card-filing", number=number)
    return _form_page(request, one, declaration, declaration.payload)


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: ClerkRequest) -> HttpResponse:
    """「制卡照片采集服务」: photos of many in one archive; a POST begins the filing and hands it to the worker."""
    if request.method != "POST":
        return archive_page(request, ArchiveForm(), new_client_key())
    filing = actions.begin(request.actor, single=False, client_key=client_key(request.POST), now=clock.now())
    return _take_in(request, filing.number)


@policy.clerk
@require_POST
def archive(request: ClerkRequest, number: str) -> HttpResponseBase:
    """Another archive in place of the one before."""
    return _take_in(request, number)


def own_filing(request: ClerkRequest, number: str) -> Declaration:
    """The employer's own filing of that number, or 404."""
    declaration = any_filing(request, number)
    return found(declaration if declaration.service == SERVICE else None)


def archive_page(
    request: ClerkRequest, form: ArchiveForm, key: str, declaration: Declaration | None = None, *, status: int = 200
) -> HttpResponse:
    """The upload page of an archive, with why the last one was refused as a whole."""
    refused = declaration is not None and declaration.state == State.UNREADABLE
    context = {
        "form": form,
        "client_key": key,
        "declaration": declaration,
        "unreadable": cards.unreadable(declaration) if declaration and refused else None,
        "requirements": social_cards.requirements(clock.today()),
        "most_photos": DEFAULT_LIMITS.photos,
        "most_megabytes": DEFAULT_LIMITS.archive_bytes // MEBIBYTE,
    }
    return page(request, "cards/photos", context, status=status)


@tells_conflicts
def _take_in(request: ClerkRequest, number: str) -> HttpResponse:
    declaration = own_filing(request, number)
    if declaration.workbook_id is not None and request.POST.get("client_key") == declaration.client_key:
        return redirect("card-filing", number=number)
    try:
        stored = _keep_archive(request, declaration)
    except Invalid as refused:
        form = ArchiveForm()
        form.show("archive", refused.message, refused.remedy)
        begun = declaration if declaration.workbook_id is not None else None
        return archive_page(request, form, "" if begun else declaration.client_key, begun, status=refused.status)
    declarations.put_workbook(request.actor, declaration.pk, stored.pk, now=clock.now())
    declarations.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("card-filing", number=number)


def _keep_archive(request: ClerkRequest, declaration: Declaration) -> StoredFile:
    """Keep an archive; what is in it the worker finds out. Raises Invalid."""
    sent = request.FILES.get("archive")
    if sent is None:
        raise Invalid(_("没有收到文件。"), code="file_missing", remedy=_("请重新选择文件后上传。"))
    if not (sent.name or "").lower().endswith(".zip"):
        raise Invalid(_("文件不是 ZIP 压缩包。"), code="no_archive", remedy=_("请把照片压缩为 ZIP 文件后再上传。"))
    return documents_actions.keep(
        request.actor,
        cast("BinaryIO", sent.file),
        name=sent.name or "",
        kind="zip",
        purpose=declarations.WORKBOOK,
        employer_id=declaration.employer_id,
        declaration_id=declaration.pk,
        max_bytes=DEFAULT_LIMITS.archive_bytes,
    )


def _handle(request: ClerkRequest, one: Person, filing: Declaration) -> HttpResponse:
    """Keep what was chosen and the photo, then let the worker look at it."""
    kind = request.POST.get("kind", "")
    filing = actions.keep(request.actor, filing.pk, one.pk, one.name, kind, now=clock.now())
    sent = request.FILES.get("photo")
    try:
        if sent is not None:
            _keep_photo(request, filing, sent)
    except Invalid as refused:
        return _form_page(request, one, filing, filing.payload, refused)
    declarations.submit(request.actor, filing.pk, now=clock.now())
    return redirect("card-filing", number=filing.number)


def _keep_photo(request: ClerkRequest, filing: Declaration, sent: "UploadedFile[Any]") -> StoredFile:
    """Keep a photo as it is: what it is like the limited child finds out, and draws it anew. Raises Invalid."""
    source = cast("BinaryIO", sent.file)
    source.seek(0)
    return documents_actions.keep(
        request.actor,
        source,
        name=sent.name or "",
        kind=kind_of(source.read(HEAD)) or "other",
        purpose=HANDED_IN,
        employer_id=filing.employer_id,
        declaration_id=filing.pk,
        line_no=queries.LINE,
    )


def _form_page(
    request: ClerkRequest,
    one: Person,
    filing: Declaration | None,
    typed: Mapping[str, str],
    problem: Invalid | None = None,
) -> HttpResponse:
    kept = documents.of_lines(filing.pk, purpose=HANDED_IN) if filing else []
    form = CardForm(typed, clock.today(), kept=cards.shown_name(kept[-1].name) if kept else "")
    if problem is not None:
        form.show("photo", problem.message, problem.remedy)
    context = {
        "person": one,
        "number_kind": presenters.number_kind(one.document_type),
        "declaration": filing,
        "client_key": filing.client_key if filing else new_client_key(),
        "form": form,
        "findings": _show_findings(form, filing) if filing else [],
        "crop_url": preview_url(filing, "crop") if filing else "",
        "requirements": social_cards.requirements(clock.today()),
    }
    return page(request, "cards/apply", context, status=problem.status if problem else 200)


def preview_url(filing: Declaration, what: str) -> str:
    """The address of a preview of a single filing's photo, another one for another photo; empty where there is none."""
    there = documents.of_lines(filing.pk, line_nos=[queries.LINE], purpose=f"card_{what}")
    here = reverse("card-picture", args=[filing.number, queries.LINE, what])
    return address(here, of=there[-1].pk) if there else ""


def _show_findings(form: CardForm, filing: Declaration) -> list[object]:
    """Put what must be mended at its fields; give the rest for a list of its own."""
    if filing.state != State.CHECKED:
        return []
    told = filings.findings(filing.pk, line_no=queries.LINE)
    rest: list[object] = []
    for one, view in zip(told, cards.finding_views(told), strict=True):
        if one.severity == "hard" and one.field in form.fields:
            form.show(one.field, str(view.message), str(view.remedy))
        else:
            rest.append(view)
    return rest


def _employee(request: ClerkRequest, person_id: int) -> Person:
    return found(queries.employee(person_id, request.employer.pk) if person_id <= LARGEST_ID else None)


def _person_of(declaration: Declaration) -> int:
    text = str(declaration.payload.get(PERSON, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_ID)) else 0

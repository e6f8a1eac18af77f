"""One filing of cards as it stands, its photos, and one application with its progress."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.declarations import queries as filings
from shebao.declarations.models import Declaration, LineState, State
from shebao.documents import queries as documents
from shebao.documents import storage
from shebao.persons.models import Person
from shebao.portal import cards, line_lists, presenters, walk
from shebao.portal import queries as portal_queries
from shebao.portal.card_forms import ArchiveForm
from shebao.portal.downloads import inline
from shebao.portal.forms import ConfirmForm
from shebao.portal.pages import LARGEST_LINE, found, page, tells_conflicts
from shebao.portal.views.cards import archive_page, own_filing, preview_url
from shebao.services.cards import actions, queries
from shebao.services.cards.models import CardLine
from shebao.services.cards.pictures import CROP, PRINT, PURPOSE
from shebao.services.lines import listed
from shebao.web import social_cards

SIZE: Final = 50
SHOWN: Final = 20
PICTURES: Final[Mapping[str, str]] = {"card": PURPOSE, "crop": CROP, "print": PRINT}


@policy.clerk
@require_GET
def filing(request: ClerkRequest, number: str) -> HttpResponse:
    """One filing as it stands."""
    return walk.show(request, own_filing(request, number), _PAGES, _result)


@policy.clerk
@require_POST
@tells_conflicts
def confirm(request: ClerkRequest, number: str) -> HttpResponse:
    """「确认提交」: apply for those whose photos were shown, unless what it rests on has changed."""
    changed = _("核对之后日期或照片有变化，系统已重新核对，请查看结果后再次确认。")
    return walk.confirm(request, own_filing(request, number), actions.confirm, changed)


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every photo of an archive with its result, by state."""
    listing = line_lists.Listing(CardLine, (), "card-lines", _("照片明细"), _table)
    return line_lists.show(request, own_filing(request, number), listing)


@policy.clerk
@require_GET
def picture(request: ClerkRequest, number: str, line_no: int, what: str) -> HttpResponseBase:
    """A photo as it would be printed, or a preview of it; the look is recorded."""
    declaration = own_filing(request, number)
    purpose = found(PICTURES.get(what))
    there = documents.of_lines(declaration.pk, line_nos=[min(line_no, LARGEST_LINE)], purpose=purpose)
    stored = found(there[-1] if there else None)
    line = queries.line(declaration.pk, stored.line_no or 0)
    audit.look(
        request.actor,
        f"file:{purpose}",
        person_id=line.person_id or None if line else None,
        purpose=_("社会保障卡"),
        subject=f"file:{stored.pk}",
    )
    return inline(storage.read(stored.path), stored.name, stored.kind)


@policy.clerk
@require_GET
def application(request: ClerkRequest, number: str) -> HttpResponse:
    """One application of the employer, with its progress."""
    one = found(queries.application(number))
    found(one if one.employer_id == request.employer.pk else None)
    (view,) = queries.views([one])
    person = found(Person.objects.filter(pk=one.person_id).first())
    filed = found(portal_queries.numbers_of([one.declaration_id or 0]).get(one.declaration_id or 0))
    context = {
        "application": one,
        "person": person,
        "number_kind": presenters.number_kind(person.document_type),
        "kind": social_cards.kind_name(one.kind),
        "badge": social_cards.state_badge(one.state),
        "card": view.card,
        "running": view.running,
        "ended_badly": one.state in social_cards.ENDED_BADLY,
        "filing": filed,
        "picture_url": reverse("card-picture", args=[filed, one.line_no or queries.LINE, "card"]),
        "timeline": social_cards.timeline(view),
    }
    return page(request, "cards/application", context)


def _table(declaration: Declaration, shown: list[CardLine]) -> dict[str, object]:
    numbers = [line.line_no for line in shown]
    findings = portal_queries.findings_of_lines(declaration.pk, numbers)
    made = queries.of_lines(declaration.pk, numbers)
    return {"columns": cards.LINE_COLUMNS, "rows": cards.line_rows(shown, findings, made, declaration.number)}


def _draft(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return redirect("card-edit", number=declaration.number)
    return archive_page(request, ArchiveForm(), "", declaration)


def _checked(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    if declaration.single:
        return _preview(request, declaration)
    bad = listed.lines(CardLine, declaration.pk, state=LineState.BAD, size=SHOWN)
    good = listed.lines(CardLine, declaration.pk, state=LineState.GOOD, size=SHOWN)
    bad_table, good_table = _table(declaration, bad), _table(declaration, good)
    context = {
        "declaration": declaration,
        "columns": cards.LINE_COLUMNS,
        "bad_rows": bad_table["rows"],
        "good_rows": good_table["rows"],
        "confirm_form": _confirm_form(declaration),
        "archive_form": ArchiveForm(),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "cards/check", context)


def _preview(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """The photo as it will be cut and printed; one that must be mended goes back to the form."""
    if not declaration.good:
        return redirect("card-edit", number=declaration.number)
    line = found(queries.line(declaration.pk))
    context = {
        "declaration": declaration,
        "line": line,
        "number_kind": presenters.number_kind(line.document_type),
        "kind": social_cards.kind_name(line.kind),
        "findings": cards.finding_views(filings.findings(declaration.pk, line_no=queries.LINE)),
        "crop_url": preview_url(declaration, "crop"),
        "print_url": preview_url(declaration, "print"),
        "confirm_form": _confirm_form(declaration),
    }
    return page(request, "cards/preview", context)


def _result(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    """What came of it; a single filing that took effect is shown by its application."""
    made = queries.of_lines(declaration.pk, [queries.LINE]).get(queries.LINE) if declaration.single else None
    if made is not None:
        return redirect("card-application", number=made.number)
    context = {
        "declaration": declaration,
        "kind": presenters.kind(declaration),
        "badge": presenters.state_badge(declaration),
        "counts": presenters.line_tallies(listed.counts(CardLine, declaration.pk)),
        "progress": cards.tallies(queries.of_filing(declaration.pk)),
        **_table(declaration, listed.lines(CardLine, declaration.pk, size=SHOWN)),
        "timeline": presenters.timeline(declaration, filings.timeline(declaration.pk)),
    }
    return page(request, "cards/result", context)


def _confirm_form(declaration: Declaration) -> ConfirmForm:
    return ConfirmForm(initial={"content_version": declaration.content_version}, soft=walk.has_soft(declaration))


_PAGES: Final[Mapping[State, walk.Page]] = {
    State.DRAFT: _draft,
    State.UNREADABLE: _draft,
    State.CHECKING: walk.progress("cards/progress"),
    State.APPLYING: walk.progress("cards/progress"),
    State.CHECKED: _checked,
}

"""「个人信息登记表」: whom to print the form for, and the file with a page for each."""

import io
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.kernel import clock
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.persons import searching
from shebao.portal import cards
from shebao.portal.downloads import download
from shebao.portal.pages import LARGEST_ID, address, cursor, cut, page
from shebao.services.cards import papers

SIZE: Final = 50
_DIGITS: Final = len(str(LARGEST_ID))


@policy.clerk
@require_GET
def choose(request: ClerkRequest) -> HttpResponse:
    """The employees, those hired last first, each with a box to tick."""
    search, before = request.GET.get("q", "")[: searching.MAX_SEARCH], cursor(request, "before")
    people = papers.people(request.employer.pk, search=search, before=before, size=SIZE + 1)
    shown, more = cut(people, SIZE)
    here = reverse("registration-forms")
    context = {
        "search": search,
        "choice": cards.FORM_CHOICE,
        "columns": cards.FORM_COLUMNS,
        "rows": cards.form_rows(shown),
        "reset_url": here if search else "",
        "first_url": address(here, q=search) if before else "",
        "next_url": address(here, q=search, before=shown[-1].contract_id) if more else "",
    }
    return page(request, "cards/registration_forms", context)


@policy.clerk
@require_POST
def paper(request: ClerkRequest) -> HttpResponseBase:
    """The forms of whoever was ticked, as one PDF; the look at each of them is recorded."""
    ids = _chosen(request)
    people = papers.people(request.employer.pk, person_ids=ids, size=papers.MOST) if ids else []
    if not people:
        messages.error(request, _("没有选择人员。请勾选需要打印登记表的人员，再点“下载登记表”。"))
        return redirect("registration-forms")
    drawn = papers.registration_forms(request.employer, people, spec_on(law(), clock.today()))
    audit.look_each(request.actor, "registration_form", [one.person_id for one in people], purpose=_("打印登记表"))
    name = people[0].name if len(people) == 1 else _("%(n)d人") % {"n": len(people)}
    return download(io.BytesIO(drawn), _("个人信息登记表%(name)s.pdf") % {"name": name}, "pdf")


def _chosen(request: ClerkRequest) -> list[int]:
    texts = request.POST.getlist(cards.FORM_CHOICE)[: papers.MOST]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < _DIGITS]

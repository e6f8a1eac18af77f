"""「劳动合同批量申报」: template, upload, the repaired workbook, and the workbook given back with its errors."""

import io

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions
from shebao.declarations.models import Declaration
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.portal import uploads, workbooks
from shebao.portal.downloads import download
from shebao.portal.forms import BatchForm, client_key, new_client_key
from shebao.portal.marking import marked_workbook
from shebao.portal.pages import filing as own_filing
from shebao.portal.pages import page, tells_conflicts
from shebao.services.registration.sources import SHEET_COLUMNS

SERVICE = "registration"


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ClerkRequest) -> HttpResponse:
    """The upload page; a POST begins the filing under the form's key and hands the workbook to the worker."""
    if request.method != "POST":
        return _upload_page(request, BatchForm(), new_client_key())
    declaration = actions.begin(
        request.actor,
        service=SERVICE,
        employer_id=request.employer.pk,
        single=False,
        client_key=client_key(request.POST),
        now=clock.now(),
    )
    return _take_in(request, declaration.number)


@policy.clerk
@require_POST
def repaired(request: ClerkRequest, number: str) -> HttpResponse:
    """The repaired workbook in place of the one before; nobody who is already enrolled is enrolled again."""
    return _take_in(request, number)


@policy.clerk
@require_GET
def template(_request: ClerkRequest) -> HttpResponseBase:
    """The empty workbook with every field, its drop-downs and the explanation sheet."""
    content = workbooks.template(clock.today())
    return download(io.BytesIO(content), _("劳动合同批量申报模板.xlsx"), "xlsx")


@policy.clerk
@require_GET
def marked(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The uploaded workbook with an error column and the bad cells marked; `?only=bad` leaves out the good lines."""
    declaration = own_filing(request, number)
    return marked_workbook(request, declaration, SHEET_COLUMNS, workbooks.problems(declaration.pk))


@tells_conflicts
def _take_in(request: ClerkRequest, number: str) -> HttpResponse:
    declaration = own_filing(request, number)
    if _same_again(request, declaration):
        return redirect("filing", number=number)
    try:
        stored = uploads.keep_workbook(request, declaration, request.FILES.get("workbook"))
    except Invalid as refused:
        return _refused(request, declaration, refused)
    actions.put_workbook(request.actor, declaration.pk, stored.pk, now=clock.now())
    actions.submit(request.actor, declaration.pk, now=clock.now())
    return redirect("filing", number=number)


def _same_again(request: ClerkRequest, declaration: Declaration) -> bool:
    """Whether the very form that began the filing arrived a second time (double click, retry after a time-out)."""
    return declaration.workbook_id is not None and request.POST.get("client_key") == declaration.client_key


def _refused(request: ClerkRequest, declaration: Declaration, refused: Invalid) -> HttpResponse:
    form = BatchForm()
    form.show("workbook", refused.message, refused.remedy)
    again = declaration.client_key if declaration.workbook_id is None else ""
    return _upload_page(request, form, again, declaration if not again else None, status=refused.status)


def _upload_page(
    request: ClerkRequest, form: BatchForm, key: str, declaration: Declaration | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "client_key": key, "declaration": declaration, "unreadable": None}
    return page(request, "batch", context, status=status)

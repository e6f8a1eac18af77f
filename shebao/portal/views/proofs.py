"""Proof of identity for the lines of a batch that need it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.declarations import actions
from shebao.declarations.models import Declaration
from shebao.documents import queries as documents
from shebao.kernel.errors import Conflict, Invalid
from shebao.portal import presenters, queries, uploads
from shebao.portal.pages import LARGEST_LINE, address, cursor, cut, found, page, posted_line, tells_conflicts
from shebao.portal.pages import filing as own_filing
from shebao.services.enrolment import queries as enrolment

SIZE = 20


@policy.clerk
@require_http_methods(["GET", "HEAD", "POST"])
@tells_conflicts
def proofs(request: ClerkRequest, number: str) -> HttpResponse:
    """The lines that need a proof with an upload each; a POST attaches one to its line."""
    declaration = own_filing(request, number)
    if declaration.state not in actions.EDITABLE:
        raise Conflict(_("该申报已提交，不能再增加材料。"), code="wrong_state")
    if request.method == "POST":
        return _attach(request, declaration)
    return _page(request, declaration)


def _attach(request: ClerkRequest, declaration: Declaration) -> HttpResponse:
    line = found(enrolment.line(declaration.pk, posted_line(request)))
    uploaded = request.FILES.getlist("proof")
    if not uploaded:
        missing = Invalid(_("没有收到文件。"), code="file_missing", remedy=_("请选择文件后再上传。"))
        return _page(request, declaration, wrong=line.line_no, problem=missing)
    try:
        for upload in uploaded:
            uploads.attach(request, declaration, upload, purpose="identity", line_no=line.line_no)
    except Invalid as refused:
        return _page(request, declaration, wrong=line.line_no, problem=refused)
    messages.success(request, _("已为 %(name)s 上传身份证明材料。") % {"name": line.name})
    return redirect(request.get_full_path())


def _page(
    request: ClerkRequest, declaration: Declaration, *, wrong: int = 0, problem: Invalid | None = None
) -> HttpResponse:
    after = min(cursor(request, "after") or 0, LARGEST_LINE)
    lines, more = cut(queries.lines_to_prove(declaration.pk, after, SIZE + 1), SIZE)
    files = documents.of_lines(declaration.pk, line_nos=[line.line_no for line in lines], purpose="identity")
    here = reverse("proofs", args=[declaration.number])
    context = {
        "declaration": declaration,
        "items": [
            {
                "line": line,
                "number": presenters.masked_number(line.document_type, line.document_number),
                "files": [each for each in files if each.line_no == line.line_no],
                "problem": problem if line.line_no == wrong else None,
            }
            for line in lines
        ],
        "here": address(here, after=after or None),
        "first_url": here if after else "",
        "next_url": address(here, after=lines[-1].line_no) if more else "",
    }
    return page(request, "proofs", context, status=problem.status if problem else 200)

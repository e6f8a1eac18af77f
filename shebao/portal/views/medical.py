"""Persons whose change the medical authority refused: to be filed there by its own channel."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.portal import exports, lists, presenters, queries
from shebao.portal.downloads import download
from shebao.portal.pages import address, cursor, cut, page
from shebao.web import formats

SIZE = 50
MOST_EXPORTED = 5000


@policy.clerk
@require_GET
def medical(request: ClerkRequest) -> HttpResponse:
    """The list, newest first, each with the reason of the medical authority."""
    before = cursor(request, "before")
    found = queries.medical_failures(request.employer.pk, before=before, size=SIZE + 1)
    shown, more = cut(found, SIZE)
    lines = queries.lines_of_messages(shown)
    numbers = queries.numbers_of([message.declaration_id for message in shown])
    here = reverse("medical")
    context = {
        "columns": lists.MEDICAL_COLUMNS,
        "rows": lists.medical_rows(shown, lines, numbers),
        "first_url": here if before else "",
        "next_url": address(here, before=shown[-1].pk) if more else "",
    }
    return page(request, "medical", context)


@policy.clerk
@require_GET
def export(request: ClerkRequest) -> HttpResponseBase:
    """The newest 5,000 as a workbook, with full numbers for filing elsewhere; the look is recorded."""
    found = queries.medical_failures(request.employer.pk, size=MOST_EXPORTED)
    people = queries.lines_of_messages(found)
    headings = [_("姓名"), _("证件类型"), _("证件号码"), _("医保反馈的原因"), _("反馈时间"), _("处理办法")]
    what_to_do = presenters.medical("failed", "").text
    rows = []
    for message in found:
        line = people.get((message.declaration_id, message.line_no))
        name, document_type, number = lists.person_of(message, line)
        person = [name, presenters.code_name("document_type", document_type), number]
        rows.append(
            [*person, message.answer_text or message.answer_code, formats.moment(message.answered_at), what_to_do]
        )
    audit.look(request.actor, "medical_failures_export", persons=max(1, len(rows)))
    source = exports.write_table(_("医保反馈不成功"), headings, rows)
    return download(source, _("医保反馈不成功人员.xlsx"), "xlsx")

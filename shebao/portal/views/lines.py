"""Findings and lines of a batch, page by page, and what failed as a workbook."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.declarations import queries as declarations
from shebao.declarations.models import Declaration, Finding, LineState
from shebao.portal import exports, presenters, queries
from shebao.portal.downloads import download
from shebao.portal.pages import LARGEST_LINE, address, cursor, cut, page
from shebao.portal.pages import filing as own_filing
from shebao.portal.views.results import batch_lines
from shebao.services.registration import catalogue
from shebao.services.registration import queries as registration

SIZE = 50
SEVERITIES = ("hard", "soft", "note")


@policy.clerk
@require_GET
def findings(request: ClerkRequest, number: str) -> HttpResponse:
    """Findings line by line, by severity and by code."""
    declaration = own_filing(request, number)
    severity = request.GET.get("severity", "")
    severity = severity if severity in SEVERITIES else ""
    code = request.GET.get("code", "")
    code = code if code in catalogue.CATALOGUE else ""
    line, last = cursor(request, "line"), cursor(request, "after")
    rows = declarations.findings(
        declaration.pk,
        severity=severity or None,
        code=code or None,
        after=(min(line, LARGEST_LINE), last) if line is not None and last is not None else None,
        size=SIZE + 1,
    )
    shown, more = cut(rows, SIZE)
    return page(request, "findings", _findings_context(declaration, shown, severity, code, more=more, moved=bool(line)))


def _findings_context(
    declaration: Declaration, shown: list[Finding], severity: str, code: str, *, more: bool, moved: bool
) -> dict[str, object]:
    here = reverse("findings", args=[declaration.number])
    counts = queries.finding_counts(declaration.pk)
    lines = registration.by_number(declaration.pk, [finding.line_no for finding in shown])
    query = {"severity": severity, "code": code}
    after = {"line": shown[-1].line_no, "after": shown[-1].pk} if more else {}
    return {
        "declaration": declaration,
        "findings": presenters.finding_views(shown, lines),
        "counts": presenters.by_severity(counts),
        "severity": severity,
        "code": code,
        "codes": presenters.code_choices(counts),
        "filtered": bool(severity or code),
        "first_url": address(here, **query) if moved else "",
        "next_url": address(here, **query, **after) if more else "",
    }


@policy.clerk
@require_GET
def lines(request: ClerkRequest, number: str) -> HttpResponse:
    """Every line with where it stands, what was wrong, and what the medical side said."""
    declaration = own_filing(request, number)
    state = request.GET.get("state", "")
    state = state if state in LineState.values else ""
    after = cursor(request, "after")
    rows = registration.lines(
        declaration.pk, state=state or None, after=min(after, LARGEST_LINE) if after else None, size=SIZE + 1
    )
    shown, more = cut(rows, SIZE)
    here = reverse("lines", args=[number])
    context = {
        "declaration": declaration,
        **batch_lines(declaration, shown),
        "counts": presenters.line_tallies(registration.counts(declaration.pk)),
        "state": state,
        "here": here,
        "first_url": address(here, state=state) if after else "",
        "next_url": address(here, state=state, after=shown[-1].line_no) if more else "",
    }
    return page(request, "lines", context)


@policy.clerk
@require_GET
def failures(request: ClerkRequest, number: str) -> HttpResponseBase:
    """Every line that did not come through, with reasons and remedies, and those the medical side refused."""
    declaration = own_filing(request, number)
    headings = [_("行号"), _("姓名"), _("证件类型"), _("证件号码"), _("状态"), _("原因与处理办法")]
    rows = list(_failed_rows(declaration))
    audit.look(request.actor, "failures_export", subject=f"declaration:{declaration.pk}", persons=max(1, len(rows)))
    source = exports.write_table(_("未成功人员"), headings, rows)
    return download(source, _("申报%(number)s未成功人员.xlsx") % {"number": number}, "xlsx")


def _failed_rows(declaration: Declaration) -> Iterator[list[str | int | None]]:
    """Three queries, however many lines."""
    reasons = queries.reasons_of_lines(declaration.pk)
    refused = queries.medical_refusals(declaration.pk)
    for line in queries.failed_lines(declaration.pk, list(refused)):
        told = presenters.messages_of(reasons.get(line.line_no, []))
        if line.line_no in refused:
            medical = presenters.medical("failed", refused[line.line_no])
            told = f"{told}{medical.text}{medical.reason}"
        yield [
            line.sheet_row or line.line_no,
            line.name,
            presenters.code_name("document_type", line.document_type),
            line.document_number,
            LineState(line.state).label,
            told,
        ]

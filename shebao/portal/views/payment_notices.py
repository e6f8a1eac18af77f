"""「缴费通知」: the list, one notice with everybody on it, its paper and its workbook."""

import io
from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.contributions import lines, overview
from shebao.contributions.lines import PersonOnNotice
from shebao.contributions.models import Notice
from shebao.contributions.papers import notice_paper
from shebao.kernel import clock
from shebao.kernel.money import from_fen
from shebao.persons import searching
from shebao.portal import exports, money, presenters
from shebao.portal.downloads import download
from shebao.portal.exports import Value
from shebao.portal.pages import address, cursor, cut, found, page
from shebao.portal.views.months import notice_url, person_url
from shebao.web import charges, notice_page

SIZE = 50
NUMBER_LENGTH = 24


@policy.clerk
@require_GET
def payment_notices(request: ClerkRequest) -> HttpResponse:
    """All notices, newest first."""
    before = cursor(request, "before")
    shown, more = cut(overview.notices(request.employer.pk, before=before, size=SIZE + 1), SIZE)
    here = reverse("payment-notices")
    context = {
        "columns": charges.NOTICE_COLUMNS,
        "rows": charges.notice_rows(shown, clock.today(), notice_url),
        "first_url": here if before else "",
        "next_url": address(here, before=shown[-1].pk) if more else "",
    }
    return page(request, "payment_notices", context)


@policy.clerk
@require_GET
def payment_notice(request: ClerkRequest, number: str) -> HttpResponse:
    """One notice: what it asks for, until when, and everybody on it with search."""
    notice = own(request, number)
    search, after = request.GET.get("q", "")[: searching.MAX_SEARCH], cursor(request, "after")
    people, following = notice_page.people(notice, search, after, person_url)
    here = notice_url(notice)
    context = {
        **notice_page.facts(notice, clock.today(), notice_url),
        **people,
        "here": here,
        **money.payment_context(notice, clock.today()),
        "reset_url": here if search else "",
        "first_url": address(here, q=search) if after else "",
        "next_url": address(here, q=search, after=following) if following else "",
    }
    return page(request, "payment_notice", context)


def own(request: ClerkRequest, number: str) -> Notice:
    """The employer's own notice of that number, or 404."""
    return found(overview.notice(request.employer.pk, number) if len(number) <= NUMBER_LENGTH else None)


@policy.clerk
@require_GET
def paper(request: ClerkRequest, number: str) -> HttpResponseBase:
    """缴费通知单 as PDF; it names nobody, so it is no look at personal data."""
    notice = own(request, number)
    replaces, replaced_by = overview.neighbours(notice)
    drawn = notice_paper(
        notice,
        overview.sums_of(notice),
        replaces=replaces.number if replaces else "",
        replaced_by=replaced_by.number if replaced_by else "",
    )
    return download(io.BytesIO(drawn), _("缴费通知单%(number)s.pdf") % {"number": notice.number}, "pdf")


@policy.clerk
@require_GET
def workbook(request: ClerkRequest, number: str) -> HttpResponseBase:
    """Everybody on the notice with full numbers and all amounts; the look is recorded with how many were seen."""
    notice = own(request, number)
    schemes = [one.scheme for one in overview.sums_of(notice)]
    counted = _Counted(lines.everybody(notice, overview.chain(notice)))
    rows = (_export_row(line, schemes) for line in counted)
    source = exports.write_table(_("缴费明细"), _headings(schemes), rows)
    audit.look(request.actor, "notice_export", subject=f"notice:{notice.pk}", persons=max(1, counted.number))
    return download(source, _("缴费通知%(number)s明细.xlsx") % {"number": notice.number}, "xlsx")


class _Counted:
    """Passes lines on and counts them."""

    def __init__(self, source: Iterator[PersonOnNotice]) -> None:
        self.number = 0
        self._source = source

    def __iter__(self) -> Iterator[PersonOnNotice]:
        for line in self._source:
            self.number += 1
            yield line


def _headings(schemes: Sequence[str]) -> list[str]:
    parts = (_("缴费基数"), _("单位（元）"), _("个人（元）"))
    of_schemes = [f"{charges.short_name(code)}{part}" for code in schemes for part in parts]
    return [
        *(_("姓名"), _("证件类型"), _("证件号码"), _("缴费工资（元）")),
        *of_schemes,
        *(_("单位合计（元）"), _("个人合计（元）"), _("合计（元）")),
    ]


def _export_row(line: PersonOnNotice, schemes: Sequence[str]) -> list[Value]:
    amounts: list[Value] = []
    for code in schemes:
        amount = line.amounts.get(code)
        amounts += [amount.base, from_fen(amount.employer_fen), from_fen(amount.personal_fen)] if amount else [None] * 3
    document = presenters.code_name("document_type", line.document_type)
    totals = (line.employer_fen, line.personal_fen, line.total_fen)
    return [
        line.name,
        document,
        line.document_number,
        from_fen(line.wage_fen),
        *amounts,
        *(from_fen(fen) for fen in totals),
    ]

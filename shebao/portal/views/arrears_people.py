"""Who is owed for in a month, with export; and what the medical authority said after payment."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.audit import actions as audit
from shebao.collection import queries as collection
from shebao.collection.queries import Arrear
from shebao.contributions import lines, overview
from shebao.contributions.lines import PersonOnNotice
from shebao.contributions.models import Notice
from shebao.kernel import clock
from shebao.kernel.money import from_fen
from shebao.kernel.months import Month
from shebao.persons import searching
from shebao.portal import arrears as shown
from shebao.portal import exports, presenters
from shebao.portal.downloads import download
from shebao.portal.exports import Value
from shebao.portal.pages import address, cursor, cut, found, page
from shebao.portal.views.arrears_filings import own_filing
from shebao.portal.views.months import month_or_404, person_url
from shebao.services.arrears import queries
from shebao.web import charges, formats, notice_page

SIZE: Final = 50
MEDICAL_AT_ONCE: Final = 5_000
DETAILS: Final = "欠费人员明细"


@policy.clerk
@require_GET
def month(request: ClerkRequest, month: int) -> HttpResponse:
    """Everybody who is owed for in a 费款所属期, with search; the last notice of the month that is unpaid."""
    wanted = month_or_404(month)
    owed = _owed(request, wanted)
    notice = found(Notice.objects.filter(pk=owed[0].notice_id).first() if owed else None)
    search, after = request.GET.get("q", "")[: searching.MAX_SEARCH], cursor(request, "after")
    people, following = notice_page.people(notice, search, after, person_url)
    here = reverse("arrears-month", args=[month])
    context = {
        "month": wanted,
        "export_url": address(reverse("arrears-export"), month=month),
        "owed_columns": shown.ARREAR_COLUMNS,
        "owed_rows": shown.arrear_rows(owed, details=False),
        **people,
        "here": here,
        "reset_url": here if search else "",
        "first_url": address(here, q=search) if after else "",
        "next_url": address(here, q=search, after=following) if following else "",
    }
    return page(request, "arrears/month", context)


def _owed(request: ClerkRequest, wanted: Month | None) -> list[Arrear]:
    """What is owed for the month, what can be paid first; for all months without one."""
    arrears = collection.arrears(request.employer.pk, clock.today())
    chosen = [one for one in arrears if wanted is None or one.month == wanted]
    return sorted(chosen, key=lambda one: (one.month, bool(one.bill), one.notice_id))


@policy.clerk
@require_GET
def export(request: ClerkRequest) -> HttpResponseBase:
    """Everybody who is owed for, of one month (`?month=`) or of all, with full numbers; the look is recorded."""
    number = cursor(request, "month")
    wanted = month_or_404(number) if number is not None else None
    owed = _owed(request, wanted)
    notices = Notice.objects.in_bulk([one.notice_id for one in owed])
    schemes = sorted({sum_.scheme for notice in notices.values() for sum_ in overview.sums_of(notice)})
    rows = _Counted(_rows([notices[one.notice_id] for one in owed], schemes))
    source = exports.write_table(DETAILS, _headings(schemes), rows)
    audit.look(request.actor, "arrears_export", subject=f"month:{number or 'all'}", persons=max(1, rows.number))
    return download(source, f"{DETAILS}{number or ''}.xlsx", "xlsx")


class _Counted:
    """Passes rows on and counts them."""

    def __init__(self, source: Iterator[list[Value]]) -> None:
        self.number = 0
        self._source = source

    def __iter__(self) -> Iterator[list[Value]]:
        for row in self._source:
            self.number += 1
            yield row


def _rows(notices: Sequence[Notice], schemes: Sequence[str]) -> Iterator[list[Value]]:
    for notice in notices:
        for person in lines.everybody(notice, overview.chain(notice)):
            if person.total_fen:
                yield _row(notice, person, schemes)


def _headings(schemes: Sequence[str]) -> list[str]:
    parts = (_("缴费基数"), _("单位（元）"), _("个人（元）"))
    of_schemes = [f"{charges.short_name(code)}{part}" for code in schemes for part in parts]
    return [
        *(_("费款所属期"), _("缴费通知单号"), _("姓名"), _("证件类型"), _("证件号码")),
        *of_schemes,
        *(_("单位合计（元）"), _("个人合计（元）"), _("合计（元）")),
    ]


def _row(notice: Notice, person: PersonOnNotice, schemes: Sequence[str]) -> list[Value]:
    amounts: list[Value] = []
    for code in schemes:
        amount = person.amounts.get(code)
        amounts += [amount.base, from_fen(amount.employer_fen), from_fen(amount.personal_fen)] if amount else [None] * 3
    return [
        Month.from_int(notice.month).chinese,
        notice.number,
        person.name,
        presenters.code_name("document_type", person.document_type),
        person.document_number,
        *amounts,
        *(from_fen(fen) for fen in (person.employer_fen, person.personal_fen, person.total_fen)),
    ]


@policy.clerk
@require_GET
def medical(request: ClerkRequest, number: str) -> HttpResponse:
    """What the medical authority said of each person, page by page."""
    declaration = own_filing(request, number)
    after, here = cursor(request, "after") or 0, reverse("arrears-medical", args=[number])
    told, more = cut(queries.medical_messages(declaration.pk, after=after, size=SIZE + 1), SIZE)
    context = {
        "declaration": declaration,
        "medical_columns": shown.MEDICAL_COLUMNS,
        "medical_rows": shown.medical_rows(told),
        "medical_counts": queries.medical_counts(declaration.pk),
        "first_url": here if after else "",
        "next_url": address(here, after=told[-1].pk) if more else "",
    }
    return page(request, "arrears/medical", context)


@policy.clerk
@require_GET
def medical_export(request: ClerkRequest, number: str) -> HttpResponseBase:
    """The first 5,000 persons with full numbers, their months and the answers; the look is recorded."""
    declaration = own_filing(request, number)
    told = queries.medical_messages(declaration.pk, size=MEDICAL_AT_ONCE)
    headings = [_("姓名"), _("证件类型"), _("证件号码"), _("费款所属期"), _("医保反馈"), _("说明"), _("反馈时间")]
    rows: list[list[Value]] = []
    for message in told:
        view, person = presenters.medical_of(message), message.payload
        document = presenters.code_name("document_type", person["document_type"])
        words = (shown.months_of(message), str(view.label), f"{view.text}{view.reason}")
        rows.append([person["name"], document, person["document_number"], *words, formats.moment(message.answered_at)])
    audit.look(
        request.actor, "arrears_medical_export", subject=f"declaration:{declaration.pk}", persons=max(1, len(rows))
    )
    source = exports.write_table(_("医保反馈"), headings, rows)
    return download(source, _("单位欠缴%(number)s医保反馈.xlsx") % {"number": number}, "xlsx")

"""「本月缴费一览」: what a month comes to, what changed since the one before, and who is missing in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shebao.access import policy
from shebao.access.requests import ClerkRequest
from shebao.contributions import overview, texts
from shebao.contributions.models import Notice
from shebao.contributions.overview import Changes, SchemeSum
from shebao.kernel import clock
from shebao.kernel.errors import Invalid
from shebao.kernel.months import FIRST_YEAR, Month
from shebao.portal.pages import address, cursor, cut, page
from shebao.web import charges, formats

SIZE = 50
FEW = 5


EARLIEST = Month(FIRST_YEAR, 2)
"""Every month shown is compared with the one before."""


@policy.clerk
@require_GET
def latest(request: ClerkRequest) -> HttpResponse:
    """The newest month that was assessed, or the one that `?month=` names."""
    known = overview.months(request.employer.pk)
    wanted = _typed(request.GET.get("month", ""))
    return _page(request, wanted or _newest(known), known)


def _newest(known: Mapping[Month, bool]) -> Month:
    assessed = [month for month, assessed in known.items() if assessed]
    return next(iter([*assessed, *known]), Month.of(clock.today()))


@policy.clerk
@require_GET
def month(request: ClerkRequest, month: int) -> HttpResponse:
    """One month."""
    return _page(request, month_or_404(month), overview.months(request.employer.pk))


def _page(request: ClerkRequest, month: Month, known: Mapping[Month, bool]) -> HttpResponse:
    employer_id, today = request.employer.pk, clock.today()
    sums = overview.sums(employer_id, month)
    assessed = known.get(month, False)
    comparable = assessed and month - 1 in known
    context = {
        "month": month,
        "month_number": int(month),
        "known": sorted({*known, month}, reverse=True),
        "notice_columns": charges.NOTICE_COLUMNS,
        "notices": charges.notice_rows(overview.notices(employer_id, month), today, notice_url),
        "sum_columns": charges.SUM_COLUMNS,
        "sum_rows": charges.sum_rows(sums),
        "totals": _totals(employer_id, month, sums),
        "comparable": comparable,
        "assessed": assessed,
        "change_columns": charges.CHANGE_COLUMNS,
        "changes": _change_views(overview.changes(employer_id, month, size=FEW), month) if comparable else [],
        **_problems(employer_id, month),
    }
    return page(request, "month", context)


def _totals(employer_id: int, month: Month, sums: Sequence[SchemeSum]) -> dict[str, int]:
    return {
        "persons": overview.persons(employer_id, month) if sums else 0,
        "employer_fen": sum(one.employer_fen for one in sums),
        "personal_fen": sum(one.personal_fen for one in sums),
        "total_fen": sum(one.total_fen for one in sums),
    }


def _change_views(changes: dict[str, Changes], month: Month) -> list[dict[str, Any]]:
    """Every kind of change, those that nobody has included: that is an answer as well."""
    return [
        {
            "label": texts.CHANGES[kind],
            "persons": found.persons if found else 0,
            "amount": charges.signed(found.employer_fen + found.personal_fen) if found else "",
            "rows": charges.change_rows(found.shown, person_url) if found else [],
            "url": address(reverse("month-changes", args=[int(month)]), kind=kind) if found else "",
        }
        for kind in overview.KINDS
        for found in [changes.get(kind)]
    ]


def _problems(employer_id: int, month: Month) -> dict[str, Any]:
    counts = overview.problem_counts(employer_id, month)
    found = overview.problems(employer_id, month, size=FEW) if counts else []
    return {
        "problem_columns": charges.PROBLEM_COLUMNS,
        "problems": charges.problem_rows(found, person_url),
        "problem_count": sum(counts.values()),
        "problem_summary": "；".join(
            _("%(reason)s：%(n)s 条") % {"reason": texts.problem_words(code).reason, "n": formats.count(number)}
            for code, number in counts.items()
        ),
    }


@policy.clerk
@require_GET
def changes(request: ClerkRequest, month: int) -> HttpResponse:
    """Everybody whose month differs from the one before in one way, page by page."""
    wanted = month_or_404(month)
    kind = request.GET.get("kind", "")
    kind = kind if kind in overview.KINDS else overview.KINDS[0]
    after = cursor(request, "after")
    found = overview.changes(request.employer.pk, wanted, kinds=[kind], after=after or 0, size=SIZE + 1).get(kind)
    shown, more = cut(list(found.shown) if found else [], SIZE)
    here = reverse("month-changes", args=[month])
    context = {
        "month": wanted,
        "month_number": month,
        "kind": kind,
        "kinds": [(key, label, address(here, kind=key)) for key, label in texts.CHANGES.items()],
        "columns": charges.CHANGE_COLUMNS,
        "rows": charges.change_rows(shown, person_url),
        "found": found,
        "first_url": address(here, kind=kind) if after else "",
        "next_url": address(here, kind=kind, after=shown[-1].person_id) if more else "",
    }
    return page(request, "month_changes", context)


@policy.clerk
@require_GET
def problems(request: ClerkRequest, month: int) -> HttpResponse:
    """Who could not be assessed, and what is to be done about it."""
    wanted, after = month_or_404(month), cursor(request, "after")
    found = overview.problems(request.employer.pk, wanted, after=after or 0, size=SIZE + 1)
    shown, more = cut(found, SIZE)
    here = reverse("month-problems", args=[month])
    context = {
        "month": wanted,
        "month_number": month,
        "columns": charges.PROBLEM_COLUMNS,
        "rows": charges.problem_rows(shown, person_url),
        "first_url": here if after else "",
        "next_url": address(here, after=shown[-1][0].pk) if more else "",
        "none_text": _("本月没有暂未核定的人员"),
    }
    return page(request, "month_problems", context)


def month_or_404(value: int) -> Month:
    """The month of an address."""
    try:
        month = Month.from_int(value)
    except ValueError:
        raise Http404 from None
    if month < EARLIEST:
        raise Http404
    return month


def _typed(text: str) -> Month | None:
    try:
        month = Month.parse(text)
    except Invalid:
        return None
    return month if month >= EARLIEST else None


def notice_url(notice: Notice) -> str:
    """The page of a notice."""
    return reverse("payment-notice", args=[notice.number])


def person_url(person_id: int) -> str:
    """The page of a person's contributions."""
    return reverse("person-contributions", args=[person_id])

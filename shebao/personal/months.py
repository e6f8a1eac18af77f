"""A person's months as pages show them: where, how much, whether it has been paid. One query for the employers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shebao.contributions.history import PersonMonth
from shebao.contributions.models import Notice
from shebao.employers.models import Employer
from shebao.kernel.months import Month
from shebao.personal.pages import address
from shebao.web import charges, explained
from shebao.web.explained import MonthView


@dataclass(frozen=True, slots=True)
class Summary:
    """A month at one employer: what she pays of it, what the employer pays, in yuan."""

    month: Month
    employer: str
    personal: Decimal
    employers: Decimal


@dataclass(frozen=True, slots=True)
class Folded:
    """A month at one employer as it is folded, with the employer's name; `paid` are badges of its notices."""

    employer: str
    view: MonthView
    paid: Sequence[SafeString]


def summaries(found: Sequence[PersonMonth]) -> list[Summary]:
    """What each month comes to."""
    names = _names(found)
    return [
        Summary(
            one.month,
            names[one.employer_id],
            sum((each.total.personal for each in one.explanations), start=Decimal(0)),
            sum((each.total.employer for each in one.explanations), start=Decimal(0)),
        )
        for one in found
    ]


def folded(found: Sequence[PersonMonth], today: date, *, kept: int) -> list[Folded]:
    """Months as the list folds them; `kept` is the record that stands for the person."""
    names = _names(found)
    return [Folded(names[one.employer_id], _view(one, today, kept), badges(one.notices, today)) for one in found]


def badges(notices: Iterable[Notice], today: date) -> list[SafeString]:
    """Whether what the notices ask for has been paid."""
    return [charges.notice_badge(one, today) for one in notices]


def _view(one: PersonMonth, today: date, kept: int) -> MonthView:
    def amount_url(month: Month, scheme: str) -> str:
        url = reverse("my-amount", args=[int(month), one.employer_id, scheme])
        return url if one.person_id == kept else address(url, record=one.person_id)

    return explained.month_views([one], today, amount_url=amount_url, notice_url=lambda _notice: "")[0]


def _names(found: Sequence[PersonMonth]) -> dict[int, str]:
    keys = {one.employer_id for one in found}
    known = dict(Employer.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    return {key: known.get(key, _("原参保单位")) for key in keys}

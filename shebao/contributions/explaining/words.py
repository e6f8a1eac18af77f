"""Words and numbers as explanations write them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from shebao.contributions.explaining.applied import Basis
from shebao.kernel.money import show
from shebao.kernel.months import Month
from shebao.law import law

UNVERIFIED: Final = "待核实"


def yuan(amount: Decimal) -> str:
    """An amount: 1,440.00 元."""
    return _("%(amount)s 元") % {"amount": show(amount)}


def signed(amount: Decimal) -> str:
    """A difference with its sign: +160.00 元, -160.00 元, 0.00 元."""
    return ("+" if amount > 0 else "") + yuan(amount)


def whole(amount: Decimal) -> str:
    """A base or bound in whole yuan: 6,326 元."""
    return _("%(amount)s 元") % {"amount": f"{int(amount):,}"}


def percent(rate: Decimal) -> str:
    """A rate: 16%, 0.5%."""
    return f"{rate}%"


def exact(amount: Decimal) -> str:
    """A product that is not rounded yet, with every digit that it has and at least two: 44.712."""
    text = f"{amount.normalize():f}"
    places = len(text.partition(".")[2])
    return f"{amount:,.{max(places, 2)}f}"


def scheme_name(code: str) -> str:
    """The whole name of a scheme: 企业职工基本养老保险."""
    return law().codes("scheme").name_of(code)


def month_name(month: int) -> str:
    """2024年3月."""
    return Month.from_int(month).chinese


def span(basis: Basis) -> str:
    """The months an entry of the law holds for: 2023-07 至 2024-06; 2023-07 起."""
    if basis.first and basis.last:
        return _("%(first)s 至 %(last)s") % {"first": basis.first, "last": basis.last}
    if basis.first:
        return _("%(first)s 起") % {"first": basis.first}
    return _("至 %(last)s") % {"last": basis.last} if basis.last else ""


def cited_once(bases: Iterable[Basis]) -> str:
    """The texts that several entries stand in, each once, and what of them could not be verified."""
    known = list(bases)
    titles = dict.fromkeys(title for basis in known for title in basis.titles or (_("未登记依据"),))
    doubts = dict.fromkeys(basis.note for basis in known if not basis.verified)
    told = "；".join(note for note in doubts if note)
    if not doubts:
        return "；".join(titles)
    return "；".join(titles) + (f"（{_(UNVERIFIED)}：{told}）" if told else f"（{_(UNVERIFIED)}）")


def cited(basis: Basis) -> str:
    """The texts it stands in, marked where what they say could not be verified."""
    titles = "；".join(basis.titles) or _("未登记依据")
    if basis.verified:
        return titles
    doubt = f"（{_(UNVERIFIED)}：{basis.note}）" if basis.note else f"（{_(UNVERIFIED)}）"
    return titles + doubt

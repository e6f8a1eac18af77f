"""An explanation as a table: one row for every number on the way to the amounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from shebao.contributions.explaining import sentences, words
from shebao.contributions.explaining.applied import Basis, Rate
from shebao.contributions.explaining.arithmetic import NOTHING, Bound, Calculation, Explanation, Share, Step


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a stable ``key``, its name, its value, how it came about, and the texts of the law behind it."""

    key: str
    label: str
    value: str
    how: str = ""
    basis: str = ""
    verified: bool = True


def table(explanation: Explanation) -> list[Line]:
    """The rows of what is right now."""
    return of_step(explanation.last)


def of_step(step: Step) -> list[Line]:
    """The rows of one entry."""
    return list(_lines(step))


def _lines(step: Step) -> Iterator[Line]:
    if step.calculation:
        yield from _of_base(step.calculation)
        yield from _of_share(step.calculation.employer, step.calculation.base)
        yield from _of_share(step.calculation.personal, step.calculation.base)
    yield Line("total", _("应缴合计"), words.yuan(step.right.total), _("单位应缴 + 个人应缴"))
    if step.entry > 1:
        causes = "、".join(sentences.of_cause(cause) for cause in step.causes) or _("重新核定")
        yield Line("before", _("此前已记"), words.yuan(step.before.total))
        yield Line("entered", _("本次记账差额"), words.signed(step.entered.total), causes)
    if step.overpaid.total > NOTHING:
        yield Line("overpaid", _("已缴费、可申请退费"), words.yuan(step.overpaid.total))


def _of_base(calculation: Calculation) -> Iterator[Line]:
    law = calculation.law
    yield Line("wage", _("申报缴费工资"), words.yuan(calculation.wage))
    yield _cited(
        "bounds",
        _("缴费基数下限、上限"),
        f"{words.whole(Decimal(law.lower))} — {words.whole(Decimal(law.upper))}",
        words.span(law.bounds),
        law.bounds,
    )
    how: dict[Bound, str] = {
        "": _("在上下限之内，四舍五入到元"),
        "lower": _("低于下限，按下限计"),
        "upper": _("高于上限，按上限计"),
    }
    yield Line("base", _("缴费基数"), words.whole(calculation.base), how[calculation.bound])


def _of_share(share: Share, base: Decimal) -> Iterator[Line]:
    employer = share.payer == "employer"
    rate_label = _("单位费率") if employer else _("个人费率")
    rate = share.rate
    yield _cited(f"{share.payer}_rate", rate_label, words.percent(rate.general), _origin(rate), rate.basis)
    for relief in rate.reliefs:
        value = _("缓缴") if relief.deferred else words.percent(relief.percent)
        yield _cited(f"relief_{relief.code}", relief.name, value, words.span(relief.basis), relief.basis)
    if rate.applied != rate.general:
        label = _("单位实际费率") if employer else _("个人实际费率")
        yield Line(f"{share.payer}_applied_rate", label, words.percent(rate.applied), _("费率 × 减免后的比例"))
    how = f"{int(base):,} × {words.percent(rate.applied)}"
    if share.rounded:
        how = _("%(product)s = %(exact)s，四舍五入到分") % {"product": how, "exact": words.exact(share.exact)}
    yield Line(share.payer, _("单位应缴") if employer else _("个人应缴"), words.yuan(share.amount), how)


def _origin(rate: Rate) -> str:
    if rate.injury is None:
        return words.span(rate.basis)
    values = {
        "class": rate.injury.risk_class,
        "benchmark": words.percent(rate.injury.benchmark),
        "band": words.percent(rate.injury.band),
    }
    return _("%(class)s类行业基准费率 %(benchmark)s × 浮动档次 %(band)s") % values


def _cited(key: str, label: str, value: str, how: str, basis: Basis) -> Line:
    return Line(key, label, value, how, words.cited(basis), basis.verified)

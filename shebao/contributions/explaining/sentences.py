"""An explanation in sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from shebao.contributions.explaining import words
from shebao.contributions.explaining.applied import Rate
from shebao.contributions.explaining.arithmetic import NOTHING, Amounts, Calculation, Cause, Explanation, Share, Step
from shebao.contributions.models import Kind


def sentence(explanation: Explanation) -> str:
    """All entries, one after the other, each with the way of its amounts."""
    where = _("%(month)s%(scheme)s：") % {
        "month": words.month_name(explanation.month),
        "scheme": words.scheme_name(explanation.scheme),
    }
    return where + "".join(of_step(step) for step in explanation.steps)


def of_step(step: Step) -> str:
    """One entry: how its amounts came about, and for a later one what was entered before and why it changed."""
    parts = [_way(step.calculation)] if step.calculation else [_("本月不再应缴。")]
    if step.entry > 1:
        parts.append(_difference(step))
    if step.overpaid.total > NOTHING:
        text = _("其中已缴费的部分（%(amounts)s）不在此冲减，可申请退费。")
        parts.append(text % {"amounts": _amounts(step.overpaid)})
    if step.calculation:
        parts.append(_bases(step.calculation))
    if not step.agrees:
        parts.append(_("注意：按以上数据计算与记录的金额不一致，请联系经办机构核对。"))
    return "".join(parts)


def of_base(calculation: Calculation) -> str:
    """From the wage to the base."""
    law = calculation.law
    values = {
        "wage": words.yuan(calculation.wage),
        "lower": words.whole(Decimal(law.lower)),
        "upper": words.whole(Decimal(law.upper)),
        "base": words.whole(calculation.base),
    }
    if calculation.bound == "lower":
        return _("申报缴费工资 %(wage)s，低于当月缴费基数下限 %(lower)s，按下限计，缴费基数为 %(base)s。") % values
    if calculation.bound == "upper":
        return _("申报缴费工资 %(wage)s，高于当月缴费基数上限 %(upper)s，按上限计，缴费基数为 %(base)s。") % values
    if calculation.wage != calculation.base:
        text = _("申报缴费工资 %(wage)s，在当月上下限（%(lower)s—%(upper)s）之内，四舍五入到元，缴费基数为 %(base)s。")
        return text % values
    return _("申报缴费工资 %(wage)s，在当月上下限（%(lower)s—%(upper)s）之内，缴费基数为 %(base)s。") % values


def of_share(share: Share, base: Decimal) -> str:
    """One payer's amount: base times rate, and the rounding."""
    who = _("单位") if share.payer == "employer" else _("个人")
    if not share.rate.applied and not share.rate.general:
        return _("%(who)s不缴费。") % {"who": who}
    values = {
        "who": who,
        "rate": _rate(share.rate),
        "base": f"{int(base):,}",
        "percent": words.percent(share.rate.applied),
        "exact": words.exact(share.exact),
        "amount": words.yuan(share.amount),
    }
    if share.rounded:
        text = _("%(who)s费率%(rate)s：%(base)s × %(percent)s = %(exact)s，四舍五入到分，应缴 %(amount)s。")
    else:
        text = _("%(who)s费率%(rate)s：%(base)s × %(percent)s，应缴 %(amount)s。")
    return text % values


def of_cause(cause: Cause) -> str:
    """What changed: 缴费工资由 9,000.00 元改为 10,000.00 元."""
    if cause.what == "withdrawn":
        return _("重新应缴") if cause.before == "True" else _("本月不再参保或不再应缴")
    name = {
        "wage": _("缴费工资（元）"),
        "bounds": _("缴费基数上下限（元）"),
        "base": _("缴费基数（元）"),
        "employer_rate": _("单位费率（%）"),
        "personal_rate": _("个人费率（%）"),
        "deferred": _("缓缴"),
    }[cause.what]
    if cause.what == "deferred":
        return _("单位缴纳部分改为缓缴") if cause.now == "True" else _("单位缴纳部分不再缓缴")
    return _("%(name)s由 %(before)s 改为 %(now)s") % {"name": name, "before": cause.before, "now": cause.now}


def _way(calculation: Calculation) -> str:
    shares = (calculation.employer, calculation.personal)
    amounts = "".join(of_share(share, calculation.base) for share in shares)
    deferred = _("单位缴纳部分按规定缓缴。") if calculation.law.deferred else ""
    total = calculation.employer.amount + calculation.personal.amount
    return of_base(calculation) + amounts + deferred + _("合计 %(total)s。") % {"total": words.yuan(total)}


def _rate(rate: Rate) -> str:
    """The rate with where it comes from: 16%; 基准 0.2% × 浮动 120% = 0.24%; 16%，减按 50%，实际 8%."""
    text = " " + words.percent(rate.general)
    if rate.injury:
        values = {
            "class": rate.injury.risk_class,
            "benchmark": words.percent(rate.injury.benchmark),
            "band": words.percent(rate.injury.band),
            "rate": words.percent(rate.general),
        }
        text = _("（%(class)s类行业基准 %(benchmark)s × 浮动 %(band)s）%(rate)s") % values
    for relief in rate.reliefs:
        if not relief.deferred:
            text += _("，按“%(name)s”减按 %(percent)s") % {
                "name": relief.name,
                "percent": words.percent(relief.percent),
            }
    if rate.applied != rate.general:
        text += _("，实际 %(rate)s") % {"rate": words.percent(rate.applied)}
    return text


def _difference(step: Step) -> str:
    causes = "、".join(of_cause(cause) for cause in step.causes) or _("重新核定")
    values = {
        "before": _amounts(step.before),
        "right": _amounts(step.right),
        "causes": causes,
        "kind": Kind(step.kind).label,
        "employer": words.signed(step.entered.employer),
        "personal": words.signed(step.entered.personal),
    }
    text = _(
        "此前已记 %(before)s，现应为 %(right)s（%(causes)s），本次按“%(kind)s”记 单位 %(employer)s、个人 %(personal)s。"
    )
    return text % values


def _amounts(amounts: Amounts) -> str:
    values = {"employer": words.yuan(amounts.employer), "personal": words.yuan(amounts.personal)}
    return _("单位 %(employer)s、个人 %(personal)s") % values


def _bases(calculation: Calculation) -> str:
    """The texts of the law, each once."""
    law = calculation.law
    bases = [law.bounds, law.employer.basis, *(relief.basis for relief in law.employer.reliefs)]
    if law.personal.general or law.personal.applied:
        bases.append(law.personal.basis)
    return _("依据：%(texts)s。") % {"texts": words.cited_once(bases)}

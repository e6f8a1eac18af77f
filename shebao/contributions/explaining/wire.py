"""An explanation as JSON values: the keys are stable, amounts are texts in yuan with two decimals, rates percent."""

from typing import Any

from shebao.contributions.explaining import words
from shebao.contributions.explaining.applied import Basis, Rate, Relief
from shebao.contributions.explaining.arithmetic import Amounts, Calculation, Explanation, Share, Step
from shebao.contributions.explaining.sentences import of_step, sentence
from shebao.kernel.months import Month

Json = dict[str, Any]


def as_json(explanation: Explanation) -> Json:
    """Everything an explanation says."""
    return {
        "month": str(Month.from_int(explanation.month)),
        "scheme": explanation.scheme,
        "scheme_name": words.scheme_name(explanation.scheme),
        "total": _amounts(explanation.total),
        "verified": all(step.verified for step in explanation.steps),
        "sentence": sentence(explanation),
        "entries": [_step(step) for step in explanation.steps],
    }


def _step(step: Step) -> Json:
    return {
        "entry": step.entry,
        "kind": step.kind.value,
        "kind_name": str(step.kind.label),
        "before": _amounts(step.before),
        "right": _amounts(step.right),
        "entered": _amounts(step.entered),
        "overpaid": _amounts(step.overpaid),
        "causes": [{"what": cause.what, "before": cause.before, "now": cause.now} for cause in step.causes],
        "agrees": step.agrees,
        "verified": step.verified,
        "calculation": _calculation(step.calculation) if step.calculation else None,
        "sentence": of_step(step),
    }


def _calculation(calculation: Calculation) -> Json:
    law = calculation.law
    return {
        "wage": f"{calculation.wage:.2f}",
        "bounds": {"lower": str(law.lower), "upper": str(law.upper), **_basis(law.bounds)},
        "bound": calculation.bound or None,
        "base": f"{calculation.base}",
        "employer": _share(calculation.employer),
        "personal": _share(calculation.personal),
        "deferred": law.deferred,
    }


def _share(share: Share) -> Json:
    return {**_rate(share.rate), "exact": words.exact(share.exact).replace(",", ""), "amount": f"{share.amount:.2f}"}


def _rate(rate: Rate) -> Json:
    injury = rate.injury
    return {
        "percent": f"{rate.general}",
        "applied_percent": f"{rate.applied}",
        "injury": injury and {"class": injury.risk_class, "benchmark": f"{injury.benchmark}", "band": f"{injury.band}"},
        "reliefs": [_relief(relief) for relief in rate.reliefs],
        **_basis(rate.basis),
    }


def _relief(relief: Relief) -> Json:
    effect = "defer" if relief.deferred else "factor"
    return {
        "code": relief.code,
        "name": relief.name,
        "effect": effect,
        "percent": f"{relief.percent}",
        **_basis(relief.basis),
    }


def _basis(basis: Basis) -> Json:
    return {
        "from": basis.first or None,
        "to": basis.last or None,
        "sources": list(basis.sources),
        "titles": list(basis.titles),
        "verified": basis.verified,
        "note": basis.note,
    }


def _amounts(amounts: Amounts) -> Json:
    return {
        "employer": f"{amounts.employer:.2f}",
        "personal": f"{amounts.personal:.2f}",
        "total": f"{amounts.total:.2f}",
    }

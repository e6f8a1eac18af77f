"""What the law says for one kind of payer, and where a month's way leads. Pure: law in, terms out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.book import EMPLOYER, PERSON
from shebao.law.values import Code, Dated

HERE: Final = ("110", "120", "210", "410")
"""Schemes that are assessed here; 310 and 510 belong to the medical authority."""

INJURY: Final = "410"
MILLION: Final = 1_000_000
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Payer:
    """What of an employer its rates depend on: `injury_band` in percent, `size` and `industry` codes or empty."""

    injury_class: int
    injury_band: int
    size: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The law for one scheme, month and kind of payer. Bounds in whole yuan, rates in millionths of the base.

    `law` says for every number where it comes from: {"bounds": …, "employer": …, "personal": …, "injury": …,
    "reliefs": […]}, each with value, dates, sources, verified and note.
    """

    scheme: str
    category: str
    injury_class: int
    injury_band: int
    reliefs: str
    lower: int
    upper: int
    employer_ppm: int
    personal_ppm: int
    deferred: bool
    law: dict[str, Any]


def terms(law: Law, scheme: str, month: Month, category: str, payer: Payer) -> Terms:
    """The terms on which `payer` pays for somebody of 缴费人员类别 `category`; NoLawError where one is not on record.

    A relief lies over the rate: factors multiply it, a deferral leaves it and only moves the day (law data
    `contribution_relief`). ValueError if a rate is finer than a millionth, which no published rate is.
    """
    bounds = law.entry(f"bounds/{scheme}", month, category)
    personal = law.entry(f"rate/{scheme}/{PERSON}", month, category)
    injury = scheme == INJURY
    name = f"rate/{scheme}/{EMPLOYER}/{payer.injury_class}" if injury else f"rate/{scheme}/{EMPLOYER}"
    employer = law.entry(name, month, category)
    rate = _fraction(employer) * (Decimal(payer.injury_band) / HUNDRED if injury else 1)
    applied = [relief for relief in law.reliefs(scheme, EMPLOYER, month) if _concerns(relief, payer)]
    for relief in applied:
        if relief.text("effect") == "factor":
            rate = rate * (relief.number("percent") or 0) / HUNDRED
    lower, upper = _pair(bounds)
    said: dict[str, Any] = {
        "bounds": {"lower": lower, "upper": upper, **_origin(law, bounds)},
        "employer": {"percent": _percent(_fraction(employer)), **_origin(law, employer)},
        "personal": {"percent": _percent(_fraction(personal)), **_origin(law, personal)},
        "reliefs": [_said_of(law, relief) for relief in applied],
    }
    if injury:
        benchmark = _percent(_fraction(employer))
        said["injury"] = {"class": payer.injury_class, "benchmark": benchmark, "band": str(payer.injury_band)}
    return Terms(
        scheme=scheme,
        category=category,
        injury_class=payer.injury_class if injury else 0,
        injury_band=payer.injury_band if injury else 0,
        reliefs=",".join(relief.code for relief in applied),
        lower=lower,
        upper=upper,
        employer_ppm=_millionths(rate),
        personal_ppm=_millionths(_fraction(personal)),
        deferred=any(relief.text("effect") == "defer" for relief in applied),
        law=said,
    )


def categories(law: Law) -> tuple[str, ...]:
    """Every 缴费人员类别 that a wage may carry; empty where it is not known or does not matter."""
    return ("", *law.codes("payer_category"))


def category_of(law: Law, household: str) -> str:
    """The 缴费人员类别 that a 户口性质 implies, empty where none does."""
    code = law.codes("household_registration").get(household)
    return code.text("payer") if code else ""


def categories_by_household(law: Law) -> tuple[list[str], list[str]]:
    """Codes of 户口性质 and the 缴费人员类别 each implies, as two aligned lists for SQL."""
    known = [(code, entry.text("payer")) for code, entry in law.codes("household_registration").items()]
    return [code for code, _ in known], [payer for _, payer in known]


def _concerns(relief: Code, payer: Payer) -> bool:
    return not {"all", payer.size, payer.industry}.isdisjoint(relief.texts("for"))


def _pair(found: Dated) -> tuple[int, int]:
    if not isinstance(found.value, Mapping):
        raise TypeError(f"{found.name} ({found.where}) is no pair of bounds")
    return int(found.value["lower"]), int(found.value["upper"])


def _fraction(found: Dated) -> Decimal:
    if not isinstance(found.value, Decimal):
        raise TypeError(f"{found.name} ({found.where}) is no rate")
    return found.value


def _millionths(rate: Decimal) -> int:
    scaled = rate * MILLION
    if scaled != int(scaled):
        raise ValueError(f"a rate of {rate} is finer than a millionth")
    return int(scaled)


def _percent(fraction: Decimal) -> str:
    return f"{(fraction * HUNDRED).normalize():f}"


def _origin(law: Law, found: Dated) -> dict[str, Any]:
    return {
        "from": f"{found.first:%Y-%m}" if found.first else None,
        "to": f"{found.last:%Y-%m}" if found.last else None,
        "verified": found.verified,
        "note": found.note,
        **_cited(law, found.sources),
    }


def _said_of(law: Law, relief: Code) -> dict[str, Any]:
    return {
        "code": relief.code,
        "name": relief.name,
        "effect": relief.text("effect"),
        "percent": relief.number("percent"),
        "verified": relief.verified,
        "note": relief.note,
        **_cited(law, relief.sources),
    }


def _cited(law: Law, marks: Iterable[str]) -> dict[str, list[str]]:
    listed = list(marks)
    return {"sources": listed, "titles": [law.sources[mark].title for mark in listed]}

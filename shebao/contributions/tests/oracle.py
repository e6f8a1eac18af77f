"""What is owed, worked out a second time: from the law files themselves, in decimals, one case after the other.

It shares nothing with the code it checks: it reads the YAML as plain data, compares months as texts, and rounds the
way a clerk with paper would. Slow and simple on purpose.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import shebao.law

DATA = Path(shebao.law.__file__).parent / "data"
GROUP_WORDS = {
    "local_urban": ["local_urban", "urban"],
    "outside_urban": ["outside_urban", "urban"],
    "local_rural": ["local_rural", "rural"],
    "outside_rural": ["outside_rural", "rural"],
}


class Case(NamedTuple):
    """One person in one scheme and month: wage in yuan, month "YYYY-MM", band as a factor."""

    scheme: str
    month: str
    wage: Decimal
    category: str
    injury_class: int
    band: Decimal
    size: str
    industry: str


class Owed(NamedTuple):
    """Base in yuan, amounts in yuan with two places."""

    base: Decimal
    employer: Decimal
    person: Decimal


def owed(case: Case) -> Owed | None:
    """What is owed, None where the law files have no value."""
    bounds = _look_up("base_bounds.yaml", f"bounds/{case.scheme}", case.category, case.month)
    name = f"rate/{case.scheme}/employer" + (f"/{case.injury_class}" if case.scheme == "410" else "")
    employer_rate = _look_up("contribution_rates.yaml", name, case.category, case.month)
    person_rate = _look_up("contribution_rates.yaml", f"rate/{case.scheme}/person", case.category, case.month)
    if bounds is None or employer_rate is None or person_rate is None:
        return None
    wage = max(Decimal(bounds["lower"]), min(case.wage, Decimal(bounds["upper"])))
    base = wage.quantize(Decimal(1), ROUND_HALF_UP)
    rate = Decimal(str(employer_rate))
    if case.scheme == "410":
        rate *= case.band
    for relief in _reliefs(case):
        rate = rate * Decimal(relief) / 100
    return Owed(base, _share(base, rate), _share(base, Decimal(str(person_rate))))


def _share(base: Decimal, percent: Decimal) -> Decimal:
    return (base * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _reliefs(case: Case) -> list[int]:
    return [
        int(code["percent"])
        for code in _file("contribution_relief.yaml")["tables"][0]["codes"]
        if case.scheme in code["schemes"]
        and code["payer"] == "employer"
        and code["effect"] == "factor"
        and _month(code["from"]) <= case.month <= _month(code["to"])
        and set(code["for"]) & {"all", case.size, case.industry}
    ]


def _look_up(file: str, name: str, category: str, month: str) -> Any:
    for word in GROUP_WORDS.get(category, []):
        found, value = _value(file, f"{name}/{word}", month)
        if found:
            return value
    return _value(file, name, month)[1]


def _value(file: str, name: str, month: str) -> tuple[bool, Any]:
    for entry in _series(file).get(name, []):
        if _month(entry["from"]) <= month <= (_month(entry["to"]) if entry["to"] else "9999-99"):
            return True, entry["value"]
    return False, None


def _month(text: object) -> str:
    return str(text)[:7] if text else "0000-00"


@cache
def _series(file: str) -> dict[str, list[dict[str, Any]]]:
    return {series["name"]: series["values"] for series in _file(file)["series"]}


@cache
def _file(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))

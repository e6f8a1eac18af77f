"""Which months can be made up: one statement says it when a filing is checked, and again before it takes effect."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from django.db import connection

from shebao.contributions.rules import category_of
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.supplements.shape import ShapedLine

WANTED_COLUMNS: Final = ("line_no", "month", "wage_fen", "payer_category", "province")
NOTHING_ASSESSED: Final = 190001


def look(declaration: Declaration, lines: Iterable[ShapedLine], today: date) -> None:
    """Write the items of a filing: every wanted month and scheme, and of a filing by page all others, with reasons."""
    params = {**parameters(declaration, today), "all_of_them": declaration.single, "schemes": list(employee_schemes())}
    bulk.run(__file__, "wanted", {})
    bulk.copy_in("supplement_wanted", WANTED_COLUMNS, _wanted(lines))
    bulk.run(__file__, "candidates", params)
    statement = bulk.statement(__file__, "items").format(availability=bulk.statement(__file__, "availability"))
    with connection.cursor() as cursor:
        cursor.execute("analyze supplement_candidate")
        cursor.execute(statement, params)


def parameters(declaration: Declaration, today: date) -> dict[str, Any]:
    """What the statement is told besides the candidates: how far back and forward, and since when for whom."""
    ((last,),) = bulk.rows(__file__, "last_assessed", {"employer": declaration.employer_id})
    current = Month.of(today)
    openings = opening_months(today)
    return {
        "declaration": declaration.pk,
        "employer": declaration.employer_id,
        "first_month": law().count("supplement/first_month", current),
        "current": int(current),
        "last_assessed": min(last or NOTHING_ASSESSED, int(current)),
        "document_types": list(openings),
        "openings": list(openings.values()),
    }


@cache
def employee_schemes() -> tuple[str, ...]:
    """The schemes that an employee is insured in here."""
    table = law().codes("scheme")
    return tuple(code for code, one in table.items() if one.flag("employee") and one.text("side") == "here")


def opening_months(today: date) -> Mapping[str, int]:
    """By kind of document: the first month in which its holders could be insured at all."""
    found = {}
    for code, entry in law().codes("document_type").items():
        name = f"coverage_start/{entry.text('group')}"
        opened = law().find(name, today) if name in law().series else None
        if opened is not None and isinstance(opened.value, int):
            found[code] = opened.value
    return found


def _wanted(lines: Iterable[ShapedLine]) -> Iterator[tuple[int, int, int | None, str, str]]:
    for line in lines:
        category = category_of(law(), line.household_registration)
        for month, fen in line.wanted.items():
            yield line.line_no, month, fen, category, line.provinces.get(month, "")

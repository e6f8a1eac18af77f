"""The worklist's filters and place, from addresses and back; what cannot be read narrows nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Final, cast, get_args

from django.utils.translation import gettext_lazy as _

from shebao.office.pages import number
from shebao.review.queries import MAX_SEARCH, Age, Filters, Position
from shebao.web.parts import Text

AGES: Final[Mapping[str, Text]] = {
    "": _("全部"),
    "overdue": _("已逾期"),
    "today": _("今日到期"),
    "soon": _("明日前到期"),
}
LONGEST_CODE: Final = 48


def read(query: Mapping[str, str]) -> Filters:
    """The filters of a query string or form."""
    age = query.get("age", "")
    return Filters(
        district=query.get("district", "")[:LONGEST_CODE],
        service=query.get("service", "")[:LONGEST_CODE],
        reason=query.get("reason", "")[:LONGEST_CODE],
        age=cast("Age", age) if age in get_args(Age) else "",
        search=query.get("q", "")[:MAX_SEARCH],
    )


def query(filters: Filters) -> dict[str, str]:
    """The same as parameters of an address."""
    return {
        "district": filters.district,
        "service": filters.service,
        "reason": filters.reason,
        "age": filters.age,
        "q": filters.search,
    }


def narrowed(filters: Filters) -> bool:
    """Whether anything is filtered."""
    return any(query(filters).values())


def place(text: str) -> Position | None:
    """A place in the worklist as written by `written`, or None."""
    day, _dot, case_id = text.partition(".")
    known = number(case_id)
    try:
        return None if known is None else Position(date.fromisoformat(day), known)
    except ValueError:
        return None


def written(position: Position) -> str:
    """A place in the worklist for an address."""
    return f"{position.due.isoformat()}.{position.case_id}"

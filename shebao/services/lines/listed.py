"""Lines of a filing as pages list them, whatever the service: `model` is its table of lines."""

from typing import TypeVar

from django.db.models import Count

from shebao.declarations.models import Finding, Line

L = TypeVar("L", bound=Line)


def lines(
    model: type[L], declaration_id: int, *, state: str = "", code: str = "", after: int = 0, size: int = 50
) -> list[L]:
    """Lines in order, at most `size`, those behind line number `after`; only in a state, or with a finding."""
    found = model._default_manager.filter(declaration_id=declaration_id, line_no__gt=after)  # noqa: SLF001 Django's API
    if state:
        found = found.filter(state=state)
    if code:
        codes = Finding.objects.filter(declaration_id=declaration_id, code=code).values("line_no")
        found = found.filter(line_no__in=codes)
    return list(found.order_by("line_no")[:size])


def counts(model: type[L], declaration_id: int) -> dict[str, int]:
    """How many lines of a filing stand in each state."""
    found = model._default_manager.filter(declaration_id=declaration_id).values_list("state")  # noqa: SLF001
    return dict(found.annotate(number=Count("id")).order_by())

"""Reads of enrolment lines."""

from shebao.services.enrolment.models import EnrolmentLine


def line(declaration_id: int, line_no: int) -> EnrolmentLine | None:
    """One line of a filing, None if there is none."""
    return EnrolmentLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def lines(
    declaration_id: int, *, state: str | None = None, after: int | None = None, size: int = 50
) -> list[EnrolmentLine]:
    """Lines in order, at most `size`, those behind line number `after`."""
    found = EnrolmentLine.objects.filter(declaration_id=declaration_id)
    if state:
        found = found.filter(state=state)
    if after is not None:
        found = found.filter(line_no__gt=after)
    return list(found.order_by("line_no")[:size])

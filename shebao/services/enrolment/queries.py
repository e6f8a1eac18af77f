"""Reads of enrolment lines."""

from datetime import date

from shebao.services.enrolment.fields import COLUMNS
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.lines.columns import Column, Kind


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


def payload_of(line: EnrolmentLine) -> dict[str, str]:
    """The line as the fields of the form: what was read, and what was typed where it could not be read."""
    raw = line.raw or {}
    read = {column.key: _typed(column, getattr(line, column.key)) for column in COLUMNS}
    return read | {key: text for key, text in raw.items() if key in read} | {"shared_lookup": ""}


def _typed(column: Column, value: object) -> str:
    if value is None:
        return ""
    if column.kind is Kind.MONTH:
        return f"{str(value)[:4]}-{str(value)[4:]}"
    return value.isoformat() if isinstance(value, date) else str(value)

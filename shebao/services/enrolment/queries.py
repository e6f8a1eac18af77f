"""Reads of enrolment lines."""

from shebao.services.enrolment.fields import COLUMNS
from shebao.services.enrolment.models import EnrolmentLine
from shebao.services.lines.columns import typed


def line(declaration_id: int, line_no: int) -> EnrolmentLine | None:
    """One line of a filing, None if there is none."""
    return EnrolmentLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def payload_of(line: EnrolmentLine) -> dict[str, str]:
    """The line as the fields of the form: what was read, and what was typed where it could not be read."""
    raw = line.raw or {}
    read = {column.key: typed(column, getattr(line, column.key)) for column in COLUMNS}
    return read | {key: text for key, text in raw.items() if key in read} | {"shared_lookup": ""}

"""Reads of these filings: their lines, and what they cost on a day."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count

from shebao.collection.late_fees import Due, Late, late_fees
from shebao.declarations.models import LineState
from shebao.law import law
from shebao.outbox.models import Message, State
from shebao.services.arrears.models import ArrearLine


class LineOn(NamedTuple):
    """A line and what it costs if it is paid on a day."""

    line: ArrearLine
    late: Late

    @property
    def total_fen(self) -> int:
        """Contributions and late fee."""
        return (self.line.principal_fen or 0) + self.late.fen


def lines(declaration_id: int, *states: LineState) -> list[ArrearLine]:
    """The lines of a filing in order; only those in some states."""
    found = ArrearLine.objects.filter(declaration_id=declaration_id)
    return list((found.filter(state__in=states) if states else found).order_by("line_no"))


def on_day(chosen: list[ArrearLine], day: date) -> list[LineOn]:
    """What lines cost if they are paid on this day: the same statement that fixes late fees at payment."""
    owed = [line for line in chosen if line.notice_id is not None and line.due_on is not None]
    late = late_fees(law(), [Due(line.notice_id, line.month, line.due_on, day) for line in owed])  # type: ignore[arg-type]
    return [LineOn(line, late[line.notice_id]) for line in owed]  # type: ignore[index]


def medical_messages(
    declaration_id: int, *, after: int = 0, size: int = 50, only_failed: bool = False
) -> list[Message]:
    """What the medical authority was told of a paid filing and what it answered, a message a person."""
    found = Message.objects.filter(declaration_id=declaration_id, system="medical", pk__gt=after)
    if only_failed:
        found = found.filter(state=State.FAILED)
    return list(found.order_by("pk")[:size])


def medical_counts(declaration_id: int) -> dict[str, int]:
    """How many persons of a paid filing the medical authority answered how, by state of their messages."""
    found = Message.objects.filter(declaration_id=declaration_id, system="medical").values_list("state")
    return dict(found.annotate(number=Count("pk")).order_by())

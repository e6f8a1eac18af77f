"""Reads of withdrawal lines."""

from django.db.models import Count, Q, Sum

from shebao.declarations.models import Finding, LineState
from shebao.services.lines.columns import typed
from shebao.services.withdrawal.fields import COLUMNS
from shebao.services.withdrawal.models import WithdrawalLine

NOT_CHARGED = "month_not_charged"


def line(declaration_id: int, line_no: int) -> WithdrawalLine | None:
    """One line of a filing, None if there is none."""
    return WithdrawalLine.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def payload_of(line: WithdrawalLine) -> dict[str, str]:
    """The line as the fields of the form: what was read, and what was typed where it could not be read."""
    read = {column.key: typed(column, getattr(line, column.key)) for column in COLUMNS}
    return read | {key: text for key, text in (line.raw or {}).items() if key in read}


def totals(declaration_id: int) -> dict[str, int]:
    """What the good lines of a filing do together: how many end, for how many a charge is made first, sums in fen."""
    good = WithdrawalLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    found = good.aggregate(
        ending=Count("id"),
        mistakes=Count("id", filter=Q(void=True)),
        generated=Count("id", filter=Q(generate=True)),
        employer_fen=Sum("employer_fen", default=0),
        personal_fen=Sum("personal_fen", default=0),
        cancelled_fen=Sum("cancelled_fen", default=0),
        refundable_fen=Sum("refundable_fen", default=0),
    )
    return {name: int(value) for name, value in found.items()}


def reasons(declaration_id: int) -> list[tuple[str, int]]:
    """Reasons for which the good lines of a filing end contracts, with how many do, the most frequent first."""
    good = WithdrawalLine.objects.filter(declaration_id=declaration_id, state=LineState.GOOD)
    return list(good.values_list("end_reason").annotate(number=Count("id")).order_by("-number", "end_reason"))


def not_charged(declaration_id: int) -> int:
    """How many lines wait for 「生成当月缴费」."""
    return Finding.objects.filter(declaration_id=declaration_id, code=NOT_CHARGED).count()


def only_not_charged(declaration_id: int, line_no: int) -> bool:
    """Whether nothing but the missing charge of the month holds the line up."""
    hard = Finding.objects.filter(declaration_id=declaration_id, line_no=line_no, severity="hard")
    return set(hard.values_list("code", flat=True)) == {NOT_CHARGED}

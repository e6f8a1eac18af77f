"""Pure decisions about certificates: which months one may cover, its codes, until when it verifies."""

import re
from datetime import date, timedelta
from typing import Final, Literal

from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month
from shebao.kernel.widths import fold

Answer = Literal["genuine", "expired", "unknown", "refused"]

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits of a check code that nobody takes for one another."""
CODE_LENGTH: Final = 8
NUMBER_LENGTH: Final = 18
MOST_MONTHS: Final = 600
_SEPARATORS: Final = re.compile(r"[\s\-—–]")
_LONGEST_TYPED: Final = 40


def check_months(first: Month, last: Month, today: date) -> None:
    """Raises Invalid (field `first` or `last`) unless the months are in order, not ahead, and at most 50 years."""
    if last > Month.of(today):
        raise Invalid("终止年月晚于本月。", code="month_ahead", remedy="请选择本月或以前的年月。", field="last")
    if first > last:
        raise Invalid(
            "起始年月晚于终止年月。", code="months_reversed", remedy="请重新选择证明的起止年月。", field="first"
        )
    if last - first >= MOST_MONTHS:
        raise Invalid("证明期间过长。", code="too_many_months", remedy="请缩短起止年月，分几次开具。", field="first")


def last_day(issued: date, days: int) -> date:
    """The last day on which a certificate verifies: so many days from the day of issue, that day included."""
    return issued + timedelta(days=days - 1)


def clean_number(typed: str) -> str:
    """A number as it is stored, however it was typed; empty if it can be none."""
    text = _clean(typed)
    return text if len(text) == NUMBER_LENGTH and text.isascii() and text.isdigit() else ""


def clean_code(typed: str) -> str:
    """A check code as it is stored, however it was typed; empty if it can be none."""
    text = _clean(typed).upper()
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """A check code as the paper prints it: ABCD-2345."""
    return f"{code[:4]}-{code[4:]}"


def _clean(typed: str) -> str:
    return _SEPARATORS.sub("", fold(typed[:_LONGEST_TYPED]))

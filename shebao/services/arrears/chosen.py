"""The months that a clerk has ticked, as the filing keeps them."""

from collections.abc import Iterable, Mapping
from typing import Final

from shebao.kernel.months import Month

MONTHS: Final = "months"
MOST: Final = 600
"""Months that can be ticked: fifty years."""


def written(months: Iterable[Month]) -> dict[str, str]:
    """As the filing keeps them."""
    return {MONTHS: ",".join(str(int(month)) for month in sorted(set(months))[:MOST])}


def read(payload: Mapping[str, str]) -> list[Month]:
    """The months of a filing, oldest first; what is no month is passed over."""
    return sorted({month for text in payload.get(MONTHS, "").split(",") if (month := parsed(text)) is not None})


def parsed(text: str) -> Month | None:
    """The month of a ticked box; None for anything else."""
    if len(text) != len("202401") or not (text.isascii() and text.isdigit()):
        return None
    try:
        return Month.from_int(int(text))
    except ValueError:
        return None

"""Rules about the wage: one that a month may have, and the one that the month has already."""

from collections.abc import Iterator
from typing import Final

from shebao.kernel.findings import Finding, hard, soft
from shebao.kernel.money import from_fen, show
from shebao.services.supplements.rules.given import Facts, Setting
from shebao.services.supplements.rules.words import spans
from shebao.services.supplements.shape import ShapedLine

LIKELY_IN_THOUSANDS: Final = 100_00


def amount(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is one that a month may have; odd ones are asked about, not refused."""
    wages = {month: fen for month, fen in line.wanted.items() if fen is not None}
    zero = [month for month, fen in wages.items() if fen <= 0]
    small = [month for month, fen in wages.items() if 0 < fen < LIKELY_IN_THOUSANDS]
    least = {month: given.minimum_wage(month) for month in wages}
    low = [
        month
        for month, fen in wages.items()
        if fen >= LIKELY_IN_THOUSANDS and (minimum := least[month]) and from_fen(fen) < minimum
    ]
    if zero:
        yield hard("wage_zero", "wage", months=spans(zero))
    if small:
        yield soft("wage_in_thousands", "wage", months=spans(small))
    if low:
        yield soft("wage_below_minimum", "wage", months=spans(low), amount=least[low[-1]])


def fixed(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A month in which other schemes are paid for here has its wage; the schemes made up have the same."""
    for month, fen in {item.month: item.fixed_wage_fen for item in facts.items if not item.code}.items():
        typed = line.wanted.get(month)
        if fen is not None and typed is not None and typed != fen:
            yield hard("wage_of_month_differs", "wage", months=spans([month]), amount=show(from_fen(fen)))

"""Rules about the wage: one that a month may have, near the one before, within the bounds."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.money import from_fen, show
from shebao.services.bases.bounds import base_of
from shebao.services.bases.rules.given import Facts, Setting
from shebao.services.bases.shape import ShapedLine

SMALLEST: Final = Decimal(100)
MONTHS: Final = 12
LIKELY_YEARLY: Final = 6
"""Times the wage before: what is declared is then likely that of a year."""
HALF: Final = Decimal("0.5")


def amount(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is one that a month may have; odd ones are asked about, not refused."""
    if line.wage is None:
        return
    if line.wage <= 0:
        yield hard("wage_zero", "wage")
    elif line.wage < SMALLEST:
        yield soft("wage_in_thousands", "wage")
    elif given.minimum_wage and facts.full_time and line.wage < given.minimum_wage:
        yield soft("wage_below_minimum", "wage", amount=given.minimum_wage)


def change(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is near the one before: within half of it; many times as much is likely that of a year."""
    if line.wage is None or line.wage < SMALLEST or not facts.wage:
        return
    before = from_fen(facts.wage)
    if line.wage >= before * LIKELY_YEARLY:
        yield soft("wage_yearly", "wage", before=show(before), monthly=show(line.wage / MONTHS))
    elif abs(line.wage - before) > before * HALF:
        yield soft("wage_far_off", "wage", before=show(before))


def bounds(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Where the base will not be the wage: which scheme's bound it is taken to. One remark for each bound."""
    fen = line.wage_fen
    if not fen or facts.from_month is None:
        return
    at_bound: dict[tuple[str, int], list[str]] = {}
    for scheme in facts.schemes:
        limits = given.limits.of(scheme, facts.from_month, facts.payer_category)
        base = base_of(fen, limits) if limits else None
        if limits and base is not None and not limits[0] * 100 <= fen <= limits[1] * 100:
            code = "base_at_lower" if base == limits[0] else "base_at_upper"
            at_bound.setdefault((code, base), []).append(scheme)
    for (code, base), schemes in at_bound.items():
        yield note(code, "wage", schemes=given.limits.names(schemes), base=f"{base:,}")


def before(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The same wage was declared before for the same months: nothing is left to be done."""
    if facts.same and facts.wage == line.wage_fen:
        yield note("done_before", "wage")

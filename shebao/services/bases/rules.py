"""May this wage be declared? Pure: a line, what is known about it and the law of the year in, all findings out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.contribution_year import ContributionYear
from shebao.services.bases.bounds import Limits, base_of
from shebao.services.bases.shape import ShapedLine

HUNDRED: Final = Decimal(100)
MONTHS: Final = 12
LIKELY_YEARLY: Final = 6
"""Times the wage before: what is declared is then likely that of a year."""
HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know of the person of a line; the defaults are those of somebody without a contract here.

    `wage` is the declared wage in fen that counts in `from_month`, `replaces` its row; `same` whether that row is a
    declaration for this very month. `schemes` are the codes covered in that month.
    """

    contract_id: int | None = None
    person_id: int | None = None
    recorded_name: str = ""
    ended_on: date | None = None
    from_month: int | None = None
    full_time: bool = True
    wage: int | None = None
    replaces: int | None = None
    same: bool = False
    payer_category: str = ""
    schemes: tuple[str, ...] = ()
    pending_number: str = ""


UNKNOWN: Final = Facts()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing: the year and its law, the employer, the filing itself."""

    year: ContributionYear
    today: date
    employer_open: bool
    minimum_wage: Decimal | None
    limits: Limits
    first_row: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def late(self) -> bool:
        """Whether the declaration window has closed."""
        return self.today > self.year.closes_on


def setting(
    law: Law, year: ContributionYear, today: date, *, employer_open: bool, rows: dict[tuple[str, str], int]
) -> Setting:
    """The setting of a filing for `year`; `rows` tells the first row of each document."""
    wage = law.find("minimum_wage", max(today, year.opens_on))
    amount = wage.value if wage is not None and isinstance(wage.value, Decimal) else None
    return Setting(year, today, employer_open, amount, Limits(law), rows)


Rule = Callable[[ShapedLine, Facts, Setting], Iterator[Finding]]


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, the year is the running one, the person stands once, nothing else is under way."""
    if not given.employer_open:
        yield hard("employer_closed")
    if line.year is not None and line.year < given.year.number:
        yield hard("year_over", "year", year=line.year, current=given.year.number)
    if line.year is not None and line.year > given.year.number:
        yield hard("year_not_begun", "year", year=line.year, current=given.year.number)
    first = given.first_row.get((line.document_type, line.document_number), line.row)
    if first != line.row:
        yield hard("duplicate_line", "document_number", row=first)
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)


def person(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person has a contract here in the months that the wage is for, under the name on record."""
    if not line.document_number:
        return
    if facts.contract_id is None:
        yield hard("not_under_contract", "document_number", month=given.year.first.chinese)
        return
    if line.name and line.name != facts.recorded_name:
        yield hard("name_differs_from_record", "name")
    if facts.ended_on is not None:
        yield note("contract_ended", "document_number", month=Month.of(facts.ended_on).chinese)


def wage(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is one that a month may have; odd ones are asked about, not refused."""
    if line.wage is None:
        return
    if line.wage <= 0:
        yield hard("wage_zero", "wage")
    elif line.wage < HUNDRED:
        yield soft("wage_in_thousands", "wage")
    elif given.minimum_wage and facts.full_time and line.wage < given.minimum_wage:
        yield soft("wage_below_minimum", "wage", amount=given.minimum_wage)


def change(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is near the one before: within half of it; many times as much is likely that of a year."""
    if line.wage is None or line.wage < HUNDRED or not facts.wage:
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


RULES: Final[tuple[Rule, ...]] = (filing, person, wage, change, bounds, before)


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line; fields that could not be read are passed over."""
    return [finding for rule in RULES for finding in rule(line, facts, given)]


def of_filing(given: Setting) -> list[Finding]:
    """What is to be said once for the whole filing."""
    if not given.late:
        return []
    return [soft("after_window", None, day=given.year.closes_on, year=given.year.number)]

"""What a rule is given besides the line: what is known about the person, and what is the same for the whole filing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from shebao.kernel.findings import Finding
from shebao.law import Law
from shebao.law.contribution_year import ContributionYear
from shebao.services.bases.bounds import Limits
from shebao.services.bases.shape import ShapedLine


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know of the person of a line; the defaults are those of somebody without a contract here.

    `wage` is the declared wage in fen that counts in `from_month`, `replaces` its row; `same` whether that row is a
    declaration for this very month. `schemes` are the codes covered in that month, `earlier_row` the one that names
    the same person, maybe by another number.
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
    earlier_row: int | None = None


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

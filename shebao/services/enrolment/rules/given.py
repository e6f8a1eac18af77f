"""What a rule is given besides the line: what is known about the person, and what is the same for the whole filing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.errors import NoLawError
from shebao.services.enrolment.shape import ShapedLine


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know about the person of a line. The defaults are those of somebody never seen.

    `contract_…` is the contract that runs with the filing employer, if one does; `contract_same` whether the line says
    exactly what it says. `covered_elsewhere` are scheme codes with commas, `covered_here_until` the last month
    (YYYYMM) of an ended employment here that overlaps the line. `earlier_row` is the row of the workbook that names the
    same person by another number.
    """

    person_id: int | None = None
    recorded_name: str = ""
    died_on: date | None = None
    retired_on: date | None = None
    contract_starts_on: date | None = None
    contract_same: bool = False
    contract_number: str = ""
    covered_elsewhere: str = ""
    covered_here_until: int | None = None
    pending_number: str = ""
    earlier_row: int | None = None


UNKNOWN = Facts()


@dataclass(frozen=True, slots=True)
class ProbationLimits:
    """Longest probation in months by the contract's term (劳动合同法 §19); terms below `minimum_term` have none."""

    minimum_term: int
    under_1_year: int
    under_3_years: int
    from_3_years: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing: the day, the law of that day, the employer, the filing itself."""

    today: date
    month: Month
    earliest_month: Month
    minimum_age: int
    minimum_wage: Decimal | None
    upper_bound: Decimal | None
    registration_days: int
    probation: ProbationLimits
    employer_open: bool
    first_row: Mapping[tuple[str, str], int]
    ending: Mapping[tuple[str, str], int]
    mobiles: Mapping[str, int]
    proven: frozenset[int]
    law: Law

    def flag(self, table: str, code: str, attribute: str) -> bool:
        """A yes-or-no attribute of a code; no when the code could not be read."""
        found = self.law.tables[table].get(code)
        return found is not None and found.flag(attribute)

    def text(self, table: str, code: str, attribute: str) -> str:
        """A text attribute of a code; empty when the code could not be read."""
        found = self.law.tables[table].get(code)
        return "" if found is None else found.text(attribute)

    def name(self, table: str, code: str) -> str:
        """The Chinese name of a code."""
        return self.law.tables[table].name_of(code)


Rule = Callable[[ShapedLine, Facts, Setting], Iterator[Finding]]


def setting(
    law: Law,
    today: date,
    *,
    employer_open: bool,
    first_row: Mapping[tuple[str, str], int],
    ending: Mapping[tuple[str, str], int],
    mobiles: Mapping[str, int],
    proven: frozenset[int],
) -> Setting:
    """The setting of a filing checked on `today`.

    `first_row` tells the first row of each document, `ending` the row that ends this person's contract in the same
    filing, `mobiles` how many lines have a number, `proven` the lines whose proof of identity has been handed in.
    """
    month = Month.of(today)
    wage = law.find("minimum_wage", today)
    return Setting(
        today=today,
        month=month,
        earliest_month=month - law.count("enrolment/months_back", month),
        minimum_age=law.count("minimum_age", today),
        minimum_wage=wage.value if wage is not None and isinstance(wage.value, Decimal) else None,
        upper_bound=_upper_bound(law, month),
        registration_days=law.count("registration_days", today),
        probation=ProbationLimits(
            law.count("probation/minimum_term", today),
            law.count("probation/under_1_year", today),
            law.count("probation/under_3_years", today),
            law.count("probation/from_3_years", today),
        ),
        employer_open=employer_open,
        first_row=first_row,
        ending=ending,
        mobiles=mobiles,
        proven=proven,
        law=law,
    )


def _upper_bound(law: Law, month: Month) -> Decimal | None:
    """The upper bound of the pension base; None in a month whose bounds are not published yet."""
    try:
        return law.bounds("110", month).upper
    except NoLawError:
        return None


def age(birth: date, day: date) -> int:
    """Completed years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

"""The contribution year (缴费年度): when new bases take effect, and until when they are declared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from shebao.kernel.months import Month
from shebao.law.book import Law

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """A contribution year, named after the calendar year in which it begins: its first month, the declaration window.

    `undeclared` is the factor on what was charged last that counts for persons for whom nothing was declared in time.
    """

    first: Month
    opens_on: date
    closes_on: date
    undeclared: Decimal

    @property
    def number(self) -> int:
        """2024 for the year that begins in July 2024."""
        return self.first.year

    @property
    def chinese(self) -> str:
        """As pages show it: 2024年度."""
        return f"{self.first.year}年度"

    @classmethod
    def beginning(cls, law: Law, first: Month) -> Self:
        """The year whose first month is known."""
        closes_on = first.first_day.replace(day=law.count("base_declaration/last_day", first))
        return cls(first, first.first_day, closes_on, law.amount("base_declaration/undeclared_percent", first))


def year_of(law: Law, month: Month) -> ContributionYear:
    """The contribution year that a month lies in."""
    first = month
    while law.count("contribution_year/first_month", first) != first.month:
        first -= 1
    return ContributionYear.beginning(law, first)


def year_numbered(law: Law, number: int) -> ContributionYear:
    """The contribution year that begins in calendar year `number`."""
    return year_of(law, Month(number, DECEMBER))

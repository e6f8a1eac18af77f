"""What a rule is given besides the line: what is known about the person, and what is the same for the whole filing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from shebao.kernel.findings import Finding
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.services.supplements.ages import Ages
from shebao.services.supplements.shape import ShapedLine


class Item(NamedTuple):
    """One wanted month and scheme: why it cannot be made up (empty: it can), and the wage the month has already."""

    month: int
    scheme: str
    code: str
    detail: str
    fixed_wage_fen: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know of the person of a line; the defaults are those of somebody without a contract here.

    `items` are the wanted months in the wanted schemes, `papers` the purposes of the files handed in with the line.
    """

    person_id: int | None = None
    recorded_name: str = ""
    household: str = ""
    pending_number: str = ""
    items: tuple[Item, ...] = ()
    papers: frozenset[str] = frozenset()

    @property
    def open(self) -> dict[int, list[str]]:
        """The schemes that can be made up, by month."""
        found: dict[int, list[str]] = {}
        for item in self.items:
            if not item.code:
                found.setdefault(item.month, []).append(item.scheme)
        return found


UNKNOWN: Final = Facts()
Whose = int | tuple[str, str]
"""Whom a line is about: a person by id, or the type and number of a document that nobody known bears."""


def whose(line: ShapedLine, facts: Facts) -> Whose:
    """The person: two lines may name one by different numbers (docs/decisions/0022)."""
    return facts.person_id or (line.document_type, line.document_number)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing: the law, the employer, how it is filed.

    `first_row` tells the first row that wants a month for somebody.
    """

    law: Law
    ages: Ages
    single: bool
    employer_open: bool
    first_row: dict[tuple[Whose, int], int] = field(default_factory=dict)
    minimum_wages: dict[int, Decimal | None] = field(default_factory=dict)

    def scheme_names(self, codes: list[str]) -> str:
        """养老、失业、工伤."""
        table = self.law.codes("scheme")
        return "、".join(table[code].text("short") or table[code].name for code in codes)

    def minimum_wage(self, month: int) -> Decimal | None:
        """The least wage of a full-time employee in a month; None where none is on record."""
        if month not in self.minimum_wages:
            found = self.law.find("minimum_wage", Month.from_int(month).first_day)
            value = None if found is None else found.value
            self.minimum_wages[month] = value if isinstance(value, Decimal) else None
        return self.minimum_wages[month]


Rule = Callable[[ShapedLine, Facts, Setting], Iterator[Finding]]

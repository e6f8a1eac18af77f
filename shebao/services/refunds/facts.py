"""What is known of the months of a person at an employer, whoever asks: the page, the check, the effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from shebao.collection import queries as collection
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.persons.models import Person

EARLIEST: Final = 190001
LATEST: Final = 219912


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """One month and scheme: shares that were paid, what is asked for and unpaid, base; all money in fen.

    `refunded` and `under_way` are 业务流水号 of refunds, empty where there are none.
    """

    month: Month
    scheme: str
    contract_id: int | None
    charged: bool
    employer_fen: int
    personal_fen: int
    unpaid_fen: int
    base: int
    covered: bool
    refunded: str
    under_way: str

    @property
    def paid_fen(self) -> int:
        """What can be given back at most."""
        return self.employer_fen + self.personal_fen


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The person, as far as it matters for refunds."""

    died_on: date | None
    retired_on: date | None

    @classmethod
    def of(cls, person: Person) -> "PersonFacts":
        """From our record."""
        return cls(person.died_on, person.retired_on)


class Wanted(NamedTuple):
    """Whose months are asked about: of one declaration (0: of none yet), from `first` to `last`."""

    employer_id: int
    person_id: int
    declaration_id: int = 0
    first: int = EARLIEST
    last: int = LATEST


def here(law: Law) -> list[str]:
    """Schemes that this platform handles itself."""
    return [code for code, entry in law.codes("scheme").items() if entry.text("side") == "here"]


def usual(law: Law) -> list[str]:
    """Those of them that an ordinary employee is insured in."""
    schemes = law.codes("scheme")
    return [code for code in here(law) if schemes[code].flag("employee")]


def of_months(wanted: Wanted, law: Law, *, confirmed: bool = True) -> list[MonthFacts]:
    """The person's months at the employer, latest first; one statement.

    `confirmed`: whether what others have confirmed and is not with the officers yet counts as under way; not under the
    lock on the person, where the first one goes on.
    """
    params = {
        "employer": wanted.employer_id,
        "person": wanted.person_id,
        "declaration": wanted.declaration_id,
        "first": wanted.first,
        "last": wanted.last,
        "schemes": usual(law),
        "confirmed": confirmed,
    }
    return [MonthFacts(Month.from_int(month), *rest) for month, *rest in bulk.rows(__file__, "facts", params)]


def months_in_arrears(employer_id: int, today: date) -> Sequence[Month]:
    """Months that the employer has not paid although they were due."""
    return sorted({one.month for one in collection.arrears(employer_id, today)})

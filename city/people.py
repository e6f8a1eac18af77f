"""What a person of the city is."""

from datetime import date
from typing import NamedTuple

YOUNGEST = 16
"""Age from which one may be employed."""


class Trouble(NamedTuple):
    """Why a person cannot simply be employed and insured.

    kind: dead · elsewhere (pays for pension in another province) · prison · closed (shared data gives no answer about
    this person). since and until are months (YYYYMM), until None while it lasts; province is the other province's
    code, else empty.
    """

    kind: str
    since: int
    until: int | None
    province: str

    def holds_in(self, month: int) -> bool:
        """True if it holds in that month (YYYYMM)."""
        return self.since <= month and (self.until is None or month <= self.until)


class Person(NamedTuple):
    """A person.

    Codes: document_type 证件类型, sex GB/T 2261.1, ethnic GB/T 3304 (empty for foreigners), nationality alpha-3,
    household 户口性质, region six digits (empty for outsiders), education GB/T 4658. wage: whole yuan a month.
    """

    number: str
    document_type: str
    name: str
    sex: str
    birth: date
    ethnic: str
    nationality: str
    household: str
    region: str
    household_address: str
    address: str
    mobile: str
    education: str
    cadre: bool
    wage: int
    trouble: Trouble | None

    @property
    def retirement_age(self) -> int:
        """Years at which the group retired before the reform of 2025: men 60, women cadres 55, other women 50."""
        return 60 if self.sex == "1" else 55 if self.cadre else 50


def age_on(birth: date, today: date) -> int:
    """Completed years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def ordinary(person: Person, today: date) -> bool:
    """16 or older, younger than the retirement age, and without trouble."""
    return YOUNGEST <= age_on(person.birth, today) < person.retirement_age and person.trouble is None

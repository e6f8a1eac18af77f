"""What this door reads beside the business areas' own queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the user's data: who, through which door, at what and why; `districts` are codes of an officer's."""

    id: int
    at: datetime
    actor_name: str
    door: str
    what: str
    purpose: str
    employer: str
    districts: Sequence[str]


def looks_at_me(before: int | None = None, *, size: int = 50) -> list[Look]:
    """The newest looks at the user of this transaction, those before one of them; none if she is no insured person."""
    with connection.cursor() as cursor:
        cursor.execute("select * from shebao_looks_at_me(%s, %s)", [before, size])
        return [Look(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing of an employer about the user: where it stands, and in short what it is about.

    Months are YYYYMM and `ended_on` a day, where the service has them; `items` are what changes, or the kind of card.
    """

    service: str
    number: str
    employer: str
    state: str
    filed_at: datetime
    finished_at: datetime | None
    first_month: int | None
    last_month: int | None
    ended_on: date | None
    items: Sequence[str]


def filings_about_me(*, size: int = 100) -> list[Filing]:
    """The newest filings of employers about the user of this transaction; none if she is no insured person."""
    with connection.cursor() as cursor:
        cursor.execute("select * from shebao_filings_about_me(%s)", [size])
        return [Filing(*row) for row in cursor.fetchall()]

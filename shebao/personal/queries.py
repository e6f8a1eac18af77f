"""What this door reads beside the business areas' own queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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

"""Late fees of notices as of a day each, computed by one statement a month."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

from shebao.collection import rules
from shebao.collection.rules import LateTerms
from shebao.collection.telling import late_params, late_sql
from shebao.kernel.months import Month
from shebao.law import Law


class Due(NamedTuple):
    """A notice and the day up to which its late fee is asked for (that day itself is not counted)."""

    notice_id: int
    month: int
    due_on: date
    until: date


class SchemeFee(NamedTuple):
    """The late fee of one scheme on a notice: what is owed late, and the fee, in fen."""

    scheme: str
    owed_fen: int
    fen: int


class Late(NamedTuple):
    """How late a notice is on a day, under which terms, and what it bears by scheme."""

    terms: LateTerms
    days: int
    until: date
    schemes: tuple[SchemeFee, ...]

    @property
    def fen(self) -> int:
        """The whole late fee."""
        return sum(scheme.fen for scheme in self.schemes)


def late_fees(law: Law, notices: Iterable[Due]) -> dict[int, Late]:
    """By notice: days late and late fees; a notice that is not late bears none."""
    found: dict[int, Late] = {}
    for month, dues in _by_month(notices).items():
        found |= _of_month(law, month, dues)
    return found


def _by_month(notices: Iterable[Due]) -> dict[Month, list[Due]]:
    months: defaultdict[Month, list[Due]] = defaultdict(list)
    for due in notices:
        months[Month.from_int(due.month)].append(due)
    return months


def _of_month(law: Law, month: Month, dues: list[Due]) -> dict[int, Late]:
    terms = {due.due_on: rules.late_terms(law, month, due.due_on) for due in dues}
    late = {due.notice_id: rules.days_late(terms[due.due_on].first, due.until) for due in dues}
    costly = [due for due in dues if late[due.notice_id] and terms[due.due_on].rate_ppm]
    schemes = _schemes(month, costly, late, terms[costly[0].due_on]) if costly else {}
    return {
        due.notice_id: Late(terms[due.due_on], late[due.notice_id], due.until, tuple(schemes.get(due.notice_id, ())))
        for due in dues
    }


def _schemes(month: Month, dues: list[Due], late: dict[int, int], terms: LateTerms) -> dict[int, list[SchemeFee]]:
    """Rate, exemptions and cap are those of the month, alike for all its notices."""
    notices = [due.notice_id for due in dues]
    params = {"notices": notices, "days": [late[notice] for notice in notices], **late_params(month, terms)}
    found: defaultdict[int, list[SchemeFee]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(late_sql("late_fees"), params)
        for notice, scheme, owed, fen in cursor.fetchall():
            found[notice].append(SchemeFee(scheme, int(owed), int(fen)))
    return found

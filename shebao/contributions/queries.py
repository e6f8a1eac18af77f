"""Reads of what is owed, on record and paid. Previews are computed by the SQL that also posts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection

from shebao.contributions import entering, scope, tariffs
from shebao.contributions.models import Problem, Wage
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import law


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to be assessed: `wage_fen` a month, `contract_id` 0 where there is none."""

    person_id: int
    employer_id: int
    contract_id: int
    scheme: str
    month: Month
    wage_fen: int
    payer_category: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is owed for a subject: `base` in yuan, amounts in fen.

    Where it cannot be said these are None, `missing` is no_wage or no_law, and `missing_law` what is not on record.
    """

    person_id: int
    employer_id: int
    contract_id: int
    scheme: str
    month: Month
    wage_fen: int | None
    payer_category: str
    notice_id: int | None
    base: int | None
    employer_fen: int | None
    personal_fen: int | None
    tariff_id: int | None
    deferred: bool
    missing: str | None
    missing_law: str


class Charged(NamedTuple):
    """The sum of the entries of a contract, month and scheme that are paid, or that are not; fen."""

    contract_id: int
    month: Month
    scheme: str
    employer_fen: int
    personal_fen: int
    paid: bool
    notice_id: int


def preview(subjects: Sequence[Subject]) -> list[Assessed]:
    """What would be entered for these subjects, in their order. By the engine, which may use temporary tables."""
    if not subjects:
        return []
    tariffs.prepare(law(), {subject.month for subject in subjects}, {subject.employer_id for subject in subjects})
    entering.take_up({subject.employer_id for subject in subjects}, None)
    columns = {
        "persons": [subject.person_id for subject in subjects],
        "employers": [subject.employer_id for subject in subjects],
        "contracts": [subject.contract_id for subject in subjects],
        "schemes": [subject.scheme for subject in subjects],
        "months": [int(subject.month) for subject in subjects],
        "wages": [subject.wage_fen for subject in subjects],
        "categories": [subject.payer_category for subject in subjects],
    }
    given = bulk.statement(__file__, "subjects_given")
    found = {_key(one): one for one in _assessed(entering.assess_sql(given), columns)}
    return [found[_key(subject)] for subject in subjects]


def keep_preview(
    subjects: str, params: Mapping[str, Any], *, months: Collection[Month], employers: Collection[int]
) -> int:
    """Put what would be entered for the subjects that a query names into the temporary table `preview_now`.

    For sets too large to be handed around; the table lives until the end of the transaction. How many subjects.
    """
    tariffs.prepare(law(), months, employers)
    entering.take_up(employers, None)
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists preview_now")
        cursor.execute(_KEPT + entering.assess_sql(subjects), dict(params))
        return int(cursor.rowcount)


_KEPT: Final = "create temporary table preview_now on commit drop as\n"


def preview_contracts(contracts: Collection[int], month: Month) -> list[Assessed]:
    """What is owed for these contracts in `month` by the coverage and wages that count now; by contract and scheme."""
    people = scope.people_of(contracts)
    if not people.persons:
        return []
    tariffs.prepare(law(), [month], set(people.employers))
    entering.take_up(set(people.employers), None)
    params = {**people.parameters(), "month": int(month)}
    wanted = set(contracts)
    found = (one for one in _assessed(entering.assess_covered(people), params) if one.contract_id in wanted)
    return sorted(found, key=lambda one: (one.contract_id, one.scheme))


def charged(contracts: Collection[int], since: Month) -> list[Charged]:
    """The sums of all entries of the contracts from `since` on, by contract, month, scheme, and whether paid."""
    rows = bulk.rows(__file__, "charged", {"contracts": sorted(contracts), "since": int(since)})
    return [
        Charged(int(contract), Month.from_int(month), scheme, int(employer), int(personal), paid, int(notice))
        for contract, month, scheme, employer, personal, paid, notice in rows
    ]


def assessed_months(employers: Sequence[int], persons: Sequence[int], first: Month, last: Month) -> list[Month]:
    """Months of first..last in which what is learnt now makes a difference to enter, oldest first.

    They were assessed in the whole city, or issued at one of the employers, or one of the persons (aligned with the
    employers; may be fewer) has entries in them.
    """
    params = {"employers": list(employers), "persons": list(persons), "first": int(first), "last": int(last)}
    return [Month.from_int(month) for (month,) in bulk.rows(__file__, "assessed_months", params)]


def declared_wage(contract_id: int, month: Month) -> Wage | None:
    """The wage that counts for a contract in `month`."""
    rows = Wage.objects.filter(contract_id=contract_id, voided=False, from_month__lte=int(month))
    return rows.exclude(to_month__lt=int(month)).order_by("-from_month").first()


def open_problems(month: Month) -> int:
    """How many persons or employers could not be assessed for `month`, as of now."""
    return Problem.objects.filter(month=int(month), closed_at=None).count()


def _key(one: Subject | Assessed) -> tuple[object, ...]:
    return (
        one.person_id,
        one.employer_id,
        one.contract_id,
        one.scheme,
        one.month,
        one.wage_fen,
        one.payer_category,
    )


def _assessed(statement: str, params: dict[str, Any]) -> list[Assessed]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [Assessed(**{**row, "month": Month.from_int(row["month"])}) for row in rows]

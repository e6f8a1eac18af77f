"""Reconciling: read-only, over one snapshot, and never silent about what could not be looked at."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db import Error, connection, transaction

from shebao.database.sight import BLIND, sees_everything
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.errors import NoLawError
from shebao.reconciliation import basis
from shebao.reconciliation.kinds import Kind, all_kinds
from shebao.reconciliation.scope import Scope

MOST: Final = 20
"""Subjects shown of each kind, unless told otherwise."""


class Subject(NamedTuple):
    """One thing that differs: kind:id, month and employer where it has one, and the money in question in fen."""

    subject: str
    month: int | None
    employer_id: int | None
    employer_code: str | None
    fen: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What was found of one kind: how many, their sum in fen, the first of them; `problem` when it could not look."""

    kind: Kind
    count: int
    fen: int
    subjects: list[Subject]
    seconds: float
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """With cause and the action that closes it."""
        return {
            "kind": self.kind.name,
            "area": self.kind.area,
            "what": self.kind.what,
            "cause": self.kind.cause,
            "action": self.kind.action,
            "count": self.count,
            "fen": self.fen,
            "subjects": [one._asdict() for one in self.subjects],
            "seconds": self.seconds,
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All kinds that were looked at, also those of which nothing was found; `problem`: why nothing was looked at."""

    scope: Scope
    months: list[Month] = field(default_factory=list)
    looked: list[Difference] = field(default_factory=list)
    seconds: float = 0
    problem: str = ""

    @property
    def found(self) -> list[Difference]:
        """Kinds of which something was found, or that could not be looked at."""
        return [one for one in self.looked if one.count or one.problem]

    @property
    def count(self) -> int:
        """How many differences in all."""
        return sum(one.count for one in self.looked)

    @property
    def exit_code(self) -> int:
        """0: nothing differs. 1: something does. 2: something could not be looked at, which is no agreement."""
        if self.problem or not self.looked or any(one.problem for one in self.looked):
            return 2
        return 1 if self.count else 0

    def as_json(self) -> dict[str, Any]:
        """One object; its keys are part of the interface (docs/operations/reconcile.md)."""
        return {
            "ok": self.exit_code == 0,
            "exit_code": self.exit_code,
            "month": None if self.scope.month is None else str(self.scope.month),
            "months": [str(month) for month in self.months],
            "employer_id": self.scope.employer_id,
            "looked_for": len(self.looked),
            "differences": self.count,
            "fen": sum(one.fen for one in self.looked),
            "seconds": self.seconds,
            "problem": self.problem,
            "kinds": [one.as_json() for one in self.found],
        }


def reconcile(scope: Scope, *, most: int = MOST, kinds: Iterable[Kind] | None = None) -> Report:
    """Look for all kinds of differences (or those given); `most`: how many subjects of each to tell."""
    began = time.monotonic()
    try:
        with transaction.atomic():
            return _reconcile(scope, most, list(all_kinds() if kinds is None else kinds), began)
    except Error as error:
        return Report(scope, problem=_named(error))
    except NoLawError as error:
        return Report(scope, problem=f"NoLawError {error.title}")


def _reconcile(scope: Scope, most: int, kinds: list[Kind], began: float) -> Report:
    alone = len(connection.savepoint_ids) == 0
    _set("set transaction isolation level repeatable read" if alone else "")
    if not sees_everything():
        return Report(scope, problem=BLIND)
    _set("set local timezone = 'UTC'; set local work_mem = '256MB'; set local statement_timeout = 0")
    book, months = law(), basis.months_of(scope)
    basis.work_out(book, scope, months)
    _set("set transaction read only" if alone else "")
    params = {**scope.parameters(book, months), "most": most}
    looked = [_look(kind, params) for kind in kinds]
    return Report(scope, months, looked, round(time.monotonic() - began, 3))


def _set(statement: str) -> None:
    if statement:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _look(kind: Kind, params: dict[str, Any]) -> Difference:
    began = time.monotonic()
    count, fen, problem = 0, 0, ""
    subjects: list[Subject] = []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FOUND.format(statement=kind.statement), params)
            row = cursor.fetchone()
            count, fen = int(row[0]), int(row[1])
            subjects = [Subject(*one) for one in json.loads(row[2] or "[]")]
    except Error as error:
        problem = _named(error)
    return Difference(kind, count, fen, subjects, round(time.monotonic() - began, 3), problem)


# The statement is a file of ours. What belongs to no month or employer is shown whatever was asked for.
_FOUND: Final = """
with
    found as materialized (
        select raw.subject, raw.month, raw.employer_id, raw.fen
        from (
{statement}
        ) as raw
        where (%(month)s::integer is null or raw.month is null or raw.month = %(month)s::integer)
            and (%(employer)s::bigint is null or raw.employer_id is null or raw.employer_id = %(employer)s::bigint)
    )
select
    count(*),
    coalesce(sum(found.fen), 0),
    (
        select jsonb_agg(
            jsonb_build_array(first.subject, first.month, first.employer_id, employer.credit_code, first.fen)
            order by first.month, first.employer_id, first.subject
        )
        from (
            select * from found order by found.month, found.employer_id, found.subject limit %(most)s
        ) as first
        left join employers_employer as employer on employer.id = first.employer_id
    )
from found
"""


def _named(error: Exception) -> str:
    """The kind of error and its code; its text may hold personal data."""
    return " ".join(filter(None, [type(error).__name__, getattr(error.__cause__, "sqlstate", "")]))

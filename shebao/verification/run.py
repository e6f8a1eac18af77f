"""Running the checks: read-only, over one snapshot, and never silent about what could not be checked."""

import time
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from django.db import Error, connection, transaction

from shebao.database.sight import BLIND, sees_everything
from shebao.verification.checks import Check, Limits, all_checks


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found: `violations` in all, the first of them by kind and id; `problem` when it could not run."""

    name: str
    invariant: str
    title: str
    violations: int
    subjects: list[str]
    seconds: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one run; `problem` says why nothing could be checked at all."""

    results: list[Result] = field(default_factory=list)
    problem: str = ""

    @property
    def exit_code(self) -> int:
        """0: everything holds. 1: something does not. 2: something could not be checked, which is no pass."""
        if self.problem or not self.results or any(result.problem for result in self.results):
            return 2
        return 1 if any(result.violations for result in self.results) else 0

    def as_json(self) -> dict[str, object]:
        """One object: ok, exit_code, checks, violations (in all), results, problem."""
        return {
            "ok": self.exit_code == 0,
            "exit_code": self.exit_code,
            "checks": len(self.results),
            "violations": sum(result.violations for result in self.results),
            "problem": self.problem,
            "results": [asdict(result) for result in self.results],
        }


def verify(limits: Limits | None = None, only: Collection[str] = ()) -> Report:
    """Run all checks, or those whose name begins with a word of `only`, on the default database."""
    try:
        with transaction.atomic():
            return _verify(limits or Limits(), only)
    except Error as error:
        return Report(problem=_named(error))


def _verify(limits: Limits, only: Collection[str]) -> Report:
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("set local timezone = 'UTC'")
    if not sees_everything():
        return Report(problem=BLIND)
    chosen = [check for check in all_checks(limits) if not only or check.name.startswith(tuple(only))]
    return Report([_run(check) for check in chosen], "" if chosen else "no check has such a name")


def _run(check: Check) -> Result:
    began = time.monotonic()
    count, problem = 0, ""
    subjects: list[str] = []
    try:
        with transaction.atomic():
            count, subjects = check.find()
    except (Error, OSError, SyntaxError) as error:
        problem = _named(error)
    seconds = round(time.monotonic() - began, 3)
    return Result(check.name, check.invariant, check.title, count, subjects, seconds, problem)


def _named(error: Exception) -> str:
    """The kind of error and its code; its text may hold personal data."""
    return " ".join(filter(None, [type(error).__name__, getattr(error.__cause__, "sqlstate", "")]))

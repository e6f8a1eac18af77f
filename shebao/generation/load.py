"""Writing a planned city into an empty database: by COPY, in constant memory, under one audit action."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from typing import Any, NamedTuple

from django.db import connection

from city.employers import Employer
from shebao.audit.actions import Actor, action
from shebao.audit.models import Action
from shebao.contributions.rules import categories_by_household
from shebao.database import bulk
from shebao.database.roles import Role, working_as
from shebao.employers.models import Employer as EmployerRow
from shebao.generation.indexes import left_out, switched_off
from shebao.generation.jobs import registered_on
from shebao.generation.plan import Parts, Plan
from shebao.generation.rows import CONTRACT_COLUMNS, PERSON_COLUMNS, Block, Staff, Task, block_of
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict
from shebao.law import law
from shebao.persons.models import Person

GENERATOR = Actor.system("数据生成", door="cli")
CARRY_OVER = "carry_over"
"""Service of the filings that contracts name which were not filed here but taken over (新老系统切换).

They have no lines, and the counterparties were told by the system before: so the invariants of enrolment filings, all
of which ask for that service, do not apply to them.
"""

FILLED = ("persons_person", "employment_contract", "employment_coverage", "contributions_wage")
# Every generated spell runs, so the unique index on running spells, put back at the end, proves what this proves.
PROVEN_OTHERWISE = ("employment_coverage", "coverage_once_insert")
EMPLOYER_COLUMNS = (
    *("id", "credit_code", "name", "district", "unit_type", "injury_class", "injury_band", "registered_on"),
)
DECLARATION_COLUMNS = (
    "id", "number", "service", "employer_id", "single", "client_key", "fingerprint", "door", "filed_by",
    "filed_by_name", "payload", "state", "step_attempts", "progress", "submitted_at", "finished_at", "lines", "good",
    "bad", "to_review", "effective", "failed", "content_version",
)  # fmt: skip
_ALONE_UP_TO = 40_000  # persons for which starting more processes does not pay


class _Keys(NamedTuple):
    """First keys of the rows to be written."""

    employers: int
    declarations: int
    persons: int
    contracts: int


def generated_by(verb: str) -> bool:
    """Whether this database was filled under that verb."""
    return Action.objects.filter(verb=verb, refused="").exists()


def is_empty() -> bool:
    """Whether there is neither an employer nor a person."""
    return not (EmployerRow.objects.exists() or Person.objects.exists())


def fill(plan: Plan, verb: str, *, now: datetime, processes: int | None = None) -> None:
    """Write the planned city in one transaction, under one action `verb`; as the owner of the tables.

    Every employer's contracts name one filing of the service CARRY_OVER of its own. Raises Conflict unless the
    database is empty.
    """
    details = {"seed": plan.seed, "employers": len(plan.employers), "persons": plan.persons}
    with action(GENERATOR, verb, details=details):
        if not is_empty():
            raise Conflict("数据库中已有单位或人员。", code="not_empty", remedy="请使用空数据库。")
        keys = _reserve(plan)
        with left_out(FILLED), switched_off(*PROVEN_OTHERWISE), working_as(Role.ENGINE):
            _write_employers(plan, keys, now)
            _write_persons(_blocks(plan, keys, processes))
        _analyze()


def _reserve(plan: Plan) -> _Keys:
    """Take keys for all rows at once; the lock keeps others from taking any in between."""
    return _Keys(
        _take_keys("employers_employer", len(plan.employers)),
        _take_keys("declarations_declaration", len(plan.employers)),
        _take_keys("persons_person", plan.persons),
        _take_keys("employment_contract", plan.persons),
    )


def _take_keys(table: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"lock table {table} in share row exclusive mode")
        cursor.execute("select nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count - 1])
    return first


def _write_employers(plan: Plan, keys: _Keys, now: datetime) -> None:
    employers = enumerate(zip(plan.employers, plan.headcounts, strict=True))
    bulk.copy_in(
        "employers_employer",
        EMPLOYER_COLUMNS,
        (_employer_row(keys.employers + index, employer, plan.seed) for index, (employer, _) in employers),
    )
    bulk.copy_in("declarations_declaration", DECLARATION_COLUMNS, _declaration_rows(plan, keys, now))


def _employer_row(key: int, employer: Employer, seed: int) -> tuple[Any, ...]:
    return (
        *(key, employer.credit_code, employer.name, employer.district, employer.kind, employer.industry_class),
        *("1.00", registered_on(employer, seed)),
    )


def _declaration_rows(plan: Plan, keys: _Keys, now: datetime) -> Iterator[tuple[Any, ...]]:
    day = f"{day_of(now):%Y%m%d}"
    for index, headcount in enumerate(plan.headcounts):
        yield (
            keys.declarations + index, f"{day}{index + 1:010d}", CARRY_OVER, keys.employers + index, False,
            CARRY_OVER, "", "cli", 0, GENERATOR.name, "{}", "effective", 0, 100, now, now, headcount, headcount,
            0, 0, headcount, 0, 1,
        )  # fmt: skip


def _write_persons(blocks: Iterable[Block]) -> None:
    households, payers = categories_by_household(law())
    for block in blocks:
        _copy("persons_person", PERSON_COLUMNS, block.persons)
        _copy("employment_contract", CONTRACT_COLUMNS, block.contracts)
        span = {"first": block.first_contract_id, "last": block.last_contract_id}
        bulk.run(__file__, "coverage", span)
        bulk.run(__file__, "wages", {**span, "households": households, "payers": payers})


def _copy(table: str, columns: Sequence[str], text: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        copy.write(text)


def _blocks(plan: Plan, keys: _Keys, processes: int | None) -> Iterator[Block]:
    """The blocks in order, at most two a process under way: memory does not depend on the size of the city."""
    workers = processes or (os.cpu_count() or 1 if plan.persons > _ALONE_UP_TO else 1)
    tasks = (_task(plan, keys, first, parts) for first, parts in plan.blocks())
    if workers == 1:
        yield from map(block_of, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Block]] = deque()
        for task in tasks:
            waiting.append(pool.submit(block_of, task))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _task(plan: Plan, keys: _Keys, first: int, parts: Parts) -> Task:
    last = first + sum(count for _, _, count in parts)
    return Task(
        seed=plan.seed,
        today=plan.today,
        first=first,
        first_person_id=keys.persons,
        first_contract_id=keys.contracts,
        staffs=[_staff(plan, keys, *part) for part in parts],
        named={place: person for place, person in plan.named.items() if first <= place < last},
    )


def _staff(plan: Plan, keys: _Keys, index: int, before: int, count: int) -> Staff:
    since: date = registered_on(plan.employers[index], plan.seed)
    return Staff(keys.employers + index, keys.declarations + index, since, before + 1, count)


def _analyze() -> None:
    """Let the planner know what is there now."""
    with connection.cursor() as cursor:
        for table in (*FILLED, "employers_employer", "declarations_declaration"):
            cursor.execute(f"analyze {table}")

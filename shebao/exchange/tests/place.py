"""A database of a test's own, in which everything is really committed, and messages in it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection

from city.numbers import numbers
from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer

SYSTEM = Actor.system("tests", door="cli")
COLUMNS = (
    "key", "system", "kind", "person_id", "sequence", "previous", "employer_id", "declaration_id", "line_no",
    "payload", "state", "attempts", "last_error", "failure_kind", "answer_code", "answer_text", "chased",
)  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


_number = count(1)


@contextmanager
def copied_database() -> Iterator[str]:
    """Make a copy of the test database for the time of the block; its name."""
    template = str(connection.settings_dict["NAME"])
    name = f"{template}_exchange_{next(_number)}"
    connection.close()
    with _server() as server:
        server.execute(f'create database "{name}" template "{template}"')
    try:
        yield name
    finally:
        with _server() as server:
            server.execute(f'drop database "{name}" with (force)')


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Work in another database of the server; all threads and `url()` do."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _server() -> psycopg.Connection[tuple[Any, ...]]:
    params = {**connection.get_connection_params(), "dbname": "postgres"}
    wanted = {name: params[name] for name in ("host", "port", "user", "password", "dbname") if params.get(name)}
    return psycopg.connect(**wanted, autocommit=True)


def url() -> str:
    """The address of the database at hand, for another process."""
    at = connection.settings_dict
    parts = {
        "host": at["HOST"],
        "port": at["PORT"],
        "user": at["USER"],
        "password": at["PASSWORD"],
        "dbname": at["NAME"],
    }
    return psycopg.conninfo.make_conninfo(**{name: value for name, value in parts.items() if value})


def filing(name: str = "谨慎商贸有限公司", serial: int = 1) -> Declaration:
    """A declaration that took effect, of an employer of its own."""
    with action(SYSTEM, "set the scene"):
        employer = Employer.objects.create(
            credit_code=f"91110105MA{serial:08d}", name=name, district="110105", unit_type="10", injury_class=2,
            registered_on=date(2020, 1, 1),
        )  # fmt: skip
        return Declaration.objects.create(
            number=f"2026112300000{serial:05d}", service="enrolment", employer=employer, single=False,
            client_key=f"key {serial}", door="portal", filed_by=1, filed_by_name="张敏", state="effective",
        )  # fmt: skip


def payload(system: str, number: str, serial: int) -> dict[str, Any]:
    """What services/enrolment writes: the wire's payload and the month."""
    shared = {
        "filing": f"202611230000000001-{serial}", "name": "王小明", "document_type": "01", "document_number": number,
        "employer_code": "91110105MA00000011", "wage_fen": 900_000, "reason": None, "month": 202611,
    }  # fmt: skip
    if system != "medical":
        return {**shared, "social_security_number": number, "scheme": "110", "region": "110000"}
    return {
        **shared, "sex": "1", "birth": "1990-03-07", "nationality": "CHN", "household": "11",
        "employer_name": "谨慎商贸有限公司", "district": "110105", "schemes": ["310", "510"],
    }  # fmt: skip


def ordinary(many: int) -> list[str]:
    """Identity numbers."""
    return list(numbers(1, 0, many))


def write(
    declaration: Declaration, persons: Sequence[str], *, system: str = "medical", each: int = 1, first: int = 1
) -> list[UUID]:
    """Write `each` messages a person, as enrolment does; their keys in the order of writing. Person 1 is `first`."""
    keys: list[UUID] = []
    with action(SYSTEM, "write messages"):
        bulk.copy_in("outbox_message", COLUMNS, _rows(declaration, persons, system, each, first, keys))
    return keys


def _rows(
    declaration: Declaration, persons: Sequence[str], system: str, each: int, first: int, keys: list[UUID]
) -> Iterable[tuple[Any, ...]]:
    last: dict[int, UUID] = {}
    for sequence in range(1, each + 1):
        for place, number in enumerate(persons):
            person, key = first + place, uuid4()
            kind = "enrolled" if sequence % 2 else "withdrawn"
            content = json.dumps(payload(system, number, place + 1), ensure_ascii=False)
            yield (
                key, system, kind, person, sequence, last.get(person), declaration.employer_id, declaration.pk,
                place + 1, content, "waiting", 0, "", "", "", "", 0,
            )  # fmt: skip
            last[person] = key
            keys.append(key)


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def states(system: str = "medical") -> dict[str, int]:
    """How many messages are in which state."""
    return dict(sql("select state, count(*) from outbox_message where system = %s group by state", system))


def alarms() -> list[str]:
    """Why something was refused, oldest first."""
    return [why for (why,) in sql("select refused from audit_action where refused <> '' order by id")]


def changing() -> AbstractContextManager[int]:
    """Make changes by hand, as an action of the test."""
    return action(SYSTEM, "change by hand")

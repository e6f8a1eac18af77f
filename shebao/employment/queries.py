"""Reading contracts and coverage: 「劳动合同信息参保登记列表」 and one person's page."""

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from django.db import connection

from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.persons import searching

_SQL: Final = Path(__file__).parent / "sql"
_CONTRACT_LIST: Final = (_SQL / "contract_list.sql").read_text(encoding="utf-8")

Running = Literal["running", "ended", "all"]

_RUNNING: Final[Mapping[str, str]] = {
    "running": "contract.ended_on is null",
    "ended": "contract.ended_on is not null",
    "all": "true",
}
_OLDER: Final = {"keyset": "contract.id < %(edge)s", "order": "desc", "employer_order": "asc"}
_NEWER: Final = {"keyset": "contract.id > %(edge)s", "order": "asc", "employer_order": "desc"}


@dataclasses.dataclass(frozen=True, slots=True)
class ContractRow:
    """One line of the list: ``schemes`` codes, ``insured_from`` YYYYMM, ``medical_state`` None if nothing was sent."""

    id: int
    person_id: int
    declaration_id: int
    line_no: int
    end_declaration_id: int | None
    end_line_no: int | None
    starts_on: date
    ends_on: date | None
    ended_on: date | None
    occupation: str
    insured_from: int
    name: str
    document_type: str
    document_number: str
    schemes: tuple[str, ...]
    medical_state: str | None
    medical_answer: str | None
    medical_failure: str | None


def contracts(
    employer_id: int,
    *,
    search: str = "",
    running: Running = "running",
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> list[ContractRow]:
    """A page of the employer's contracts, newest first: older than id ``before``, or the next newer than ``after``.

    ``search`` is a part of the name or of its pinyin, the beginning of its initials, or the beginning of a document
    number. One statement, whatever the number of employees.
    """
    condition, values = searching.condition(search)
    edge, way = (before, _OLDER) if after is None else (after, _NEWER)
    keyset = way["keyset"] if edge is not None else "true"
    sql = _CONTRACT_LIST.format(**way | {"running": _RUNNING[running], "search": condition, "keyset": keyset})
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"employer_id": employer_id, "edge": edge, "size": size})
        names = [column.name for column in cursor.description or ()]
        return [_row(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def count_running(employer_id: int) -> int:
    """How many contracts of the employer run."""
    return Contract.objects.filter(employer_id=employer_id, ended_on=None, voided=False).count()


def contract(contract_id: int, employer_id: int) -> Contract | None:
    """A contract of the employer, with its person."""
    found = Contract.objects.select_related("person").filter(id=contract_id, employer_id=employer_id)
    return found.first()


def filed_by(declaration_id: int, line_no: int) -> Contract | None:
    """The contract that a line of a declaration brought about, if it took effect."""
    return Contract.objects.filter(declaration_id=declaration_id, line_no=line_no).first()


def spells(contract_id: int) -> list[Coverage]:
    """The coverage that rests on a contract, by scheme and month, voided spells included."""
    return list(Coverage.objects.filter(contract_id=contract_id).order_by("scheme", "from_month", "id"))


def spells_of_person(records: Collection[int], first: Month, last: Month) -> list[Coverage]:
    """The coverage of a person at any employer that reaches into the months, with the employer; by scheme and month.

    Spells under any of her `records` count; voided ones are left out.
    """
    found = Coverage.objects.filter(person_id__in=records, voided=False, from_month__lte=int(last))
    found = found.exclude(to_month__lt=int(first)).select_related("employer")
    return list(found.order_by("scheme", "from_month", "id"))


def contracts_of_person(person_id: int, employer_id: int) -> list[Contract]:
    """All contracts of a person with this employer, newest first."""
    return list(Contract.objects.filter(person_id=person_id, employer_id=employer_id).order_by("-starts_on", "-id"))


def medical_messages(declaration_id: int, line_nos: list[int]) -> dict[int, Message]:
    """The last message to the medical authority about each of the lines."""
    messages = Message.objects.filter(declaration_id=declaration_id, line_no__in=line_nos, system="medical")
    return {message.line_no: message for message in messages.order_by("id")}


def last_medical_message(contract: Contract) -> Message | None:
    """The last message to the medical authority about a contract: that it began, or that it has ended."""
    for declaration_id, line_no in (
        (contract.end_declaration_id, contract.end_line_no),
        (contract.declaration_id, contract.line_no),
    ):
        if declaration_id is not None and line_no is not None:
            found = medical_messages(declaration_id, [line_no]).get(line_no)
            if found is not None:
                return found
    return None


def _row(values: dict[str, Any]) -> ContractRow:
    return ContractRow(**values | {"schemes": tuple(values["schemes"])})

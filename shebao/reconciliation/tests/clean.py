"""A town in order: two employers over two months, in both ways of collecting, with everything that lawfully happens.

Somebody leaves, somebody was enrolled by mistake, one employer pays late, one notice is replaced.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from shebao.audit.actions import action
from shebao.collection import actions as collection
from shebao.collection import queries
from shebao.collection.tests.place import SYSTEM, arrival
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Notice, NoticeState, Wage
from shebao.contributions.tests import town
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.reconciliation.kinds import all_kinds
from shebao.reconciliation.run import reconcile
from shebao.reconciliation.scope import Scope

NOW: Final = town.moment("2024-02-10")
OCTOBER, JANUARY = Month(2023, 10), Month(2024, 1)
BEFORE, MONTH = int(OCTOBER), int(JANUARY)
PASSED_ON = ("medical", "national_pension")


@dataclass
class Town:
    """`firm` pays in time and has declared January, `late` paid October late and has not declared January yet."""

    firm: Employer
    late: Employer
    anna: Contract
    bert: Contract
    carl: Contract
    gone: Contract
    mistake: Contract

    def notice(self, month: int = MONTH, state: str | None = None) -> Notice:
        """The firm's last notice of a month, or its only one in a state."""
        found = Notice.objects.filter(employer=self.firm, month=month).order_by("seq")
        return found.get(state=state) if state else found.reverse()[0]

    def message(self, system: str, contract: Contract | None = None, kind: str = "enrolled") -> int:
        """Id of the message about somebody (by default Anna), or of the one that asks tax for the firm's January."""
        if system == "tax":
            return Message.objects.get(notice_id=self.notice().pk).pk
        person = (contract or self.anna).person_id
        return Message.objects.get(system=system, person_id=person, kind=kind).pk


def build() -> Town:
    """Everything up to `NOW`."""
    firm, late = town.employer(1), town.employer(2)
    here = Town(
        firm,
        late,
        anna=town.hire(firm, "9000", "2023-10-09"),
        bert=town.hire(firm, "12000.50", "2023-10-09"),
        carl=town.hire(late, "5000", "2023-10-10"),
        gone=town.hire(late, "40000", "2023-10-11"),
        mistake=town.hire(firm, "8000", "2023-10-20"),
    )
    leave(here.gone, "2023-10-25")
    assess(OCTOBER, "2023-10-28")
    never_was(here.mistake)
    assess(OCTOBER, "2023-10-30")
    town.hire(firm, "30000", "2023-11-15")
    pay(here.notice(BEFORE), "2023-11-20")
    collection.collect(SYSTEM, date(2023, 12, 1))
    pay(Notice.objects.get(employer=late, month=BEFORE), "2023-12-05")
    assess(JANUARY, "2024-01-28")
    contributions.declare(SYSTEM, here.notice().pk, now=town.moment("2024-02-02"))
    _pass_on(here)
    return here


def assess(month: Month = JANUARY, on: str = "2024-02-09") -> None:
    """The monthly run."""
    monthly.run_month(month, now=town.moment(on), connections=1)


def pay(notice: Notice, on: str) -> None:
    """The notice is paid in full, with the late fee that is due."""
    late = queries.late_as_of(notice, date.fromisoformat(on))
    payment = arrival(notice, paid_on=date.fromisoformat(on), late=late.fen if late else 0)
    assert collection.post_payment(SYSTEM, payment, now=town.moment(on)) == ""


def declare_and_pay(here: Town) -> None:
    """The firm's January, declared if it was not yet, is paid."""
    contributions.declare(SYSTEM, here.notice().pk, now=NOW)
    pay(here.notice(state=NoticeState.ISSUED), "2024-02-08")


def leave(contract: Contract, last_day: str) -> None:
    """The employment ends; coverage and wage count through its last month."""
    town.leave(contract, last_day)
    with action(SYSTEM, "leave"):
        Wage.objects.filter(contract_id=contract.pk).update(to_month=int(Month.of(date.fromisoformat(last_day))))


def never_was(contract: Contract) -> None:
    """Enrolled by mistake: contract, coverage and wage are void."""
    town.never_was(contract)
    with action(SYSTEM, "void"):
        Wage.objects.filter(contract_id=contract.pk).update(voided=True)


def sql(statement: str, *values: Any) -> None:
    """Do it as somebody who can switch the triggers off."""
    with action(SYSTEM, "plant"), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(statement, values or None)
        cursor.execute("set local session_replication_role = origin")


def _pass_on(here: Town) -> None:
    """Whatever tax, the medical authority and the national pension system were told, they have carried out."""
    with action(SYSTEM, "pass on"):
        _file(here.anna)
        _file(here.mistake)
        _tell(here.mistake, "withdrawn", 0, sequence=2)
        ending = _declaration(here.gone, "withdrawal")
        Contract.objects.filter(pk=here.gone.pk).update(end_declaration_id=ending.pk, end_line_no=1)
        _tell(here.gone, "withdrawn", ending.pk)
        moment = town.moment("2024-02-03")
        Message.objects.update(state="done", sent_at=moment, answered_at=moment)


def _file(contract: Contract) -> None:
    filing = _declaration(contract, "enrolment")
    Contract.objects.filter(pk=contract.pk).update(declaration_id=filing.pk, line_no=1)
    _tell(contract, "enrolled", filing.pk)


def _tell(contract: Contract, kind: str, declaration_id: int, sequence: int = 1) -> None:
    told: dict[str, Any] = {"person_id": contract.person_id, "employer_id": contract.employer_id}
    for system in PASSED_ON:
        Message.objects.create(
            **told, key=uuid.uuid4(), system=system, kind=kind, sequence=sequence, declaration_id=declaration_id,
            line_no=1, payload={"month": contract.insured_from},
        )  # fmt: skip


def _declaration(contract: Contract, service: str) -> Declaration:
    return Declaration.objects.create(
        number=f"{service}-{contract.pk}", service=service, employer_id=contract.employer_id, single=True,
        client_key=f"{service}-{contract.pk}", door="portal", filed_by=0, filed_by_name="张敏", payload={},
        state="effective", lines=1, good=1, effective=1,
    )  # fmt: skip


def look_at(moment: datetime = NOW, month: Month | None = None, only: str = "") -> dict[str, int]:
    """The kinds that are found, with how many of each; or whether the one of the name `only` is."""
    kinds = [kind for kind in all_kinds() if kind.name == only] if only else None
    report = reconcile(Scope(moment, month), kinds=kinds)
    assert [(one.kind.name, one.problem) for one in report.looked if one.problem] == []
    assert report.problem == ""
    return {one.kind.name: one.count for one in report.found}

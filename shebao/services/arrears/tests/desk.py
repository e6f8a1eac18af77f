"""A clerk who settles arrears without pages, at an employer that owes September to December 2023."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from shebao.audit.actions import Actor
from shebao.collection import actions as collection
from shebao.collection import queries
from shebao.collection.models import Bill
from shebao.collection.rules import Arrival
from shebao.collection.tests.place import SYSTEM
from shebao.contributions import monthly
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.declarations.models import Declaration, Finding
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.services.arrears import actions, applying, checking
from shebao.services.arrears.models import ArrearLine

NOW: Final = town.moment("2024-03-11")
SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2023, number) for number in (9, 10, 11, 12))
OWED: Final = (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER)


@dataclass
class Desk:
    """One clerk of one employer with two employees."""

    employer: Employer
    contracts: list[Contract] = field(default_factory=list)
    now: datetime = NOW

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=1_000_001, employer_id=self.employer.pk)

    def choose(self, *months: Month, key: str = "") -> Declaration:
        """「提交」, and the worker checks."""
        begun = actions.begin(
            self.actor,
            employer_id=self.employer.pk,
            client_key=key or str(uuid.uuid4()),
            months=months,
            now=self.now,
        )
        return self.check(begun)

    def check(self, declaration: Declaration) -> Declaration:
        declaration = self.fresh(declaration)
        if declaration.next_step == "check":
            checking.check(declaration, None, self.now)
        return self.fresh(declaration)

    def confirm(self, declaration: Declaration) -> Declaration:
        """「确认」 of what is shown; the worker carries it out."""
        confirmed = actions.confirm(self.actor, declaration.pk, declaration.content_version, now=self.now)
        return self.work(confirmed)

    def work(self, declaration: Declaration) -> Declaration:
        declaration = self.fresh(declaration)
        if declaration.next_step == "apply":
            applying.apply(declaration, self.now)
        return self.check(declaration)

    def fresh(self, declaration: Declaration) -> Declaration:
        return Declaration.objects.select_related("employer").get(pk=declaration.pk)

    def pay(self, bill: Bill, receipt: str = "", **more: Any) -> str:
        """Tax tells that the bill was paid today, with the late fee that is due."""
        today = day_of(self.now)
        late = more.pop("late", sum(one.fen for one in queries.bill_late_as_of(bill, today).values()))
        principal = more.pop("principal", bill.principal_fen)
        arrival = Arrival(
            receipt or f"R{bill.pk}", bill.number, self.employer.credit_code, today, principal, late, principal + late
        )
        verdict = collection.post_payment(SYSTEM, arrival, now=self.now)
        collection.announce_paid(SYSTEM, now=self.now)
        return verdict

    def pay_alone(self, month: Month) -> str:
        """Tax tells that the month's notice was paid by itself."""
        notice = Notice.objects.get(employer=self.employer, month=int(month), state="issued")
        today = day_of(self.now)
        found = queries.late_as_of(notice, today)
        late, principal = found.fen if found else 0, notice.employer_fen + notice.personal_fen - notice.deferred_fen
        arrival = Arrival(
            f"A{notice.pk}", notice.number, self.employer.credit_code, today, principal, late, principal + late
        )
        return collection.post_payment(SYSTEM, arrival, now=self.now)


def owing(serial: int = 1, months: Sequence[Month] = OWED) -> Desk:
    """A desk of an employer that was assessed for the months and has paid nothing."""
    return owing_at(town.employer(serial), months)


def owing_at(employer: Employer, months: Sequence[Month] = OWED) -> Desk:
    """The same of an employer that is there."""
    desk = hired(employer)
    assess(months)
    return desk


def hired(employer: Employer) -> Desk:
    """A desk of an employer with two employees since September 2023."""
    desk = Desk(employer)
    desk.contracts += [town.hire(employer, wage, "2023-09-04") for wage in ("9000", "12000.50")]
    return desk


def assess(months: Sequence[Month]) -> None:
    """The monthly runs."""
    for month in months:
        monthly.run_month(month, now=town.moment(f"{month.year}-{month.month:02d}-10"), connections=1)


def lines(declaration: Declaration) -> list[tuple[int, str]]:
    """Month and state of each line."""
    found = ArrearLine.objects.filter(declaration_id=declaration.pk).order_by("line_no")
    return list(found.values_list("month", "state"))


def findings(declaration: Declaration) -> list[tuple[int, str, str]]:
    """Line, code and severity of what was found."""
    found = Finding.objects.filter(declaration_id=declaration.pk).order_by("line_no", "pk")
    return list(found.values_list("line_no", "code", "severity"))

"""A clerk who asks for refunds without pages, with people whose months were assessed and paid; and two officers."""

import io
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shebao.access import actions as access
from shebao.access.models import PostKind, User, UserKind
from shebao.audit.actions import Actor, action
from shebao.collection import actions as collection
from shebao.collection.rules import Arrival
from shebao.contributions import monthly
from shebao.contributions.models import Notice, NoticeState, Wage
from shebao.contributions.tests import town
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.law import law
from shebao.persons.models import Person
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, Verdict
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Pension, Registry
from shebao.services.refunds import actions, ordering, paying, queries
from shebao.services.refunds.facts import usual
from shebao.services.refunds.models import Payout, Refund
from shebao.services.refunds.paying import Answer
from shebao.services.refunds.queries import Accounts
from shebao.services.refunds.request import Key
from shebao.worker import steps
from tests.workbooks import identity_number, name_of

NOW: Final = town.moment("2024-02-05")
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (Month(2023, number) for number in (8, 9, 10, 11))
PAID: Final = (SEPTEMBER, OCTOBER, NOVEMBER)
GOOD_ACCOUNT: Final = "0200000109200012345"
OTHER_ACCOUNT: Final = "6222000011112222"


@dataclass
class Office:
    """Asks for one employer."""

    employer: Employer
    now: datetime = NOW
    user_id: int = 1_000_001
    pension: Pension = field(default_factory=Pension)

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=self.user_id, employer_id=self.employer.pk)

    def employ(self, wage: str = "9000", since: str = "2023-09-01", **more: object) -> Contract:
        """Somebody under contract, with a number that is right."""
        contract = town.hire(self.employer, wage, since, **more)  # type: ignore[arg-type]
        born = date(1990, 3, 7)
        number = identity_number(contract.person_id % 400, born=born)
        name = name_of(contract.person_id % 400)
        numbers = {"document_number": number, "social_security_number": number}
        with action(SYSTEM, "know"):
            Person.objects.filter(pk=contract.person_id).update(**numbers, sex="1", birth_date=born, name=name)
        contract.person.refresh_from_db()
        return contract

    def leave(self, contract: Contract, last_day: str) -> None:
        """The employment ends, and what was declared for it."""
        town.leave(contract, last_day)
        with action(SYSTEM, "leave"):
            last = int(Month.of(date.fromisoformat(last_day)))
            Wage.objects.filter(contract_id=contract.pk, from_month__lte=last).update(to_month=last)

    def assess(self, *months: Month, paid: bool = True) -> None:
        """Months of everybody, in the days after them, and paid on time."""
        for month in months:
            monthly.run_month(month, now=town.moment(f"{month}-28"), connections=1)
            if paid:
                self.pay(month)

    def pay(self, month: Month) -> None:
        """Pay what the employer is asked for of a month."""
        for notice in Notice.objects.filter(employer=self.employer, month=int(month), state=NoticeState.ISSUED):
            amount = notice.employer_fen + notice.personal_fen - notice.deferred_fen
            arrival = Arrival(
                receipt=f"R{notice.pk}",
                notice=notice.number,
                employer_code=self.employer.credit_code,
                paid_on=(month + 1).first_day.replace(day=10),
                principal_fen=amount,
                late_fee_fen=0,
                amount_fen=amount,
                feedback_id=None,
            )
            collection.post_payments(SYSTEM, [arrival], now=self.now)

    def draft(self, contract: Contract, months: Iterable[Month], **typed: str) -> Declaration:
        """A request for all schemes of some months."""
        return self.ask(contract, keys(months), **typed)

    def ask(self, contract: Contract, wanted: tuple[Key, ...], **typed: str) -> Declaration:
        """A request as typed."""
        fields = {
            "reason": "RR2",
            "bank_name": "中国工商银行北京东城支行",
            "account_name": self.employer.name,
            "account_number": GOOD_ACCOUNT,
            **typed,
        }
        key = str(uuid.uuid4())
        return actions.ask(self.actor, contract.person, wanted, fields, client_key=key, now=self.now)

    def prove(self, draft: Declaration) -> StoredFile:
        """A material with the request."""
        return documents.keep(
            self.actor, io.BytesIO(b"proof"), name="离职证明.png", kind="png", purpose="RA1",
            employer_id=self.employer.pk, declaration_id=draft.pk, line_no=queries.LINE,
        )  # fmt: skip

    def check(self, draft: Declaration) -> Declaration:
        declarations.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def checked(self, contract: Contract, months: Iterable[Month], **typed: str) -> Declaration:
        """A request as far as its check."""
        return self.check(self.draft(contract, months, **typed))

    def confirm(self, checked: Declaration) -> Declaration:
        actions.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def waiting(self, contract: Contract, months: Iterable[Month]) -> Declaration:
        """A request that waits for the first officer."""
        return self.confirm(self.checked(contract, months))

    def decide(
        self, officer: User, declaration: Declaration, verdict: Verdict = Verdict.APPROVE, reason: str = ""
    ) -> Declaration:
        """An officer decides on the open stage, and the worker carries it out."""
        case = Case.objects.get(declaration=declaration, state="open")
        actor = Actor("user", officer.name, "office", user_id=officer.pk)
        review.decide(actor, case.pk, verdict, reason=reason, seen_version=cases.version(case), now=self.now)
        return self.work(declaration)

    def refunded(self, contract: Contract, months: Iterable[Month], officers: tuple[User, User]) -> Refund:
        """A request all the way to the order."""
        declaration = self.waiting(contract, months)
        for officer in officers:
            declaration = self.decide(officer, declaration)
        return Refund.objects.get(declaration_id=declaration.pk)

    def give_account(self, refund: Refund, number: str = OTHER_ACCOUNT) -> int:
        """Another account, and the worker's order; how many requests it answered."""
        account = Accounts("中国建设银行北京分行", self.employer.name, number)
        actions.give_account(self.actor, refund.pk, account, self.employer.name, now=self.now)
        return ordering.carry_out_requests(now=self.now)

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(Registry(), self.pension), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)


def keys(months: Iterable[Month], schemes: Iterable[str] = ()) -> tuple[Key, ...]:
    """Months in all schemes, or in some."""
    wanted = tuple(schemes) or tuple(usual(law()))
    return tuple((int(month), scheme) for month in months for scheme in wanted)


def officer(serial: int, kind: PostKind, *, number: str = "", district: str = "110105") -> User:
    """An officer with one post."""
    user = access.create_user(
        SYSTEM, username=f"officer{serial}", name=f"审核员{serial}", kind=UserKind.OFFICER,
        identity_number=number or f"11010519700101123{serial}",
    )  # fmt: skip
    access.grant_post(SYSTEM, user.pk, district=district, kind=kind, valid_from=LONG_AGO)
    return user


def bank_says(refund: Refund, *, paid: bool, amount: int | None = None, now: datetime = NOW) -> str:
    """The bank's answer to the order that stands."""
    payout = Payout.objects.get(refund=refund, state="ordered")
    given = Answer(
        order=payout.number,
        paid=paid,
        amount_fen=payout.amount_fen if amount is None else amount,
        receipt="2024020500000001" if paid else "",
        paid_on="2024-02-06" if paid else None,
        reason_code="" if paid else "B102",
        reason_text="" if paid else "收款账户不存在或已销户",
    )
    with action(SYSTEM, "take_in_payouts"):
        return paying.answer(payout.pk, given, now=now)


def spells(contract: Contract, scheme: str = "110") -> list[tuple[int, int | None]]:
    """Months that a contract covers in a scheme."""
    found = Coverage.objects.filter(contract=contract, scheme=scheme, voided=False).order_by("from_month")
    return list(found.values_list("from_month", "to_month"))


def entered(contract: Contract, month: Month) -> int:
    """What the entries of somebody in a month come to, all schemes and both shares, fen."""
    return sum(entry[3] + entry[4] for entry in town.entries(contract, int(month)))

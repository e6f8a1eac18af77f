"""Reading refunds: what a person's months allow, filings with their items, refunds with their orders."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef

from shebao.database import bulk
from shebao.employment.models import Contract
from shebao.law import law
from shebao.persons import searching
from shebao.persons.models import Person
from shebao.services.refunds import judging
from shebao.services.refunds.facts import Wanted
from shebao.services.refunds.judging import Outcome
from shebao.services.refunds.models import (
    Account,
    AccountRequest,
    DisputeClosing,
    Payout,
    PayoutState,
    Refund,
    RefundItem,
    RefundLine,
    RequestState,
)
from shebao.services.refunds.rules import tidy_number

LINE = 1


class Found(NamedTuple):
    """Somebody who is or was under contract, with the last contract's term."""

    person_id: int
    name: str
    document_type: str
    document_number: str
    starts_on: date
    ended_on: date | None


class Accounts(NamedTuple):
    """An account as it is typed and shown."""

    bank_name: str
    account_name: str
    account_number: str


def people(employer_id: int, search: str, *, size: int) -> list[Found]:
    """Whoever is or was under contract with the employer and is meant by what was typed; newest contract first."""
    condition, values = searching.condition(search)
    text = bulk.statement(__file__, "people").format(search=condition)
    with connection.cursor() as cursor:
        cursor.execute(text, {**values, "employer": employer_id, "size": size})
        return [Found(*row) for row in cursor.fetchall()]


def person(person_id: int, employer_id: int) -> Person | None:
    """The person, if ever under contract with the employer."""
    under_contract = Contract.objects.filter(person_id=OuterRef("pk"), employer_id=employer_id)
    return Person.objects.filter(Exists(under_contract), pk=person_id).first()


def months(employer_id: int, person: Person, today: date, *, declaration_id: int = 0) -> Outcome:
    """All months of a person at the employer: what can be given back and what cannot, and why."""
    return judging.all_months(Wanted(employer_id, person.pk, declaration_id), person, law(), today)


def line(declaration_id: int) -> RefundLine | None:
    """The line of a filing."""
    return RefundLine.objects.filter(declaration_id=declaration_id, line_no=LINE).first()


def items(declaration_id: int) -> list[RefundItem]:
    """The months of a filing, latest first."""
    return list(RefundItem.objects.filter(declaration_id=declaration_id).order_by("-month", "scheme"))


def refund_of(declaration_id: int) -> Refund | None:
    """The refund that a filing brought about."""
    return Refund.objects.filter(declaration_id=declaration_id).first()


def amounts(declarations: Collection[int]) -> dict[int, int]:
    """What is asked for by these filings, both shares in fen."""
    found = RefundLine.objects.filter(declaration_id__in=declarations, line_no=LINE)
    return {one.declaration_id: one.amount_fen for one in found}


def refunds_of(declarations: Collection[int]) -> dict[int, Refund]:
    """The refunds that these filings brought about."""
    return {one.declaration_id: one for one in Refund.objects.filter(declaration_id__in=declarations)}


def payouts(refund_id: int) -> list[Payout]:
    """The orders to the bank, oldest first."""
    return list(Payout.objects.filter(refund_id=refund_id).order_by("attempt"))


def last_request(refund_id: int) -> AccountRequest | None:
    """The last account that was given after a rejection."""
    return AccountRequest.objects.filter(refund_id=refund_id).order_by("-pk").first()


def last_account(employer_id: int) -> Accounts:
    """The account that the employer was paid to the last time; empty where there was none."""
    paid: Account | None = Payout.objects.filter(employer_id=employer_id, state="paid").order_by("-pk").first()
    return Accounts(paid.bank_name, paid.account_name, paid.account_number) if paid else Accounts("", "", "")


def tidied(account: Accounts) -> Accounts:
    """The account as it goes to the bank."""
    return account._replace(account_number=tidy_number(account.account_number))


def used_before(account_number: str, employer_id: int) -> tuple[bool, bool]:
    """Whether an account was paid to before for the employer, and for any other one. By the engine, who sees all."""
    ((own, others),) = bulk.rows(__file__, "account_used", {"number": account_number, "employer": employer_id})
    return own, others


def disputes(*, closed: bool = False, before: int | None = None, size: int) -> list[Payout]:
    """Orders whose answer does not fit, or those that were cleared up since, newest first, older than `before`."""
    done = DisputeClosing.objects.filter(state=RequestState.DONE).values("payout_id")
    found = Payout.objects.filter(pk__in=done) if closed else Payout.objects.filter(state=PayoutState.DISPUTED)
    found = found if before is None else found.filter(pk__lt=before)
    return list(found.select_related("refund").order_by("-pk")[:size])


def dispute(payout_id: int) -> tuple[Payout, DisputeClosing | None] | None:
    """An order that is disputed or was, with what an operator has said of it last; None for others."""
    payout = Payout.objects.select_related("refund").filter(pk=payout_id).first()
    closing = DisputeClosing.objects.filter(payout_id=payout_id).order_by("-pk").first()
    if payout is None or (closing is None and payout.state != PayoutState.DISPUTED):
        return None
    return payout, closing

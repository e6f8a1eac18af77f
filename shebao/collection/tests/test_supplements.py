"""What a supplement asks for is told to tax by a bill alone, whatever becomes of its notices."""

from datetime import date

import pytest

from shebao.audit.actions import action
from shebao.collection import actions, bills, queries
from shebao.collection.models import Bill, BillKind, Overdue
from shebao.collection.rules import Arrival
from shebao.collection.tests.place import SYSTEM
from shebao.contributions import actions as contributions
from shebao.contributions import monthly
from shebao.contributions.models import Kind, Notice, Wage
from shebao.contributions.tests import town
from shebao.contributions.tests.test_series import cover_earlier
from shebao.employment.models import Contract
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER, OCTOBER = Month(2023, 8), Month(2023, 9), Month(2023, 10)
NOW = town.moment("2023-12-11")
FILING = 7
CHECKS = ["bill", "payment_settles", "late_fees", "issued_notice", "messages_in_order", "supplement"]


def sound() -> None:
    assert [(one.name, one.subjects) for one in verify(only=CHECKS).results if one.violations] == []


@pytest.fixture
def contract() -> Contract:
    """Somebody assessed since October whose August and September were made up for."""
    made = town.hire(town.employer(), "9000", "2023-10-09")
    monthly.run_month(OCTOBER, now=NOW, connections=1)
    for month in (AUGUST, SEPTEMBER):
        cover_earlier(made, "8000", month)
    contributions.supplement(
        SYSTEM, contracts=[made.pk], months=[AUGUST, SEPTEMBER], kind=Kind.LUMP, declaration_id=FILING, now=NOW
    )
    return made


def of_the_filing() -> list[Notice]:
    return list(Notice.objects.filter(series=FILING).exclude(state__in=("replaced", "void")).order_by("month"))


def ask(contract: Contract) -> Bill:
    notices = [notice.pk for notice in of_the_filing()]
    return bills.ask(
        SYSTEM, employer_id=contract.employer_id, notices=notices, kind=BillKind.SUPPLEMENT, declaration_id=FILING,
        now=NOW,
    )  # fmt: skip


def pay(bill: Bill, contract: Contract, on: date = date(2023, 12, 11)) -> str:
    late = sum(one.fen for one in queries.bill_late_as_of(bill, on).values())
    code, principal = contract.employer.credit_code, bill.principal_fen
    told = Arrival(f"R{bill.pk}", bill.number, code, on, principal, late, principal + late)
    return actions.post_payment(SYSTEM, told, now=NOW)


def test_tax_hears_of_it_by_the_bill_alone(contract: Contract) -> None:
    bill = ask(contract)
    assert set(Message.objects.filter(system="tax").values_list("kind", "notice_id")) == {
        ("issued", Notice.objects.get(series=0).pk),
        ("bill", None),
    }
    message = Message.objects.get(kind="bill")
    assert [(item["month"], item["late_from"]) for item in message.payload["items"]] == [
        (202308, "2023-10-08"),
        (202309, "2023-11-01"),
    ]
    assert actions.tell_tax(SYSTEM, employers=[contract.employer_id], month=SEPTEMBER) == 0
    actions.collect(SYSTEM, date(2023, 12, 11))
    assert set(Overdue.objects.values_list("month", flat=True)) == {202310}  # nobody is told of the others as overdue
    assert pay(bill, contract) == ""
    assert {notice.state for notice in of_the_filing()} == {"paid"}
    sound()


def test_what_is_cancelled_before_payment_is_asked_for_no_more(contract: Contract) -> None:
    bill = ask(contract)
    town.never_was(contract)
    contributions.correct(SYSTEM, contracts=[contract.pk], first=AUGUST, last=OCTOBER, now=NOW)
    bill.refresh_from_db()
    assert (bill.state, queries.bill_of(FILING)) == ("recalled", bill)
    told = Message.objects.filter(kind__startswith="bill").order_by("pk")
    assert [message.kind for message in told] == ["bill", "bill_void"]
    assert pay(bill, contract) == "recalled"
    sound()


def test_what_took_the_place_of_one_month_comes_on_the_next_bill(contract: Contract) -> None:
    bill = ask(contract)
    with_raise = Notice.objects.get(series=FILING, month=202309)
    raise_wage(contract, 202309)
    contributions.correct(SYSTEM, contracts=[contract.pk], first=SEPTEMBER, last=SEPTEMBER, now=NOW)
    anew = queries.bill_of(FILING)
    assert anew is not None
    assert (anew.replaces, anew.notices, anew.principal_fen > bill.principal_fen) == (bill.pk, 2, True)
    assert with_raise.pk not in [item.notice_id for item in queries.items_of(anew)]
    assert pay(anew, contract) == ""
    assert {notice.state for notice in of_the_filing()} == {"paid"}
    sound()


def raise_wage(contract: Contract, month: int) -> None:
    with action(SYSTEM, "raise"):
        Wage.objects.filter(contract_id=contract.pk, from_month=month).update(wage_fen=950_000)


def test_without_a_bill_it_is_found(contract: Contract) -> None:
    assert {result.name for result in verify(only=CHECKS).results if result.violations} == {"supplement_is_on_a_bill"}

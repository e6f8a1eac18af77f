"""Divergences between notices, payments and late fees."""

from datetime import date
from typing import Any, Final
from unittest.mock import patch

from shebao.audit.actions import action
from shebao.collection import actions as collection
from shebao.collection import bills
from shebao.collection.actions import Sums
from shebao.collection.models import Bill, BillKind, DeclareRequest, Mismatch
from shebao.collection.rules import Arrival
from shebao.collection.signals import bill_paid
from shebao.collection.tests.place import SYSTEM, arrival
from shebao.contributions import actions as contributions
from shebao.contributions.models import Notice, NoticeState
from shebao.contributions.tests import town
from shebao.employers.models import Employer
from shebao.kernel.months import Month
from shebao.reconciliation.tests.clean import BEFORE, MONTH, NOW, Town, assess, leave, pay, sql
from shebao.reconciliation.tests.planted import Planted, plant

DECEMBER = Month(2023, 12)
LATER = town.moment("2024-03-10")


def change_notice(here: Town, change: str, month: int = MONTH) -> None:
    sql(f"update contributions_notice set {change} where id = %s", here.notice(month).pk)


def change_lines(here: Town, change: str) -> None:
    sql(f"update contributions_noticeline set {change} where notice_id = %s", here.notice().pk)


def change_payment(here: Town, change: str) -> None:
    sql(f"update collection_payment set {change} where notice_id = %s", here.notice(BEFORE).pk)


def change_fee(here: Town, change: str) -> None:
    sql(f"update collection_latefee set {change} where employer_id = %s and scheme = '110'", here.late.pk)


def generated(_here: Town) -> None:
    """The charge of somebody who left was generated in December, and December was never run."""
    contract = town.hire(town.employer(4), "9000", "2023-12-05")
    leave(contract, "2023-12-06")
    contributions.generate(SYSTEM, contracts=[contract.pk], month=DECEMBER, now=town.moment("2023-12-06"))


def issue(_here: Town) -> None:
    open_ones = Notice.objects.filter(state=NoticeState.OPEN).values_list("employer_id", flat=True)
    contributions.issue(SYSTEM, employers=list(open_ones), month=DECEMBER, now=NOW)


def lost_entry(here: Town) -> None:
    sql(
        "update contributions_charge set notice_id = 0 where month = %s and person_id = %s and scheme = '110'",
        MONTH, here.anna.person_id,
    )  # fmt: skip


def two_live(here: Town) -> None:
    town.hire(here.firm, "9000", "2024-01-20")
    assess()
    sql("update contributions_notice set state = 'to_declare' where id = %s", here.notice(state="replaced").pk)


def not_declared(here: Town) -> Notice:
    return Notice.objects.get(employer=here.late, month=MONTH)


def ask_to_declare(here: Town) -> None:
    notice = not_declared(here)
    with action(SYSTEM, "ask"):
        DeclareRequest.objects.create(
            **Sums.of(notice)._asdict(), notice_id=notice.pk, employer_id=here.late.pk, requested_by=1,
            requested_by_name="张敏", requested_at=town.moment("2024-02-05"), state="waiting",
        )  # fmt: skip


def deferred(_here: Town) -> None:
    """A restaurant in 2022, whose only employee left."""
    contract = town.hire(town.employer(5, industry="catering"), "9000", "2022-05-09")
    leave(contract, "2022-05-30")
    assess(Month(2022, 5), "2022-05-28")


def paid(here: Town, month: int = BEFORE, state: str | None = None, **told: Any) -> None:
    """Tax tells a payment that does not fit."""
    notice = here.notice(month, state)
    assert collection.post_payment(SYSTEM, arrival(notice, paid_on=date(2024, 2, 6), **told), now=NOW) != ""


def close(_here: Town) -> None:
    """An operator closes the mismatch with a reason."""
    collection.close_mismatch(SYSTEM, Mismatch.objects.latest("pk").pk, reason="与税务核对后退还", now=NOW)


def refused(here: Town) -> None:
    sql("update outbox_message set state = 'failed', answer_code = 'T01' where id = %s", here.message("tax"))
    collection.note_refusals(SYSTEM, now=NOW)


def overdue_row(here: Town) -> None:
    notice = here.notice(BEFORE)
    sql(
        "insert into collection_overdue (notice_id, employer_id, month, due_on, owed_fen, found_on)"
        " values (%s, %s, %s, %s, 1, '2023-12-01')",
        notice.pk, notice.employer_id, notice.month, notice.due_on,
    )  # fmt: skip


def found_overdue(_here: Town) -> None:
    collection.collect(SYSTEM, date(2024, 3, 10))


def pay_overdue(here: Town) -> None:
    notice = here.notice()
    late = collection.post_payment(SYSTEM, arrival(notice, paid_on=date(2024, 2, 28)), now=town.moment("2024-03-10"))
    assert late == ""


NOTICES: Final[dict[str, Planted]] = {
    "open_notice_old": plant(generated, close=issue),
    "notice_not_entries": plant(
        lambda here: change_notice(here, "employer_fen = employer_fen + 1"), "lines_not_notice", "told_other_sum"
    ),
    "lines_not_notice": plant(
        lambda here: change_lines(here, "personal_fen = personal_fen + (scheme = '210')::integer"), "line_not_entries"
    ),
    "line_not_entries": plant(
        lambda here: change_lines(
            here, "personal_fen = personal_fen + case scheme when '110' then 1 when '210' then -1 else 0 end"
        )
    ),
    "entry_on_wrong_notice": plant(lost_entry, "covered_not_charged", "notice_not_entries", "line_not_entries"),
    "issued_without_due_day": plant(lambda here: change_notice(here, "due_on = null")),
    "two_live_notices": plant(two_live),
    "replaced_without_successor": plant(lambda here: change_notice(here, "state = 'replaced'"), "withdrawn_not_told"),
    "not_declared_in_time": plant(
        lambda here: sql("update contributions_notice set due_on = '2024-02-01' where id = %s", not_declared(here).pk),
        "overdue_not_found",
        close=lambda here: contributions.declare(SYSTEM, not_declared(here).pk, now=NOW),
    ),
    "declare_request_waiting": plant(
        ask_to_declare, close=lambda _here: collection.carry_out_requests(SYSTEM, now=NOW)
    ),
    "deferred_without_due_day": plant(deferred, "overdue_not_found"),
}


def bill(here: Town, *, on: str = "2024-02-10") -> Bill:
    """The firm asks for its January in one sum."""
    notices = [here.notice().pk]
    return bills.ask(
        SYSTEM, employer_id=here.firm.pk, notices=notices, kind=BillKind.SUPPLEMENT, declaration_id=0,
        now=town.moment(on),
    )  # fmt: skip


def pay_bill(_here: Town) -> None:
    """Tax tells that the bill was paid, and nobody looks at it."""
    asked = Bill.objects.get()
    code = Employer.objects.get(pk=asked.employer_id).credit_code
    told = Arrival("RB", asked.number, code, date(2024, 2, 10), asked.principal_fen, 0, asked.principal_fen)
    assert collection.post_payment(SYSTEM, told, now=NOW) == ""


def paid_bill(here: Town) -> None:
    bill(here)
    pay_bill(here)


def announce(_here: Town) -> None:
    with patch.object(bill_paid, "receivers", []):
        assert collection.announce_paid(SYSTEM, now=NOW) == 1


def paid_recalled(here: Town) -> None:
    """The employer pays a notice by itself, and the recalled bill as well."""
    recalled = bill(here)
    pay(here.notice(), "2024-02-10")
    told = Arrival(
        "RB", recalled.number, here.firm.credit_code, date(2024, 2, 10), recalled.principal_fen, 0,
        recalled.principal_fen,
    )  # fmt: skip
    assert collection.post_payment(SYSTEM, told, now=NOW) == "recalled"


PAYMENTS: Final[dict[str, Planted]] = {
    "bill_unpaid": plant(lambda here: bill(here, on="2024-02-05"), close=pay_bill),
    "bill_not_announced": plant(paid_bill, close=announce),
    "overdue_unpaid": plant(found_overdue, "not_declared_in_time", close=pay_overdue, at=LATER),
    "overdue_not_found": plant(lambda _here: None, "not_declared_in_time", close=found_overdue, at=LATER),
    "overdue_though_paid": plant(overdue_row, "overdue_not_told"),
    "overdue_not_told": plant(lambda _here: sql("update outbox_message set kind = 'lost' where kind = 'overdue'")),
    "paid_without_payment": plant(
        lambda here: sql("delete from collection_payment where notice_id = %s", here.notice(BEFORE).pk)
    ),
    "payment_not_settled": plant(
        lambda here: change_notice(here, "state = 'issued', paid_on = null", BEFORE), "overdue_not_found"
    ),
    "payment_of_replaced_notice": plant(
        lambda here: change_payment(here, f"notice_id = {here.notice(BEFORE, 'replaced').pk}"), "paid_without_payment"
    ),
    "payment_not_notice_sum": plant(
        lambda here: change_payment(here, "principal_fen = principal_fen + 1, amount_fen = amount_fen + 1")
    ),
    "payment_day_differs": plant(lambda here: change_payment(here, "paid_on = paid_on + 1")),
    "late_fee_missing": plant(lambda _here: sql("delete from collection_latefee")),
    "late_fee_too_low": plant(lambda here: change_fee(here, "fen = fen - 1")),
    "late_fee_too_high": plant(lambda here: change_fee(here, "fen = fen + 1")),
    "tax_paid_unknown": plant(lambda here: paid(here, notice="20991200000001"), close=close),
    "tax_paid_otherwise": plant(lambda here: paid(here, MONTH, principal_fen=1), close=close),
    "tax_paid_twice": plant(paid, close=close),
    "tax_paid_replaced": plant(lambda here: paid(here, state="replaced"), close=close),
    "tax_late_fee_differs": plant(lambda here: paid(here, MONTH, late=500), close=close),
    "tax_refused": plant(refused, close=close),
}

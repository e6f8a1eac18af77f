"""Reading collection: payments of a notice, arrears of an employer, the operators' list."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet

from shebao.collection.late_fees import Due, Late, late_fees
from shebao.collection.models import Bill, BillItem, BillState, DeclareRequest, LateFee, Mismatch, Payment
from shebao.contributions.models import Notice, NoticeState
from shebao.kernel.months import Month
from shebao.law import law


class PaymentOf(NamedTuple):
    """The payment that settled a notice, with its late fees by scheme."""

    payment: Payment
    late_fees: list[LateFee]


class Arrear(NamedTuple):
    """A notice that is overdue on a day: what is owed, since when, and the late fee if it were paid on that day.

    `bill` is the number of the bill on which it stands, empty where it stands on none.
    """

    notice_id: int
    number: str
    month: Month
    persons: int
    owed_fen: int
    deferred_fen: int
    due_on: date
    first_day: date
    days: int
    late_fee_fen: int
    to_declare: bool
    bill: str = ""

    @property
    def total_fen(self) -> int:
        """What would have to be paid on that day."""
        return self.owed_fen + self.late_fee_fen


def payments_of(notice: Notice) -> PaymentOf | None:
    """The payment of a notice; None while it is not paid. A replaced notice is paid by the one that took its place."""
    payment = Payment.objects.filter(notice_id=notice.pk).first()
    if payment is None:
        return None
    return PaymentOf(payment, list(LateFee.objects.filter(payment_id=payment.pk).order_by("scheme")))


def arrears(employer_id: int, day: date) -> list[Arrear]:
    """What the employer owes on `day` after its due day, by 费款所属期, oldest first."""
    rows = list(_overdue(day).filter(employer_id=employer_id).order_by("month", "pk"))
    late = late_fees(law(), [Due(row.pk, row.month, row.due_on, day) for row in rows if row.due_on])
    bills = live_bills([row.pk for row in rows])
    return [_arrear(row, late[row.pk], bills.get(row.pk)) for row in rows]


def late_as_of(notice: Notice, day: date) -> Late | None:
    """Days late and late fees of an issued notice if it were paid on `day`; None where it is not asked for."""
    if notice.state != NoticeState.ISSUED or notice.due_on is None:
        return None
    return late_fees(law(), [Due(notice.pk, notice.month, notice.due_on, day)])[notice.pk]


def bill_of(declaration_id: int) -> Bill | None:
    """The bill of a declaration: the one that stands, else the last that was recalled; None if it never had one."""
    found = Bill.objects.filter(declaration_id=declaration_id).order_by("-pk")
    return found.exclude(state=BillState.RECALLED).first() or found.first()


def bills_of(declaration_id: int) -> list[Bill]:
    """All bills of a declaration, newest first: each took the place of the one behind it."""
    return list(Bill.objects.filter(declaration_id=declaration_id).order_by("-pk"))


def bills_of_declarations(declarations: Collection[int]) -> dict[int, Bill]:
    """The bill of each declaration that has one: the one that stands, else the last that was recalled."""
    found = Bill.objects.filter(declaration_id__in=declarations).order_by("pk")
    return {bill.declaration_id: bill for bill in found}


def items_of(bill: Bill) -> list[BillItem]:
    """The notices on a bill, by 费款所属期."""
    return list(BillItem.objects.filter(bill_id=bill.pk).order_by("month", "notice_id"))


def bill_late_as_of(bill: Bill, day: date) -> dict[int, Late]:
    """By notice: the late fees of a bill if it were paid on `day`."""
    notices = [item.notice_id for item in items_of(bill)]
    dues = Notice.objects.filter(pk__in=notices, due_on__isnull=False).values_list("pk", "month", "due_on")
    return late_fees(law(), [Due(pk, month, due_on, day) for pk, month, due_on in dues if due_on])


def live_bills(notices: Collection[int]) -> dict[int, Bill]:
    """By notice: the bill on which it stands and that was not recalled."""
    items = BillItem.objects.filter(notice_id__in=notices, live=True).values_list("notice_id", "bill_id")
    bills = Bill.objects.in_bulk([bill for _notice, bill in items])
    return {notice: bills[bill] for notice, bill in items}


def overdue_count(day: date) -> int:
    """How many notices of all employers are overdue on `day`."""
    return _overdue(day).count()


def requests_of(notices: Collection[int]) -> dict[int, DeclareRequest]:
    """The latest request to declare each of these notices."""
    found = DeclareRequest.objects.filter(notice_id__in=notices).order_by("pk")
    return {request.notice_id: request for request in found}


def mismatches(kind: str = "", *, closed: bool = False, before: int | None = None, size: int = 50) -> list[Mismatch]:
    """The operators' list, newest first: open ones, or those that were closed."""
    found: QuerySet[Mismatch] = Mismatch.objects.filter(closed_at__isnull=not closed)
    if kind:
        found = found.filter(kind=kind)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def open_mismatches() -> int:
    """How many wait for an operator."""
    return Mismatch.objects.filter(closed_at=None).count()


def mismatch(mismatch_id: int) -> Mismatch | None:
    """One of them."""
    return Mismatch.objects.filter(pk=mismatch_id).first()


def _overdue(day: date) -> QuerySet[Notice]:
    """Also what the employer has yet to declare; where nothing is asked for, nothing is overdue."""
    due = F("employer_fen") + F("personal_fen") - F("deferred_fen")
    unpaid = Notice.objects.filter(state__in=(NoticeState.ISSUED, NoticeState.TO_DECLARE), due_on__lt=day)
    return unpaid.alias(asked_fen=due).filter(asked_fen__gt=0)


def _arrear(notice: Notice, late: Late, bill: Bill | None) -> Arrear:
    return Arrear(
        notice_id=notice.pk,
        number=notice.number,
        month=Month.from_int(notice.month),
        persons=notice.persons,
        owed_fen=notice.employer_fen + notice.personal_fen - notice.deferred_fen,
        deferred_fen=notice.deferred_fen,
        due_on=late.terms.first if notice.due_on is None else notice.due_on,
        first_day=late.terms.first,
        days=late.days,
        late_fee_fen=late.fen,
        to_declare=notice.state == NoticeState.TO_DECLARE,
        bill=bill.number if bill else "",
    )

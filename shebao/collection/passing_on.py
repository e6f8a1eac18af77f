"""What others are told of a bill that was paid: the medical authority, for whom which months are paid now.

These months are known there (`paid_later`). Months that are made up are not, and are told with their wages by the
service that makes them up (`supplemented`).
"""

from collections.abc import Sequence

from shebao.collection.models import Bill, BillItem
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import law


def tell_medical(bill: Bill, *, filing: str, items: Sequence[BillItem] | None = None) -> int:
    """Tell the medical authority of everybody on a paid bill and the months paid for; how many persons.

    One message a person, for the months of which the law says that they are passed on. `filing` is the number of the
    bill's declaration; `items` those of its notices that were paid by themselves, where the bill was not. For receivers
    of `bill_paid` and `paid_alone`: inside their action, before anything else is locked.
    """
    if items is None:
        items = list(BillItem.objects.filter(bill_id=bill.pk).order_by("month", "notice_id"))
    chosen = [(item.notice_id, item.month) for item in items if passed_on(Month.from_int(item.month))]
    if not chosen:
        return 0
    params = {
        "bill": bill.pk,
        "employer": bill.employer_id,
        "declaration": bill.declaration_id,
        "cause": bill.kind,
        "filing": filing,
        "notices": [notice for notice, _month in chosen],
        "months": [month for _notice, month in chosen],
    }
    bulk.run(__file__, "paid_for", params)
    bulk.run(__file__, "lock_paid_for", {})
    told = bulk.run(__file__, "tell_medical", params)
    bulk.run(__file__, "forget_paid_for", {})
    return told


def passed_on(month: Month) -> bool:
    """Whether what is paid late for a month is passed on to the medical authority (from 2011-07 on)."""
    found = law().find("medical_passing", month)
    return found is not None and found.value is True

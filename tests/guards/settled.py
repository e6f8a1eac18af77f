"""An earlier month of an employer that was settled by a filing of arrears: its bill, its payment, what tax was told."""

import uuid
from datetime import date, datetime

from shebao.collection import models as paid
from shebao.contributions.models import Notice
from shebao.declarations.models import Declaration
from shebao.outbox.models import Message
from shebao.services.arrears.models import ArrearLine

MONTH = 202311


def settle(filing: Declaration, previous: Message, now: datetime) -> paid.Bill:
    """One month on one bill, paid late by one receipt."""
    word, whose = filing.number, {"employer_id": filing.employer_id}
    due, late_from, on = date(2024, 1, 2), date(2024, 1, 3), date(2024, 2, 12)
    notice = Notice.objects.create(
        **whose, number=f"{word}-{MONTH}", month=MONTH, mode="assessed_by_agency", state="paid",
        employer_fen=1_000, personal_fen=500, issued_at=now, due_on=due, paid_on=on,
    )  # fmt: skip
    bill = paid.Bill.objects.create(
        **whose, number=f"J{word}", declaration_id=filing.pk, kind="arrears", state="paid", notices=1,
        principal_fen=1_500, asked_at=now, receipt=f"{word}-bill", paid_on=on, late_fee_fen=30, announced_at=now,
    )  # fmt: skip
    of_month = {**whose, "notice_id": notice.pk, "month": MONTH, "principal_fen": 1_500}
    paid.BillItem.objects.create(
        **of_month, bill_id=bill.pk, late_from=late_from, daily_ppm=500, capped=False, live=True
    )
    payment = paid.Payment.objects.create(
        **of_month, bill_id=bill.pk, receipt=bill.receipt, paid_on=on, late_fee_fen=30, amount_fen=1_530,
        digest=word, recorded_at=now,
    )  # fmt: skip
    paid.LateFee.objects.create(
        **whose, payment_id=payment.pk, notice_id=notice.pk, scheme="110", owed_fen=1_500, from_day=late_from,
        to_day=date(2024, 2, 11), days=40, rate_ppm=500, fen=30,
    )  # fmt: skip
    ArrearLine.objects.create(
        **of_month, declaration=filing, line_no=1, state="effective", notice_number=notice.number, persons=1,
        due_on=due, late_from=late_from, days=40, late_fee_fen=30,
    )  # fmt: skip
    _tell(bill, notice, previous, now)
    return bill


def _tell(bill: paid.Bill, notice: Notice, previous: Message, now: datetime) -> None:
    done = {"system": "tax", "employer_id": bill.employer_id, "state": "done", "sent_at": now, "answered_at": now}
    issued = Message.objects.create(
        **done, key=uuid.uuid4(), kind="issued", notice_id=notice.pk, payload={"notice": notice.number}, sequence=2,
        previous=previous.key,
    )  # fmt: skip
    Message.objects.create(
        **done, key=uuid.UUID(f"{bill.pk:016x}000000000000c004"), kind="bill", sequence=3, previous=issued.key,
        payload={"bill": bill.number, "due_fen": bill.principal_fen},
    )  # fmt: skip

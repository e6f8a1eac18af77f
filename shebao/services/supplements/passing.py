"""What happens when a bill is paid: the other authorities are told which months of whom are paid for."""

from datetime import datetime
from typing import Any, Final

from shebao.audit.actions import Actor
from shebao.collection import queries as collection
from shebao.collection.models import Bill, BillKind
from shebao.database import bulk
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.supplements.models import SupplementLine

ENGINE: Final = Actor.system("补缴办理")


def on_bill_paid(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    bill: Bill,
    now: datetime,  # noqa: ARG001 every receiver is told the moment
    **_more: Any,
) -> None:
    """Receiver of collection's signal, in its action: whose months were paid for is passed on person by person."""
    if bill.kind != BillKind.SUPPLEMENT:
        return
    declaration = Declaration.objects.select_related("employer").get(pk=bill.declaration_id)
    months = sorted({item.month for item in collection.items_of(bill)})
    SupplementLine.objects.filter(declaration_id=declaration.pk, state="effective").update(paid_on=bill.paid_on)
    told = _pass_on(declaration, bill, months)
    amount = show(from_fen(bill.principal_fen + (bill.late_fee_fen or 0)))
    tell(declaration, "supplement_paid", ENGINE.name, bill=bill.number, amount=amount)
    if told:
        tell(declaration, "supplement_passed_on", ENGINE.name, count=told)


def _pass_on(declaration: Declaration, bill: Bill, months: list[int]) -> int:
    """One message a person to the medical authority and to the national pension system; to how many lines they go."""
    params = {
        "declaration": declaration.pk,
        "bill": bill.pk,
        "number": declaration.number,
        "employer": declaration.employer_id,
        "credit_code": declaration.employer.credit_code,
        "employer_name": declaration.employer.name,
        "district": declaration.employer.district,
        "months": months,
        "medical_months": [month for month in months if _goes_to_medical(month)],
    }
    bulk.run(__file__, "lock_paid", params)
    return bulk.run(__file__, "messages", params)


def _goes_to_medical(month: int) -> bool:
    """Whether the law data have the month passed on to the medical authority."""
    found = law().find("medical_passing", Month.from_int(month))
    return found is not None and found.value is True

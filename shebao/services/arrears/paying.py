"""What happens when a bill of arrears was paid: the medical authority hears of its months, the filing says so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from shebao.audit.actions import Actor
from shebao.collection import passing_on
from shebao.collection.models import Bill, BillItem, BillKind
from shebao.declarations.models import Declaration
from shebao.declarations.timeline import tell
from shebao.kernel.money import from_fen, show

ENGINE: Final = Actor.system("单位欠缴办理")


def on_bill_paid(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    bill: Bill,
    now: datetime,  # noqa: ARG001 what the signal brings
    **_more: Any,
) -> None:
    """Receiver of collection's signal, inside its action."""
    if bill.kind != BillKind.ARREARS:
        return
    declaration = Declaration.objects.get(pk=bill.declaration_id)
    told = passing_on.tell_medical(bill, filing=declaration.number)
    amount, late = (show(from_fen(fen)) for fen in (bill.principal_fen, bill.late_fee_fen or 0))
    tell(declaration, "bill_paid", ENGINE.name, bill=bill.number, day=bill.paid_on, amount=amount, late=late)
    if told:
        tell(declaration, "medical_told", ENGINE.name, count=told)


def on_paid_alone(
    sender: object,  # noqa: ARG001 every signal names its sender
    *,
    bill: Bill,
    items: Sequence[BillItem],
    now: datetime,  # noqa: ARG001 what the signal brings
    **_more: Any,
) -> None:
    """The same where months of the bill were paid by themselves, so that it was recalled."""
    if bill.kind != BillKind.ARREARS:
        return
    declaration = Declaration.objects.get(pk=bill.declaration_id)
    told = passing_on.tell_medical(bill, filing=declaration.number, items=items)
    if told:
        tell(declaration, "medical_told", ENGINE.name, count=told)

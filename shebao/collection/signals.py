"""What others are told of by collection."""

from django.dispatch import Signal

bill_paid = Signal()
"""Sent once with `bill` (Bill, paid) and `now`, inside an open action of its own, some moments after the payment.

Nothing is locked then but the bill: receivers may lock persons. What a receiver raises undoes all that was done for
this bill; it is told again later. Whose bill it is say `bill.kind` and `bill.declaration_id`.
"""

paid_alone = Signal()
"""The same for notices that were paid by themselves, although they stood on a bill, which was recalled for that reason.

Sent once with `bill`, `items` (BillItem, those that were paid) and `now`.
"""

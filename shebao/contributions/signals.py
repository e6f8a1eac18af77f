"""What others are told of, within the transaction in which it happens."""

from django.dispatch import Signal

notices_issued = Signal()
"""Sent with `employers` (ids of those of which notices were just issued, declared or voided), `month` (Month),
`now`, and `fresh` where none of them had a notice of the month before this transaction. Receivers write in the same
transaction; what they raise undoes it."""

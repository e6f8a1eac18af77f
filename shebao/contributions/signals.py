"""What others are told of, within the transaction in which it happens."""

from django.dispatch import Signal

notices_issued = Signal()
"""Sent with `notices` (ids of notices just issued, declared or void; those they replace are named by `replaces`),
`month` (Month) and `now`. Receivers write in the same transaction; what they raise undoes it."""

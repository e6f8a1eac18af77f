"""What others are told of, within the transaction in which it happens."""

from django.dispatch import Signal

notices_issued = Signal()
"""Sent with `employers` (ids of those of which notices were just issued, declared or voided), `month` (Month)
and `now`. Receivers write in the same transaction; what they raise undoes it."""

notices_changed = Signal()
"""Sent once at the end of a change with `employers` and `now`, when the notices of all its months were issued, declared
or voided. Receivers write in the same transaction; what they raise undoes it."""

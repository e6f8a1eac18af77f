"""How long to wait, and how much to send at once: pure decisions of the exchange."""

from collections.abc import Sequence
from datetime import timedelta

BATCH = 1_000  # messages in one call at most; what the wire format allows
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_QUEUE_PAUSE = timedelta(minutes=1)
LONGEST_MESSAGE_PAUSE = timedelta(minutes=15)
_DOUBLINGS = 20  # more would only overflow


def pause(failures: int, longest: timedelta, draw: float) -> timedelta:
    """Wait after the `failures`-th failure (from 1): doubling up to `longest`, spread by `draw` from 0 to 1.

    At least half of the full pause, so that many waiting for the same counterparty neither hurry nor march in step.
    """
    full = min(FIRST_PAUSE * (1 << min(failures - 1, _DOUBLINGS)), longest)
    return full * (0.5 + draw / 2)


def failures_after(failures: int, *, failed: bool) -> int:
    """How badly things go after one more call: a step up with each failure, half as badly with each success."""
    return min(failures + 1, _DOUBLINGS) if failed else failures // 2


def batch_size(failures: int) -> int:
    """Messages in the next call: half as many with each failure, down to one.

    A counterparty that is down is probed with one message, and one that stumbles over a certain message gets all
    others: the batch around it shrinks until it stands alone.
    """
    return max(1, BATCH >> min(failures, _DOUBLINGS))


def together(failed: Sequence[int]) -> list[int]:
    """Places of the messages to try in one call, the first among them; `failed` says how often each has failed.

    What failed is tried in smaller and smaller company, for it may be the cause, and what did not is not held up by it.
    """
    chosen: list[int] = []
    most = BATCH
    for place, times in enumerate(failed):
        fits = min(most, batch_size(times))
        if len(chosen) < fits:
            chosen.append(place)
            most = fits
    return chosen


def ask_after(silence: timedelta, asked: int) -> timedelta:
    """Wait for an answer after having sent, or having asked `asked` times: twice as long each time."""
    return silence * (1 << min(asked, _DOUBLINGS))

"""Misbehaviour on demand: which faults there are, how often each happens, and the draws."""

from dataclasses import dataclass, fields
from hashlib import blake2b
from random import Random
from typing import Any

BEFORE = ("refuse", "black_hole", "error_before")
"""Nothing is taken: connection reset, no answer ever, status 500."""
AFTER = ("reset_after", "error_after", "black_hole_after")
"""All is taken, and the sender does not learn it."""
REPLY = ("wrong_signature", "stale", "error_body", "gbk_body", "wrong_person", "new_schema")
"""All is taken, and the reply is not what it should be."""
PUSHED = (
    "feedback_wrong_signature",
    "feedback_stale",
    "feedback_gbk",
    "feedback_new_schema",
    "feedback_wrong_person",
    "feedback_unknown",
)
"""A bad batch of feedback is sent ahead of the good one."""
OPTIONAL = ("failure", "late", "twice", "never", "wrong_amount", "unknown_notice", "pay_replaced", "lose_card")
"""What becomes of a message, or how a notice is paid."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Rates from 0 to 1 a request, a message or a batch of feedback; seconds where the name says so.

    OPTIONAL ones: None leaves it to what the number of the person or the employer says.
    """

    refuse: float = 0
    black_hole: float = 0
    error_before: float = 0
    slow: float = 0
    slow_seconds: float = 3
    reset_after: float = 0
    error_after: float = 0
    black_hole_after: float = 0
    wrong_signature: float = 0
    stale: float = 0
    error_body: float = 0
    gbk_body: float = 0
    wrong_person: float = 0
    new_schema: float = 0
    lying_success: float = 0
    failure: float | None = None
    late: float | None = None
    twice: float | None = None
    never: float | None = None
    wrong_amount: float | None = None
    unknown_notice: float | None = None
    pay_replaced: float | None = None
    lose_card: float | None = None
    wrong_late_fee: float = 0
    payment_repeated: float = 0
    pay_item: float = 0
    contradict: float = 0
    out_of_order: float = 0
    feedback_first: float = 0
    delay_seconds: float = 0.2
    late_seconds: float = 20
    feedback_wrong_signature: float = 0
    feedback_stale: float = 0
    feedback_gbk: float = 0
    feedback_new_schema: float = 0
    feedback_wrong_person: float = 0
    feedback_unknown: float = 0

    def one_of(self, names: tuple[str, ...], draw: Random) -> str | None:
        """The first of these faults that its rate lets happen now, if any."""
        return next((name for name in names if draw.random() < getattr(self, name)), None)

    def hits(self, name: str, key: str) -> bool:
        """Whether the fault befalls this message: the same answer for the same message, however often asked."""
        rate = getattr(self, name)
        return bool(rate) and share(f"{name} {key}") < rate


def share(text: str) -> float:
    """A number from 0 up to 1 that follows from the text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / (1 << 48)


def read_faults(told: Any) -> Faults:
    """Faults from a JSON object. Raises ValueError for unknown names and values out of range."""
    if not isinstance(told, dict):
        raise ValueError("an object of faults is expected")  # noqa: TRY004 it is what somebody sent
    known = {field.name for field in fields(Faults)}
    for name, value in told.items():
        if name not in known:
            raise ValueError(f"unknown fault {name!r}; known: {', '.join(sorted(known))}")
        _check(name, value)
    return Faults(**told)


def _check(name: str, value: Any) -> None:
    if value is None and name in OPTIONAL:
        return
    most = 3600 if name.endswith("_seconds") else 1
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"{name} must be a number from 0 to {most}")

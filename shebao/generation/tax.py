"""The tax authority of the demonstration: its day can be set, and how employers pay; as the sandbox lets us."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

import httpx
from django.conf import settings

from shebao.kernel.errors import Unavailable
from shebao.outbox.models import Message, State

PATIENCE: Final = 30.0
_POLL_SECONDS: Final = 0.1


class TaxSilent(Unavailable):
    """Tax did not do its part in time."""

    code = "tax_silent"
    message = "税务部门（模拟）没有在规定时间内处理。"
    remedy = "请确认后台办理程序和模拟的对方系统已启动，再运行一次。"


def set_day(day: date | None) -> None:
    """Let it be that day there, so that those pay whose day has come; None: the day of the clock."""
    _control("today", {"day": None if day is None else day.isoformat()})


def hurry() -> None:
    """Let those who are going to pay do so at once."""
    _control("hurry", {})


@contextmanager
def paying(habit: str) -> Iterator[None]:
    """Whatever is asked for within is going to be paid in that way (sandbox/README.md)."""
    _control("faults", {"tax": {habit: 1.0}})
    try:
        yield
        wait_until_told()
    finally:
        _control("faults", {"tax": {}})


def wait_until_told() -> None:
    """Until tax has taken everything that there is to tell. Raises TaxSilent."""
    wait(lambda: not Message.objects.filter(system="tax", state=State.WAITING).exists())


def wait(done: Callable[[], bool]) -> None:
    """Until `done`. Raises TaxSilent when that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TaxSilent
        time.sleep(_POLL_SECONDS)


def _control(what: str, told: object) -> None:
    address = f"{settings.COUNTERPARTIES['tax'].rstrip('/')}/control/{what}"
    try:
        httpx.post(address, json=told, trust_env=False, timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise TaxSilent from None

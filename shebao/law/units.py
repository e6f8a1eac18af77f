"""Units of law values, and how each is written in the files."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from shebao.kernel.clock import SHANGHAI
from shebao.law.values import Scalar

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def _decimal(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return Decimal(text)


def _percent(text: str) -> Decimal:
    return _decimal(text) / 100


def _count(text: str) -> int:
    if not _NUMBER.fullmatch(text) or "." in text:
        raise ValueError("not a whole number")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text == "true"


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError("moments are written in Beijing time, without zone")
    return moment.replace(tzinfo=SHANGHAI)


def _date(text: str) -> date:
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError("days are written YYYY-MM-DD")
    return date.fromisoformat(text)


UNITS: dict[str, Callable[[str], Scalar]] = {
    "code": str,
    "text": str,
    "flag": _flag,
    "moment": _moment,
    "date": _date,
    "yuan": _decimal,
    "percent": _percent,
    "fraction": _decimal,
    "days": _count,
    "months": _count,
    "years": _count,
    "pixels": _count,
    "dpi": _count,
    "kilobytes": _count,
    "yyyymm": _count,
}
"""Unit name to reader; ``percent`` is stored as a fraction, ``moment`` is Beijing time."""


def read_scalar(unit: str, text: str) -> Scalar:
    """``text`` as a value of ``unit``; ValueError says what is wrong."""
    try:
        return UNITS[unit](text)
    except InvalidOperation as error:
        raise ValueError("not a number") from error

"""What a clerk asks for, as the payload of a filing holds it: read with care, because it is what somebody typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shebao.services.refunds.rules import MOST_WORDS, tidy_number

SERVICE: Final = "refunds"
PERSON: Final = "person"
MONTHS: Final = "months"
FIELDS: Final = ("reason", "words", "bank_name", "account_name", "account_number")
LONGEST: Final[Mapping[str, int]] = {
    "reason": 8,
    "words": MOST_WORDS,
    "bank_name": 128,
    "account_name": 128,
    "account_number": 64,
}
MOST_MONTHS: Final = 1_500
"""Months and schemes in one request: forty years in three schemes."""
_MONTH_DIGITS: Final = 6
_ID_DIGITS: Final = 19

Key = tuple[int, str]
"""A month as YYYYMM and a scheme."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as typed: whose months, which ones, why, and to which account."""

    person_id: int
    months: tuple[Key, ...]
    reason: str
    words: str
    bank_name: str
    account_name: str
    account_number: str


def read(payload: Mapping[str, str]) -> Request:
    """The request in a payload; what is no month, scheme or id is passed over."""
    typed = {name: _clean(payload.get(name, ""), LONGEST[name]) for name in FIELDS}
    typed["account_number"] = tidy_number(typed["account_number"])
    return Request(_id(payload.get(PERSON, "")), keys(payload.get(MONTHS, "").split(",")), **typed)


def keys(texts: Iterable[str]) -> tuple[Key, ...]:
    """Months and schemes from `202312:110` and the like, each once, in order."""
    found = {key for text in texts if (key := _key(text)) is not None}
    return tuple(sorted(found, key=lambda key: (-key[0], key[1]))[:MOST_MONTHS])


def written(months: Iterable[Key]) -> str:
    """The inverse of `keys`."""
    return ",".join(f"{month}:{scheme}" for month, scheme in months)


def _key(text: str) -> Key | None:
    month, _, scheme = text.partition(":")
    plain = month.isascii() and month.isdigit() and len(month) == _MONTH_DIGITS
    if not plain or not scheme.isascii() or not scheme.isdigit() or len(scheme) > len("110"):
        return None
    return int(month), scheme


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _ID_DIGITS else 0


def _clean(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]

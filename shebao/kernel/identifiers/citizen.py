"""公民身份号码: 18 digits by GB 11643, and the 15-digit form of the first generation of cards."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from shebao.kernel.identifiers import mod11
from shebao.kernel.identifiers.reading import Reading, spoilt, tidy

_CODES: Final = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71"
PROVINCES: Final = frozenset(_CODES.split())
"""Two-digit codes of provinces; districts are not checked, as abolished ones stay in people's numbers."""

PERMIT_REGIONS: Final = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}
"""Region of 港澳台居民居住证 to country code."""

_OLD: Final = re.compile(r"\d{15}", re.ASCII)


@lru_cache(maxsize=4)
def digits_of(today: date) -> str:
    """``today`` as YYYYMMDD, for :func:`problem_of`."""
    return f"{today:%Y%m%d}"


def problem_of(number: str, today: str) -> str:
    """What is wrong with a tidy 18-character citizen's number, "" if nothing; ``today`` is YYYYMMDD.

    This is the fast way, for many numbers: no objects are made.
    """
    found = mod11.problem(number, today)
    if number[:2] in PROVINCES or found in ("number_length", "number_characters"):
        return found
    if not found and number[:6] in PERMIT_REGIONS:
        return "number_is_residence_permit"
    if not found and number[0] == "9":
        return "number_is_permanent_card"
    return found if found == "number_excel_rounded" else "number_region"


def parse(text: str, today: date) -> Reading:
    """A citizen's number as a person typed it.

    A 15-digit number is ``number_old_15`` with the 18-digit form as hint, and its birth date and sex, if it is sound
    otherwise.
    """
    number = tidy(text)
    if len(number) == mod11.LENGTH:
        found = problem_of(number, digits_of(today))
        if found:
            return Reading(number, found)
        return Reading(number, "", _birth(number), mod11.sex_of(number), "CHN")
    return _not_18(number, digits_of(today))


def _not_18(number: str, today: str) -> Reading:
    if _OLD.fullmatch(number):
        upgraded = upgrade(number)
        if problem_of(upgraded, today):
            return Reading(number, "number_old_15")
        return Reading(number, "number_old_15", _birth(upgraded), mod11.sex_of(upgraded), "CHN", upgraded)
    return Reading(number, spoilt(number) or "number_length")


def _birth(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def upgrade(number: str) -> str:
    """The 18-digit form of 15 digits: the century and the check digit added; ValueError if not 15 digits.

    Orders 996 to 999 were given to people born in the 1800s.
    """
    if not _OLD.fullmatch(number):
        raise ValueError("not a 15-digit number")
    century = "18" if number[12:] >= "996" else "19"
    digits = number[:6] + century + number[6:]
    return digits + mod11.check_digit(digits)

"""Documents of foreigners: permanent-resident cards old and new, passports; and all documents without a known form."""

import re
from datetime import date
from typing import Final

from shebao.kernel.identifiers import mod11
from shebao.kernel.identifiers.citizen import PROVINCES, digits_of
from shebao.kernel.identifiers.reading import Reading, spoilt, tidy

_OLD_CARD: Final = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_OLD_LENGTH: Final = 15
_PASSPORT: Final = re.compile(r"(?=.*\d)[A-Z0-9]{5,15}", re.ASCII)
_OTHER: Final = re.compile(r"[A-Z0-9\u3400-\u4dbf\u4e00-\u9fff()（）〔〕\[\]/.:]{1,32}")


def parse_permanent(text: str, today: date) -> Reading:
    """A permanent-resident card: 外国人永久居留证 or, since 2023-12, 外国人永久居留身份证.

    The old number has 15 characters: alpha-3 country, 12 digits. The new one has 18: 9, region, numeric country, birth,
    order, check digit.

    The check digit of old cards follows a method we have no text of, so it is not checked.
    """
    number = tidy(text)
    if len(number) == mod11.LENGTH:
        return _new_card(number, digits_of(today))
    if _OLD_CARD.fullmatch(number):
        return Reading(number, country=number[:3])
    found = spoilt(number)
    return Reading(number, found or ("number_format" if len(number) == _OLD_LENGTH else "number_length"))


def _new_card(number: str, today: str) -> Reading:
    found = mod11.problem(number, today)
    if not found and number[0] != "9":
        found = "number_format"
    if not found and number[1:3] not in PROVINCES:
        found = "number_region"
    if found:
        return Reading(number, found)
    birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Reading(number, "", birth, mod11.sex_of(number), number[3:6])


def parse_passport(text: str, today: date) -> Reading:  # noqa: ARG001 - one shape for all parsers
    """A passport of any country: 5 to 15 letters and digits, at least one digit."""
    number = tidy(text)
    found = spoilt(number) or ("" if _PASSPORT.fullmatch(number) else "number_format")
    return Reading(number, found)


def parse_other(text: str, today: date) -> Reading:  # noqa: ARG001 - one shape for all parsers
    """Any other document: 1 to 32 letters, digits, Chinese characters and simple marks (军字第1234567号)."""
    number = tidy(text)
    found = spoilt(number) or ("" if _OTHER.fullmatch(number) else "number_characters")
    return Reading(number, found)

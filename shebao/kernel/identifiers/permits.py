"""Documents of residents of Hong Kong, Macau and Taiwan: residence permits (18 digits) and travel permits."""

import re
from datetime import date
from typing import Final

from shebao.kernel.identifiers import mod11
from shebao.kernel.identifiers.citizen import PERMIT_REGIONS, digits_of
from shebao.kernel.identifiers.reading import Reading, spoilt, tidy

_PERMIT: Final = re.compile(r"([HM]\d{8})(?:\d{2})?", re.ASCII)
_PASSPORT: Final = {
    "HKG": re.compile(r"[A-Z]{1,2}\d{8}", re.ASCII),
    "MAC": re.compile(r"M[A-Z]?\d{7,8}", re.ASCII),
}
_LETTER: Final = {"HKG": "H", "MAC": "M"}
_TAIWAN_CARD: Final = re.compile(r"\d{8}", re.ASCII)
_TAIWAN_BOOKLET: Final = re.compile(r"(\d{10})\(?([A-Z])\)?", re.ASCII)


def parse_residence(text: str, today: date) -> Reading:
    """港澳台居民居住证: region 810000, 820000 or 830000, check digit as on citizens' cards."""
    number = tidy(text)
    if len(number) != mod11.LENGTH:
        return Reading(number, spoilt(number) or "number_length")
    found = mod11.problem(number, digits_of(today))
    if not found and number[:6] not in PERMIT_REGIONS:
        found = "number_format"
    if found:
        return Reading(number, found)
    birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Reading(number, "", birth, mod11.sex_of(number), PERMIT_REGIONS[number[:6]])


def parse_hongkong(text: str, today: date) -> Reading:  # noqa: ARG001 - one shape for all parsers
    """港澳居民来往内地通行证 of Hong Kong (H and 8 digits) or a passport of the region."""
    return _travel(text, "HKG")


def parse_macau(text: str, today: date) -> Reading:  # noqa: ARG001 - one shape for all parsers
    """港澳居民来往内地通行证 of Macau (M and 8 digits) or a passport of the region."""
    return _travel(text, "MAC")


def _travel(text: str, country: str) -> Reading:
    """A permit keeps its first nine characters: the two digits after them only count renewals."""
    number = tidy(text)
    found = spoilt(number)
    if found:
        return Reading(number, found)
    permit = _PERMIT.fullmatch(number)
    if permit and number[0] == _LETTER[country]:
        return Reading(permit[1], country=country)
    if permit:
        return Reading(number, "number_other_place")
    problem = "" if _PASSPORT[country].fullmatch(number) else "number_format"
    return Reading(number, problem, country="" if problem else country)


def parse_taiwan(text: str, today: date) -> Reading:  # noqa: ARG001 - one shape for all parsers
    """台湾居民来往大陆通行证: card 8 digits; booklet 10 digits and a letter in brackets, kept as 1234567890(B)."""
    number = tidy(text)
    found = spoilt(number)
    if found:
        return Reading(number, found)
    booklet = _TAIWAN_BOOKLET.fullmatch(number)
    if booklet:
        return Reading(f"{booklet[1]}({booklet[2]})", country="TWN")
    if _TAIWAN_CARD.fullmatch(number):
        return Reading(number, country="TWN")
    return Reading(number, "number_format")

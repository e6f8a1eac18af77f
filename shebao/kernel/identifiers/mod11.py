"""ISO 7064 MOD 11-2 over 17 digits, and dates inside numbers, by tables: no arithmetic per digit, no date objects."""

from collections.abc import Mapping
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_MOD: Final = 11
LENGTH: Final = 18
FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2149


def _chunk(start: int, length: int) -> Mapping[str, int]:
    """Digits at ``start`` to their weighted sum."""
    weights = _WEIGHTS[start : start + length]
    texts = (f"{value:0{length}d}" for value in range(10**length))
    return {text: sum(int(digit) * weight for digit, weight in zip(text, weights, strict=True)) for text in texts}


_C0, _C3, _C6, _C9, _C12 = (_chunk(start, 3) for start in (0, 3, 6, 9, 12))
_C15: Final = _chunk(15, 2)

_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS: Final = frozenset(f"{m:02d}{d:02d}" for m, length in enumerate(_LENGTHS, 1) for d in range(1, length + 1))
_YEARS: Final = frozenset(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
_LEAP_YEARS: Final = frozenset(
    str(y) for y in range(FIRST_YEAR, LAST_YEAR + 1) if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
)


def check_digit(digits: str) -> str:
    """The check character of 17 digits; KeyError if they are not 17 ASCII digits."""
    total = (
        _C0[digits[0:3]]
        + _C3[digits[3:6]]
        + _C6[digits[6:9]]
        + _C9[digits[9:12]]
        + _C12[digits[12:15]]
        + _C15[digits[15:17]]
    )
    return _CHECKS[total % _MOD]


def is_date(digits: str) -> bool:
    """Whether eight digits are a real day YYYYMMDD between 1850 and 2149."""
    day = digits[4:]
    return digits[:4] in _YEARS and (day in _DAYS or (day == "0229" and digits[:4] in _LEAP_YEARS))


def problem(number: str, today: str) -> str:
    """What is wrong with 17 digits and a check character whose digits 7–14 are a birth date; "" if nothing.

    ``today`` is YYYYMMDD. Regions are the caller's business.
    """
    if len(number) != LENGTH:
        return "number_length"
    try:
        expected = check_digit(number)
    except KeyError:
        return "number_characters"
    if number[17] != expected:
        return _wrong_check(number)
    birth = number[6:14]
    if not is_date(birth):
        return "number_birth"
    return "number_birth_future" if birth > today else ""


def _wrong_check(number: str) -> str:
    if number.endswith("000"):
        return "number_excel_rounded"
    return "number_checksum" if number[17] in _CHECKS else "number_characters"


def sex_of(number: str) -> str:
    """Sex by the order code of an 18-character number: "1" male, "2" female."""
    return "1" if number[16] in "13579" else "2"

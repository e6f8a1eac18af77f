"""Our checks beside two independent ones, on a large random sample.

Known differences, all on purpose: both packages want the six digits of the region to be in their lists, we want the
province only, as lists are never complete; both refuse permanent-resident numbers (9…); python-stdnum refuses residence
permits (81, 82, 83) and 15 digits; it lets births in the future pass.
"""

import os
import random
from datetime import date, timedelta

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from shebao.kernel.identifiers import citizen, mod11, parse_document, parse_employer_code
from shebao.kernel.identifiers.employer_code import ALPHABET, check_character
from tests.other_validator import validator

TODAY = date(2026, 11, 23)
REGIONS = ("110101", "110103", "110228", "120101", "310104", "320102", "440103", "510104", "610102", "650102")
# More: SHEBAO_IDENTIFIERS=1000000 pytest shebao/kernel/tests/test_identifiers_against_others.py
SAMPLE = int(os.environ.get("SHEBAO_IDENTIFIERS", "40000"))


def _number(rng: random.Random) -> str:
    """A number that is right in about half the cases, else spoilt in one of several ways."""
    birth = date(1930, 1, 1) + timedelta(days=rng.randrange(34_000))
    digits = f"{rng.choice(REGIONS)}{birth:%Y%m%d}{rng.randrange(1000):03d}"
    kind = rng.randrange(10)
    if kind == 0:
        digits = digits[:6] + f"{rng.randrange(1900, 2024)}{rng.randrange(14):02d}{rng.randrange(33):02d}" + digits[14:]
    elif kind == 1:
        digits = f"{rng.randrange(1_000_000):06d}" + digits[6:]
    number = digits + mod11.check_digit(digits)
    if kind in (2, 3):
        place = rng.randrange(18)
        number = number[:place] + rng.choice("0123456789X") + number[place + 1 :]
    return number[: rng.randrange(10, 20)] if kind == 4 else number


def _known_place(number: str) -> bool:
    try:
        return bool(ric.get_birth_place(number))
    except (ValidationError, KeyError):  # KeyError: it knows the province but no county of that code
        return False


def _stdnum_accepts(number: str) -> bool:
    try:
        return bool(ric.validate(number))
    except (ValidationError, KeyError):
        return False


def test_citizens_numbers_as_python_stdnum() -> None:
    rng = random.Random(20261123)
    accepted = 0
    for _ in range(SAMPLE):
        number = _number(rng)
        ours = citizen.problem_of(number, "20261123") == ""
        theirs = _stdnum_accepts(number)
        accepted += ours
        if ours != theirs:
            assert ours, f"we refuse {number}: {citizen.problem_of(number, '20261123')}"
            assert not _known_place(number), f"we accept {number}"
    assert SAMPLE * 0.4 < accepted < SAMPLE * 0.9


def test_citizens_numbers_as_id_validator() -> None:
    rng = random.Random(7)
    for _ in range(150):
        number = _number(rng)
        if number[:6] in REGIONS and len(number) != 15:
            ours = citizen.problem_of(number, "20261123") == ""
            assert ours == validator.is_valid(number), number


def test_residence_permits_as_id_validator() -> None:
    for region in ("810000", "820000", "830000"):
        digits = region + "19900101002"
        number = digits + mod11.check_digit(digits)
        assert parse_document("16", number, TODAY).ok
        assert validator.is_valid(number)
        assert not ric.is_valid(number)


def test_old_numbers_as_id_validator() -> None:
    rng = random.Random(11)
    for _ in range(20):
        birth = date(1930, 1, 1) + timedelta(days=rng.randrange(25_000))
        old = f"110101{birth:%y%m%d}{rng.randrange(990):03d}"
        assert citizen.upgrade(old) == validator.upgrade_id(old)


def test_credit_codes_as_python_stdnum() -> None:
    rng = random.Random(13)
    accepted = 0
    for _ in range(SAMPLE // 4):
        body = f"9{rng.randrange(1, 4)}{rng.randrange(110000, 660000)}" + "".join(rng.choices(ALPHABET, k=9))
        code = body + check_character(body)
        if rng.random() < 0.5:
            place = rng.randrange(18)
            code = code[:place] + rng.choice(ALPHABET + "IOSVZ") + code[place + 1 :]
        ours = parse_employer_code(code).ok
        accepted += ours
        # python-stdnum wants digits in the first two places, where the standard allows letters.
        assert ours == uscc.is_valid(code) or not code[:2].isdigit(), code
    assert accepted > SAMPLE // 10

"""Identity numbers: distinct, valid (GB 11643, ISO 7064 MOD 11-2), of people of working age, at full speed.

A number is made from three parts that an index is scattered over: a place with a block of 128 order numbers (256 of
them), a day of birth (16,384) and an order number inside the block (64): 2**28 distinct numbers a seed.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from city.draw import scatter
from city.regions import REGIONS, Region

CAPACITY = 1 << 28
"""How many distinct numbers one seed holds."""

CHECK = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DAYS = 1 << 14
BROAD_FROM, YOUNG_FROM, ELDER_FROM = date(1966, 1, 1), date(1984, 1, 1), date(1940, 1, 1)
MEN_ONLY_DAYS = (date(1977, 1, 1) - BROAD_FROM).days
"""Women born before 1977 may be past retirement age already; among the employed there are therefore none."""


def check_digit(first17: str) -> str:
    """The eighteenth character for seventeen digits."""
    return CHECK[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True)) % 11]


class _Slot(NamedTuple):
    code: str
    code_sum: int
    former: str
    former_sum: int
    former_days: int
    kind: str
    first_order: int


def _part(digits: str, at: int) -> int:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS[at:], digits, strict=False))


def _slots() -> list[_Slot]:
    return [_slot(region, block) for region in REGIONS for block in range(region.blocks)]


def _slot(region: Region, block: int) -> _Slot:
    former_days = (date(region.former_until, 1, 1) - YOUNG_FROM).days if region.former else 0
    former = region.former or region.code
    first_order = 1 + 128 * (6 if region.kind == "elder" else block)
    return _Slot(region.code, _part(region.code, 0), former, _part(former, 0), former_days, region.kind, first_order)


@cache
def _births(first: date) -> list[tuple[str, int]]:
    texts = (f"{first + timedelta(days=days):%Y%m%d}" for days in range(DAYS))
    return [(text, _part(text, 6)) for text in texts]


_SLOTS = _slots()
_FIRST_BIRTHS = {"broad": BROAD_FROM, "young": YOUNG_FROM, "elder": ELDER_FROM}
_ORDERS = [(f"{order:03d}", _part(f"{order:03d}", 14)) for order in range(1000)]


def numbers(seed: int, start: int, count: int) -> Iterator[str]:
    """The numbers with the indexes start..start+count-1, in order; all distinct while indexes stay below `CAPACITY`.

    Raises ValueError for indexes outside the capacity.
    """
    if start < 0 or start + count > CAPACITY:
        raise ValueError(f"indexes must lie in 0..{CAPACITY}")
    births = {kind: _births(first) for kind, first in _FIRST_BIRTHS.items()}
    slots, orders, check = _SLOTS, _ORDERS, CHECK
    for index in range(start, start + count):
        x = scatter(index, seed, 28)
        slot = slots[x & 255]
        day, k = (x >> 8) & 16383, x >> 22
        code, code_sum = slot.code, slot.code_sum
        if slot.kind == "young":
            k, day = 2 * k + (day & 1), day >> 1
            if day < slot.former_days:
                code, code_sum = slot.former, slot.former_sum
        elif slot.kind == "broad" and day < MEN_ONLY_DAYS:
            k *= 2
        birth, birth_sum = births[slot.kind][day]
        order, order_sum = orders[slot.first_order + k]
        yield f"{code}{birth}{order}{check[(code_sum + birth_sum + order_sum) % 11]}"


def numbers_where(seed: int, wanted: Callable[[str], bool], count: int, start: int = 0) -> list[str]:
    """The first `count` numbers from index `start` on for which `wanted(number)` holds; LookupError if too few."""
    found: list[str] = []
    for number in numbers(seed, start, CAPACITY - start):
        if wanted(number):
            found.append(number)
            if len(found) == count:
                return found
    raise LookupError(f"only {len(found)} of {count} numbers found")


class Identity(NamedTuple):
    """A document: `kind` is a key of `DOCUMENT_TYPES`, `number` as printed on it."""

    kind: str
    number: str


DOCUMENT_TYPES = {
    "resident": "01",
    "hong_kong_permit": "04",
    "macau_permit": "05",
    "taiwan_permit": "06",
    "permanent_card": "07",
    "permanent_card_old": "07",
    "passport": "08",
    "residence_hong_kong": "16",
    "residence_macau": "16",
    "residence_taiwan": "16",
}
"""Kind of document → its code in the code table 证件类型 (16: in one of its two editions)."""

_EVERY, _WHICH = 83, 41
"""Of 83 residents one, the one at place 41, is from outside."""
_OUTSIDE = (
    ["passport"] * 36
    + ["permanent_card"] * 8
    + ["permanent_card_old"] * 4
    + ["residence_hong_kong"] * 12
    + ["hong_kong_permit"] * 8
    + ["residence_taiwan"] * 14
    + ["taiwan_permit"] * 10
    + ["residence_macau"] * 5
    + ["macau_permit"] * 3
)
_COUNTRY_NUMBERS = {
    "USA": "840",
    "JPN": "392",
    "KOR": "410",
    "DEU": "276",
    "FRA": "250",
    "GBR": "826",
    "RUS": "643",
    "IND": "356",
    "CAN": "124",
    "AUS": "036",
    "BRA": "076",
    "PAK": "586",
    "VNM": "704",
    "ITA": "380",
    "ESP": "724",
    "NGA": "566",
}
COUNTRIES = list(_COUNTRY_NUMBERS)
COUNTRY_OF_NUMBER = {number: country for country, number in _COUNTRY_NUMBERS.items()}


def residents(seed: int, start: int, count: int) -> Iterator[Identity]:
    """Like `numbers`, with the city's 1.2 % from Hong Kong, Macau, Taiwan and abroad among them, one document each."""
    for index, number in enumerate(numbers(seed, start, count), start):
        yield outsider(seed, index // _EVERY) if index % _EVERY == _WHICH else Identity("resident", number)


def outsider(seed: int, index: int) -> Identity:
    """The document of the index-th person from Hong Kong, Macau, Taiwan or abroad; distinct for index below 2**23."""
    x = scatter(index, seed, 23)
    kind = _OUTSIDE[index * 37 % 100]
    return Identity(kind, _MAKERS[kind](x))


def _eighteen(head: str, x: int) -> str:
    birth, order = _births(BROAD_FROM)[x & 16383][0], 1 + (x >> 14)
    first17 = f"{head}{birth}{order:03d}"
    return first17 + check_digit(first17)


def _permanent_card(x: int) -> str:
    return _eighteen(f"911{_COUNTRY_NUMBERS[COUNTRIES[x % 16]]}", x)


def _permanent_card_old(x: int) -> str:
    return f"{COUNTRIES[x % 16]}1101{x:08d}"


def _passport(x: int) -> str:
    return f"{'EKLNXCPG'[x & 7]}{x:08d}"


_MAKERS: dict[str, Callable[[int], str]] = {
    "passport": _passport,
    "permanent_card": _permanent_card,
    "permanent_card_old": _permanent_card_old,
    "residence_hong_kong": lambda x: _eighteen("810000", x),
    "residence_macau": lambda x: _eighteen("820000", x),
    "residence_taiwan": lambda x: _eighteen("830000", x),
    "hong_kong_permit": lambda x: f"H{x:08d}",
    "macau_permit": lambda x: f"M{x:08d}",
    "taiwan_permit": lambda x: f"{x:08d}",
}

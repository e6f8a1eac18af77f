"""Who a document belongs to, and what has happened to that person: computed from the number and a seed.

What was drawn never depends on the day of asking; facts that end or begin carry their dates or months.
"""

import re
from datetime import date
from math import exp, log
from statistics import NormalDist

from city import cast
from city.draw import key_of, spread, words
from city.names import DOTTED, RARE_SURNAME, chinese_name, dotted_ethnic, latin_name, traditional_name
from city.numbers import COUNTRIES, COUNTRY_OF_NUMBER
from city.people import Person, Trouble, ordinary
from city.regions import DISTRICTS, PLACES, PROVINCES

__all__ = ["Person", "Trouble", "is_ordinary", "medical_outcome", "name_of", "person_of", "trouble_of"]

_ETHNIC = spread(
    [("01", 95.0), ("11", 2.0), ("03", 1.4), ("02", 0.7), ("15", 0.3), ("10", 0.3), ("08", 0.2), ("06", 0.1)]
)
_EDUCATION = spread(
    [
        ("21", 38.0),
        ("31", 24.0),
        ("61", 13.0),
        ("41", 9.0),
        ("71", 6.0),
        ("14", 7.0),
        ("11", 1.0),
        ("44", 1.5),
        ("81", 0.5),
    ]
)
_MOBILE = spread(
    [(str(head), 1.0) for head in (*range(130, 132), *range(135, 140), *range(150, 160), *range(186, 190))]
)
_STREETS = spread(
    [
        (f"{name}{kind}", 1.0)
        for kind in ("路", "街", "大街", "里")
        for name in ("建国", "学院", "和平", "光明", "青年", "安定", "新华", "永安", "花园", "幸福", "团结", "振兴")
    ]
)
_DISTRICT = spread(
    [(name, 1.0 + (name in ("朝阳区", "海淀区", "丰台区", "昌平区")) * 2) for name in DISTRICTS.values()]
)
_PROVINCE = list(PROVINCES)
_WAGES = [
    min(90_000, max(2_600, round(exp(NormalDist(log(9_500), 0.6).inv_cdf((step + 0.5) / 1024)) / 10) * 10))
    for step in range(1024)
]
_CITIZEN_LENGTH = 18
_OLD_CARD, _TRAVEL_PERMIT, _TAIWAN_PERMIT = (
    re.compile("[A-Z]{3}[0-9]{12}"),
    re.compile("[HM][0-9]{8}"),
    re.compile("[0-9]{8}"),
)
_HMT = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}
_HMT_HOUSEHOLD = {"HKG": "31", "MAC": "32", "TWN": "33"}

# Limits of the draws for the medical outcome and for trouble, of 65,536.
_FAILURE, _LATE, _TWICE, _NEVER = 1966, 2621, 3146, 3277
_DEAD, _ELSEWHERE, _FORMERLY_ELSEWHERE, _PRISON, _CLOSED = 200, 720, 1000, 1065, 1130


def person_of(number: str, seed: int) -> Person:
    """The person whose document carries this number: any that `city.numbers.residents` makes, or one of the cast."""
    known = cast.PERSONS.get(number)
    if known is not None:
        return known
    drawn = words(number, key_of(seed))
    return _mainland(number, drawn) if _is_mainland(number) else _outsider(number, drawn)


def name_of(number: str, seed: int) -> str:
    """Only the name: faster than `person_of` where nothing else is wanted."""
    if not _is_mainland(number) or number in cast.PERSONS:
        return person_of(number, seed).name
    drawn = words(number, key_of(seed))
    return chinese_name("1" if number[16] in "13579" else "2", drawn[3], drawn[0], drawn[1], drawn[2])


def trouble_of(number: str, seed: int) -> Trouble | None:
    """What stands in the way of employing or insuring this person, if anything: about 1.7 % of the mainland numbers."""
    if number in cast.PERSONS:
        return cast.PERSONS[number].trouble
    if not _is_mainland(number):
        return None
    return _trouble(words(number, key_of(seed)))


def is_ordinary(number: str, seed: int, today: date) -> bool:
    """Nothing in the way: 16 or older, not at retirement age on that day, and no trouble."""
    return ordinary(person_of(number, seed), today)


def medical_outcome(number: str, seed: int) -> str:
    """What the medical authority makes of a message about this person: success, failure, late, twice or never."""
    draw = words(number, key_of(seed))[12]
    if number in cast.PERSONS or draw >= _NEVER:
        return "success"
    return "failure" if draw < _FAILURE else "late" if draw < _LATE else "twice" if draw < _TWICE else "never"


def _is_mainland(number: str) -> bool:
    return len(number) == _CITIZEN_LENGTH and number[0] < "8"


def _mainland(number: str, drawn: tuple[int, ...]) -> Person:
    surname, given1, given2, shape, ethnic, home, _, _, street, house, _, _, _, _, _, school = drawn
    sex = "1" if number[16] in "13579" else "2"
    region = number[:6]
    return Person(  # by position: this runs for every person of a million
        number,
        "01",
        chinese_name(sex, shape, surname, given1, given2),
        sex,
        date.fromisoformat(number[6:14]),
        dotted_ethnic(shape) if RARE_SURNAME <= shape < DOTTED else _ETHNIC[ethnic],
        "CHN",
        ("1" if home & 3 else "2") + ("1" if region[:2] == "11" else "2"),
        region,
        f"{PLACES.get(region, '北京市')}{_STREETS[street]}{house % 200 + 1}号",
        _address(drawn),
        _mobile(drawn),
        _EDUCATION[school],
        school & 1 == 1,
        _WAGES[drawn[13] >> 6],
        _trouble(drawn),
    )


def _outsider(number: str, drawn: tuple[int, ...]) -> Person:
    nationality, document_type = _origin(number, drawn)
    dated = len(number) == _CITIZEN_LENGTH
    sex = "1" if int(number[16] if dated else drawn[5]) % 2 else "2"
    birth = (
        (number[6:10], number[10:12], number[12:14])
        if dated
        else (1965 + drawn[10] % 35, 1 + drawn[9] % 12, 1 + drawn[8] % 28)
    )
    chinese = nationality in _HMT_HOUSEHOLD
    return Person(
        number=number,
        document_type=document_type,
        name=traditional_name(sex, drawn[0], drawn[1], drawn[2])
        if chinese
        else latin_name(nationality, sex, drawn[0], drawn[1]),
        sex=sex,
        birth=date(*(int(part) for part in birth)),
        ethnic="01" if chinese else "",
        nationality=nationality,
        household=_HMT_HOUSEHOLD.get(nationality, "40"),
        region="",
        household_address="",
        address=_address(drawn),
        mobile=_mobile(drawn),
        education=_EDUCATION[drawn[15]],
        cadre=True,
        wage=_WAGES[drawn[13] >> 6] + 6000,
        trouble=None,
    )


def _origin(number: str, drawn: tuple[int, ...]) -> tuple[str, str]:
    """Nationality or region (alpha-3) and document type that a number tells, or draws where it does not."""
    if len(number) == _CITIZEN_LENGTH:
        return (COUNTRY_OF_NUMBER[number[3:6]], "07") if number[0] == "9" else (_HMT[number[:6]], "16")
    if _OLD_CARD.fullmatch(number):
        return number[:3], "07"
    if _TAIWAN_PERMIT.fullmatch(number):
        return "TWN", "06"
    if _TRAVEL_PERMIT.fullmatch(number):
        return ("HKG", "04") if number[0] == "H" else ("MAC", "05")
    return COUNTRIES[drawn[4] % len(COUNTRIES)], "08"


def _address(drawn: tuple[int, ...]) -> str:
    street = f"北京市{_DISTRICT[drawn[10]]}{_STREETS[drawn[14]]}{drawn[9] % 300 + 1}号院"
    return f"{street}{drawn[13] % 20 + 1}号楼{drawn[7] % 1800 + 101}室"


def _mobile(drawn: tuple[int, ...]) -> str:
    return f"{_MOBILE[drawn[6]]}{(drawn[7] << 16 | drawn[8]) % 100_000_000:08d}"


def _trouble(drawn: tuple[int, ...]) -> Trouble | None:
    draw, more = drawn[11], drawn[14]
    if draw >= _CLOSED:
        return None
    since = (2015 + more % 8) * 100 + 1 + (more >> 4) % 12
    if draw < _DEAD:
        return Trouble("dead", since, None, "")
    if draw < _FORMERLY_ELSEWHERE:
        until = None if draw < _ELSEWHERE else 202212
        return Trouble("elsewhere", since, until, _PROVINCE[more % len(_PROVINCE)])
    if draw < _PRISON:
        return Trouble("prison", since, since + 300, "")
    return Trouble("closed", since, None, "")

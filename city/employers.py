"""Employers of the city: name, credit code, district, industry class and size, all from an index and a seed."""

from typing import NamedTuple

from city.draw import key_of, scatter, spread, words
from city.regions import DISTRICTS

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LARGEST = 50_000
"""The largest employer has this many people."""


class Employer(NamedTuple):
    """An employer.

    kind is 单位类型 (10 enterprise, 20 public institution, 40 association, 60 self-employed), industry_class the risk
    class of work-injury insurance (1 to 8), size the number of employees that fits it.
    """

    credit_code: str
    name: str
    kind: str
    district: str
    industry_class: int
    size: int
    representative: str
    address: str
    phone: str


_TRADES = {
    1: "科技 信息技术 软件 咨询 文化传媒 教育科技 金融服务 商贸",
    2: "餐饮管理 物业管理 酒店管理 医药 百货",
    3: "食品 服装 印务 家具",
    4: "汽车服务 电子 机械设备 物流",
    5: "建材 化工 环保工程 运输",
    6: "建筑工程 装饰工程 市政工程",
    7: "金属制品 石料",
    8: "矿业 爆破工程",
}
_CLASS = spread([("1", 62.0), ("2", 17.0), ("3", 6.0), ("4", 7.0), ("5", 3.5), ("6", 3.5), ("7", 0.7), ("8", 0.3)])
_DISTRICT = spread(
    [(code, 6.0 if code in ("110105", "110108") else 3.0 if code < "110116" else 1.0) for code in DISTRICTS]
)
_ENDING = spread(
    [("有限公司", 80.0), ("有限责任公司", 9.0), ("股份有限公司", 4.0), ("中心", 3.0), ("协会", 1.0), ("经营部", 3.0)]
)
_KINDS = {"中心": "20", "协会": "40", "经营部": "60"}
_AUTHORITY = {"10": "91", "20": "12", "40": "51", "60": "92"}
_BRAND = (
    "恒瑞嘉华泰安信达德盛永兴中北天海云方正宏远博雅康启明和源金玉鼎新创联众诚宇通顺利丰隆美佳百科智慧星辰晨光长青万象"
)
_STREET = (
    *("建国路", "中关村大街", "望京东路", "金融大街", "亦庄路"),
    *("科兴路", "农大南路", "马连道", "丰台北路", "西二旗大街"),
)
_REPRESENTATIVES = (
    *("王伟", "李静", "张勇", "刘洋", "陈红", "杨帆", "赵磊", "周敏"),
    *("吴刚", "郑丽", "孙建国", "马晓东", "朱文", "胡海燕", "林峰", "何平"),
)


def body_check(first8: str) -> str:
    """The ninth character of the organisation's own number (GB 11714) for its first eight."""
    total = sum(weight * int(character, 36) for weight, character in zip(BODY_WEIGHTS, first8, strict=True))
    return "0123456789X0"[11 - total % 11]


def code_check(first17: str) -> str:
    """The eighteenth character of a unified social credit code (GB 32100, MOD 31) for its first seventeen."""
    total = sum(
        weight * CODE_ALPHABET.index(character) for weight, character in zip(CODE_WEIGHTS, first17, strict=True)
    )
    return CODE_ALPHABET[-total % 31]


def employer_of(index: int, seed: int) -> Employer:
    """The employer with this index (0 up to 2**30-1). Credit codes of different indexes differ."""
    drawn = words(f"employer {index}", key_of(seed))
    ending = _ENDING[drawn[0]]
    kind = _KINDS.get(ending, "10")
    industry_class = int(_CLASS[drawn[1]])
    district = _DISTRICT[drawn[2]]
    return Employer(
        credit_code=_credit_code(index, seed, kind, district),
        name=_name(drawn, industry_class, ending),
        kind=kind,
        district=district,
        industry_class=industry_class,
        size=size_of(index, seed),
        representative=_representative(drawn),
        address=f"北京市{DISTRICTS[district]}{_STREET[drawn[8] % len(_STREET)]}{drawn[9] % 120 + 1}号",
        phone=f"010-{60_000_000 + (drawn[10] << 16 | drawn[11]) % 29_999_999:08d}",
    )


def size_of(index: int, seed: int) -> int:
    """Number of employees that fits: half the employers have one or two, one in 1,500 more than 2,000."""
    drawn = words(f"size {index}", key_of(seed))
    luck = (drawn[0] << 16 | drawn[1]) + 1
    return min(LARGEST, int((2**32 / luck) ** (1 / 0.95)))


def sizes(seed: int, employers: int, persons: int) -> list[int]:
    """Sizes of the employers 0..employers-1, in the city's proportions, scaled so that their sum is exactly `persons`.

    Raises ValueError unless 1 <= employers <= persons <= employers * LARGEST.
    """
    if not 1 <= employers <= persons <= employers * LARGEST:
        raise ValueError("each employer needs at least one person and at most the largest number")
    natural = [size_of(index, seed) for index in range(employers)]
    factor = (persons - employers) / max(1, sum(natural) - employers)
    scaled = [min(LARGEST, 1 + int((size - 1) * factor)) for size in natural]
    missing, index = persons - sum(scaled), 0
    while missing > 0:
        room = min(LARGEST - scaled[index], missing, 1 + missing // employers)
        scaled[index] += room
        missing -= room
        index = (index + 1) % employers
    return scaled


def _credit_code(index: int, seed: int, kind: str, district: str) -> str:
    rest, body = scatter(index, seed, 30), ""
    for _ in range(7):
        rest, digit = divmod(rest, 31)
        body = CODE_ALPHABET[digit] + body
    body = "M" + body
    check = body_check(body)
    first17 = f"{_AUTHORITY[kind]}{district}{body}{check}"
    return first17 + code_check(first17)


def _name(drawn: tuple[int, ...], industry_class: int, ending: str) -> str:
    trades = _TRADES[industry_class].split()
    brand = "".join(_BRAND[drawn[at] % len(_BRAND)] for at in (3, 4, 12)[: 2 + drawn[5] % 2])
    return f"北京{brand}{trades[drawn[6] % len(trades)]}{ending}"


def _representative(drawn: tuple[int, ...]) -> str:
    return _REPRESENTATIVES[drawn[7] % len(_REPRESENTATIVES)]

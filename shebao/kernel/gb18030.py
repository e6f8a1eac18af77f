"""GB 18030-2022: which of its three implementation levels holds a character, and the bytes it is stored in.

Python's codec is that of the edition of 2000, so the code positions that later editions exchanged are given here.
"""

from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """The lowest 实现级别 whose systems must know a character; ``OUTSIDE`` where none has to."""

    OUTSIDE = 0
    ONE = 1
    TWO = 2
    THREE = 3


_EXCHANGED: Final[dict[int, bytes]] = {
    code: bytes.fromhex(position)
    for code, position in {
        0x1E3F: "A8BC",
        0x9FB4: "FE59",
        0x9FB5: "FE61",
        0x9FB6: "FE66",
        0x9FB7: "FE67",
        0x9FB8: "FE6D",
        0x9FB9: "FE7E",
        0x9FBA: "FE90",
        0x9FBB: "FEA0",
        0xE7C7: "8135F437",
        0xE81E: "82359037",
        0xE826: "82359038",
        0xE82B: "82359039",
        0xE82C: "82359130",
        0xE832: "82359131",
        0xE843: "82359132",
        0xE854: "82359133",
        0xE864: "82359134",
    }.items()
}

_IN_FOUR_BYTES: Final = ((0x3400, 0x4DB5), (0x9FA6, 0x9FEF))
"""Level 1 beyond one and two bytes: CJK Extension A, and the block's characters that came after the first 20,902."""

_NO_LONGER_ASKED: Final = frozenset("\uf92c\uf979\uf995\uf9e7\uf9f1\ufa0c\ufa0d\ufa18\ufa20")
"""Compatibility ideographs with two bytes that the edition of 2022 asks no system to know."""

_BEYOND: Final = (
    (0x2F00, 0x2FD5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
"""Level 3: the Kangxi radicals and CJK Extensions B to F."""

STANDARD_BEYOND_BMP: Final = frozenset(
    "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌"
    "𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭"
    "𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜"
    "𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩"
    "𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
"""The characters of 《通用规范汉字表》 (2013) outside the basic plane: what level 2 adds to level 1."""


def encode(character: str) -> bytes:
    """The bytes of one character by the edition of 2022, empty for a lone surrogate."""
    exchanged = _EXCHANGED.get(ord(character))
    if exchanged is not None:
        return exchanged
    return character.encode("gb18030", "ignore")


def level(character: str) -> Level:
    """The lowest implementation level that holds one character; private-use characters are outside."""
    code = ord(character)
    if _is_private(code) or character in _NO_LONGER_ASKED:
        return Level.OUTSIDE
    if 0 < len(encode(character)) <= 2 or _within(code, _IN_FOUR_BYTES):  # noqa: PLR2004 - bytes
        return Level.ONE
    if character in STANDARD_BEYOND_BMP:
        return Level.TWO
    return Level.THREE if _within(code, _BEYOND) else Level.OUTSIDE


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000  # noqa: PLR2004 - code points


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)

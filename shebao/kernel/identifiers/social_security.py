"""社会保障号码 (AAC002): citizens' own number, a coded one for people without an 18-digit number.

The layout of coded numbers rests on general knowledge, not on a text we hold: alpha-3 country, one reserved digit
(0; 1 to 9 where two people would share a number), then the document's number.
"""

import re
from typing import Final

from shebao.kernel.identifiers.mod11 import check_digit
from shebao.kernel.identifiers.reading import Reading

MAX_LENGTH: Final = 32
_ALPHA3: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_KEPT: Final = re.compile(r"[^A-Z0-9]", re.ASCII)
_OWN: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD_CARD: Final = re.compile(r"[A-Z]{3}(\d{12})", re.ASCII)


def social_security_number(document: Reading, country: str, reserved: int = 0) -> str:
    """The 社会保障号码 of the holder of ``document``, a reading without problem.

    ``country`` is alpha-3 (HKG, MAC, TWN for residents of these). Whoever has a number of 18 digits built like a
    citizen's keeps it (also on 港澳台居民居住证 and the new 永久居留身份证), all others get a coded one. ValueError if
    the number has a problem, ``country`` is not three letters, or ``reserved`` is no digit.
    """
    if document.problem:
        raise ValueError(f"the document number has a problem: {document.problem}")
    if _OWN.fullmatch(document.number) and check_digit(document.number) == document.number[17]:
        return document.number
    if not _ALPHA3.fullmatch(country) or reserved not in range(10):
        raise ValueError("a coded number needs an alpha-3 country and one reserved digit")
    old_card = _OLD_CARD.fullmatch(document.number)
    body = old_card[1] if old_card else _KEPT.sub("", document.number)
    return f"{country}{reserved}{body}"[:MAX_LENGTH]

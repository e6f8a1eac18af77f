"""What reading a number gives, and how a number is tidied before it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from shebao.kernel.widths import fold

MAX_TEXT: Final = 64
"""Longer texts are no numbers at all."""

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "number_empty": "未填写证件号码。",
        "number_too_long": "证件号码过长。",
        "number_excel_scientific": "证件号码被表格软件改成了科学计数法，原号码已丢失，请将单元格设为文本后重新填写。",
        "number_excel_rounded": "证件号码末几位被表格软件改成了0，请将单元格设为文本后重新填写。",
        "number_length": "证件号码位数不正确。",
        "number_characters": "证件号码中有不允许的字符。",
        "number_format": "证件号码格式与证件类型不符。",
        "number_checksum": "证件号码校验位不正确，请核对是否录错。",
        "number_region": "证件号码前两位不是有效的省级代码。",
        "number_birth": "证件号码中的出生日期不存在。",
        "number_birth_future": "证件号码中的出生日期晚于今天。",
        "number_old_15": "15位身份证号码已停用，请填写18位公民身份号码。",
        "number_is_residence_permit": "这是港澳台居民居住证号码，请将证件类型改为港澳台居民居住证。",
        "number_is_permanent_card": "这是外国人永久居留身份证号码，请将证件类型改为外国人永久居留证。",
        "number_other_place": "该通行证号码属于另一地区的居民，请核对证件类型。",
        "number_type_unknown": "证件类型不存在。",
    }
)
"""Every problem code and its message in Chinese."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as read.

    ``number`` is normalised (half-width, upper case, without blanks); ``problem`` is "" or a key of
    :data:`PROBLEMS`; ``birth`` and ``sex`` ("1" male, "2" female, "" unknown) where the number says them; ``country``
    is an alpha-3 code, or a numeric one on new permanent-resident cards; ``hint`` a number that may be meant instead
    (the 18-digit form of a 15-digit one).
    """

    number: str
    problem: str = ""
    birth: date | None = None
    sex: str = ""
    country: str = ""
    hint: str = ""

    @property
    def ok(self) -> bool:
        """Whether the number is without fault."""
        return not self.problem


_MAX_READ: Final = 200
_DROPPED: Final = re.compile(
    "[\\s\\-\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff'‘’`]"
)
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?E\+\d{1,3}|\d\.\d+E\d{1,3}", re.ASCII)


def tidy(text: str) -> str:
    """``text`` half-width, upper case, without blanks, hyphens, invisible characters and quotes put there by Excel."""
    if text.isascii() and text.isalnum():
        return text[:_MAX_READ].upper()
    return _DROPPED.sub("", fold(text[:_MAX_READ])).upper()


def spoilt(number: str) -> str:
    """The problem that every kind of number may have, "" if none: empty, too long, turned into 1.10101E+17."""
    if not number:
        return "number_empty"
    if len(number) > MAX_TEXT:
        return "number_too_long"
    return "number_excel_scientific" if _SCIENTIFIC.fullmatch(number) else ""

"""统一社会信用代码: 18 characters by GB 32100, check character MOD 31."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from shebao.kernel.identifiers.reading import tidy

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z."""

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "credit_code_empty": "未填写统一社会信用代码。",
        "credit_code_length": "统一社会信用代码应为18位。",
        "credit_code_characters": "统一社会信用代码中有不允许的字符（不使用I、O、S、V、Z）。",
        "credit_code_checksum": "统一社会信用代码校验位不正确，请核对是否录错。",
    }
)

_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, position, 31) for position in range(17))
_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class EmployerCode:
    """A code as read: normalised, ``problem`` "" or a key of :data:`PROBLEMS`, ``region`` its six digits."""

    number: str
    problem: str = ""
    region: str = ""

    @property
    def ok(self) -> bool:
        """Whether the code is without fault."""
        return not self.problem


def parse_employer_code(text: str) -> EmployerCode:
    """A unified social credit code as a person typed it; never raises."""
    number = tidy(text)
    problem = _problem(number)
    return EmployerCode(number, problem, "" if problem else number[2:8])


def check_character(body: str) -> str:
    """The check character of the first 17 characters; KeyError if one is not of the alphabet."""
    total = sum(_VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _problem(number: str) -> str:
    if not number:
        return "credit_code_empty"
    if len(number) != _LENGTH:
        return "credit_code_length"
    if not _VALUES.keys() >= set(number) or not number[2:8].isdecimal():
        return "credit_code_characters"
    return "" if check_character(number[:17]) == number[17] else "credit_code_checksum"

"""What a password must be, by the profile the operator has chosen (setting PASSWORD_PROFILE).

`mlps3` follows GB/T 22239-2019 8.1.4.1 a (复杂度), `nist` SP 800-63B-4: length alone. Both refuse common passwords and
words that everybody who knows the user or the platform would try first.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

MAX_LENGTH = 128
# Words of this platform and habits of this country; each is refused inside of a password that is little more.
WORDS = (
    *("shebao", "beijing", "bjrbj", "renshe", "shehuibaoxian", "woaini", "iloveyou", "welcome", "admin", "root"),
    *("password", "passw0rd", "p@ssw0rd", "p@ssword", "qwerty", "asdfgh", "zxcvbn", "1qaz2wsx", "qazwsx", "abc123"),
    *("dongcheng", "xicheng", "chaoyang", "haidian", "fengtai", "shijingshan", "tongzhou", "shunyi", "changping"),
    *("daxing", "fangshan", "mentougou", "huairou", "pinggu", "miyun", "yanqing"),
)
# So many characters must be left when such a word is taken out.
LEFT_BESIDE_A_WORD = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """Least number of characters, and least number of the four classes (upper, lower, digit, other)."""

    length: int
    classes: int


PROFILES = {"mlps3": Profile(length=8, classes=3), "nist": Profile(length=15, classes=0)}
_CLASSES: tuple[Callable[[str], bool], ...] = (str.isupper, str.islower, str.isdigit)


def weaknesses(password: str, profile: Profile, about_user: Iterable[str]) -> list[str]:
    """What is wrong with a new password, in the user's words; empty when it may be used.

    `about_user` are words an acquaintance would try: login name, name, mobile number, unit name, credit code.
    """
    if len(password) > MAX_LENGTH:
        return [f"密码最多 {MAX_LENGTH} 个字符。"]
    found = []
    if len(password) < profile.length:
        found.append(f"密码至少 {profile.length} 个字符。")
    if classes_of(password) < profile.classes:
        found.append(f"密码须包含大写字母、小写字母、数字、其他符号中的至少 {profile.classes} 类。")
    if _is_guessable(password, about_user):
        found.append("密码太常见，或者与您的用户名、姓名、单位等信息太接近，容易被猜到。请换一个。")
    return found


def classes_of(password: str) -> int:
    """How many of the four classes of characters occur: upper, lower, digit, other (symbols and 汉字)."""
    classes = sum(any(test(character) for character in password) for test in _CLASSES)
    other = any(not any(test(character) for test in _CLASSES) for character in password)
    return classes + other


def _is_guessable(password: str, about_user: Iterable[str]) -> bool:
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(set(folded)) <= 3 or _is_run(folded) or _is_common(folded):  # noqa: PLR2004
        return True
    words = [*WORDS, *(unicodedata.normalize("NFKC", word).casefold() for word in about_user if len(word) > 2)]  # noqa: PLR2004
    return any(word in folded and len(folded) - len(word) < LEFT_BESIDE_A_WORD for word in words)


def _is_run(text: str) -> bool:
    """12345678, hgfedcba: neighbours all the way."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def _is_common(folded: str) -> bool:
    """A listed password, also with a few digits and symbols hung on to please a rule."""
    tails = range(LEFT_BESIDE_A_WORD)
    return any(_listed(folded[: len(folded) - cut]) for cut in tails if not _has_letter(folded[len(folded) - cut :]))


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _listed(text: str) -> bool:
    """Whether Django's list of twenty thousand common passwords has it."""
    try:
        _common().validate(text)
    except ValidationError:
        return True
    return False


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()

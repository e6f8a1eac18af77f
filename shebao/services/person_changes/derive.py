"""What follows from other values: 姓名全拼 from the name, date of birth from the number. Pure; all values are texts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from shebao.kernel.identifiers import Reading, parse_document, social_security_number
from shebao.kernel.names import is_rare
from shebao.kernel.pinyin import match, spell
from shebao.law import Law
from shebao.services.person_changes.fields import CATEGORY, INITIALS

MOST_PINYIN: Final = 400
MOST_INITIALS: Final = 100
TRUE, FALSE = "true", "false"

Values = Mapping[str, str]
"""Values by item, as our record writes them: codes, ISO days, true and false; nothing is the empty text."""


def reading(after: Values, today: date) -> Reading:
    """The number of the document as it will stand, read for what it says."""
    return parse_document(after.get("document_type", ""), after.get("document_number", ""), today)


def _pinyin(after: Values, _law: Law, _today: date) -> str:
    spelling = spell(after.get("name", ""))
    return spelling.full[:MOST_PINYIN] if spelling.complete else ""


def _rare(after: Values, _law: Law, _today: date) -> str:
    return TRUE if is_rare(after.get("name", "")) else FALSE


def _birth(after: Values, _law: Law, today: date) -> str:
    birth = reading(after, today).birth
    return birth.isoformat() if birth else ""


def _sex(after: Values, _law: Law, today: date) -> str:
    return reading(after, today).sex


def _number(after: Values, law: Law, today: date) -> str:
    read = reading(after, today)
    document = law.codes("document_type").get(after.get("document_type", ""))
    stated = document.text("nationality") if document else ""
    country = stated or after.get("nationality", "")
    return social_security_number(read, country) if read.ok and country else ""


def _category(after: Values, law: Law, _today: date) -> str:
    household = law.codes("household_registration").get(after.get("household_registration", ""))
    return household.text("payer") if household else ""


_WAYS: Final[Mapping[str, Callable[[Values, Law, date], str]]] = {
    "name_pinyin": _pinyin,
    "has_rare_character": _rare,
    "birth_date": _birth,
    "sex": _sex,
    "social_security_number": _number,
    CATEGORY: _category,
}
FOLLOWING: Final = frozenset(_WAYS)
"""Items that can be proposed."""


def proposal(item: str, after: Values, law: Law, today: date) -> str:
    """The value of `item` that follows from the others in `after`; empty where none does."""
    way = _WAYS.get(item)
    return way(after, law, today) if way else ""


def initials(pinyin: str, name: str) -> str:
    """The first letters that go with a spelling of a name, which may be another one than the usual."""
    return match(name, pinyin).initials[:MOST_INITIALS]


def followers(changed: Values, after: Values) -> dict[str, str]:
    """Values that are changed along with others without being items."""
    if "name_pinyin" not in changed:
        return {}
    return {INITIALS: initials(changed["name_pinyin"], after.get("name", ""))}

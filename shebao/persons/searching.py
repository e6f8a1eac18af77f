"""Finding people by what somebody types: name, pinyin, initials, or document number."""

import re
from typing import Final

from shebao.kernel.widths import fold

MAX_SEARCH: Final = 64
"""Characters of a search that count."""

WHOLE_NUMBER: Final = 18
"""Characters of a whole identity number, which the index finds at once."""

_NUMBER: Final = re.compile(r"[0-9]{6,17}[0-9Xx]?", re.ASCII)
_LATIN: Final = re.compile(r"[A-Za-z0-9 '.\-·]+", re.ASCII)

_BY_WHOLE_NUMBER: Final = (
    "(person.document_number = %(number)s or person.same_person = (select shebao_linked_as(%(number)s)))"
)
_BY_NUMBER: Final = "person.document_number like %(number)s"
_BY_NAME: Final = "person.name like %(name)s"
_BY_LATIN: Final = (
    "(person.name_initials like %(initials)s or person.name_pinyin like %(pinyin)s "
    "or upper(person.name) like %(latin)s or person.document_number like %(number)s)"
)


def condition(search: str) -> tuple[str, dict[str, str]]:
    """The condition on `person` (a row of persons_person) for what was typed, with its values.

    What was typed is a part of the name or of its pinyin, the beginning of its initials, or the beginning of a
    document number; nothing typed is met by everybody. A whole number finds all records of its person.
    """
    text = " ".join(fold(search.replace("\x00", "")).split())[:MAX_SEARCH]
    if not text:
        return "true", {}
    plain = _escaped(text)
    if _NUMBER.fullmatch(text) and len(text) == WHOLE_NUMBER:
        return _BY_WHOLE_NUMBER, {"number": text.upper()}
    if _NUMBER.fullmatch(text):
        return _BY_NUMBER, {"number": f"{plain.upper()}%"}
    if not _LATIN.fullmatch(text):
        return _BY_NAME, {"name": f"%{plain}%"}
    squeezed = re.sub(r"[ '.\-·]", "", text).lower()
    # 吕 is kept as lyu, as on passports; people type lv.
    spelt = squeezed.replace("lv", "lyu").replace("nv", "nyu")
    return _BY_LATIN, {
        "initials": f"{squeezed}%",
        "pinyin": f"%{spelt}%",
        "latin": f"%{plain.upper()}%",
        "number": f"{squeezed.upper()}%",
    }


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)

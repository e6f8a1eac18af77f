"""Rules about name and number: what the number says, whose it is already, how the name is spelt and stored."""

from collections.abc import Iterator
from typing import Final

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.names import parse_name
from shebao.kernel.pinyin import match
from shebao.services.person_changes import derive
from shebao.services.person_changes.fields import BY_KEY
from shebao.services.person_changes.rules.given import Facts, Setting, after
from shebao.services.person_changes.shape import ShapedLine

IDENTITY: Final = frozenset({"document_type", "document_number", "social_security_number", "birth_date", "sex"})
"""Items that may go along when a number turns out to be another record's."""


def number(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Date of birth and sex are those of the number, and the number is nobody else's.

    Where somebody else is on record under it, officers find out whether both are one person; nothing is overwritten.
    """
    if facts.person_id is None:
        return
    values = after(line, facts, given)
    read = derive.reading(values, given.today)
    birth, sex = values.get("birth_date", ""), values.get("sex", "")
    touched = {"document_number", "birth_date", "sex"} & set(line.wanted)
    if touched and read.birth and birth and birth != read.birth.isoformat():
        yield hard("birth_differs", "birth_date", number=read.birth.isoformat())
    if touched and read.sex and sex and sex != read.sex:
        yield hard("sex_differs", "sex", number=given.law.codes("sex").name_of(read.sex))
    if facts.other_is_own:
        yield hard("number_of_own_record", "document_number")
    elif facts.other_id is not None:
        apart = [BY_KEY[item].title for item in line.wanted if item not in IDENTITY]
        if apart:
            yield hard("number_of_another_alone", "document_number", titles="、".join(apart))
        else:
            yield soft("number_of_another", "document_number")


def spelling(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A spelling that is no reading of the characters, and another answer than the proposed one, are asked about."""
    values = after(line, facts, given)
    if "name_pinyin" in line.values and not match(values.get("name", ""), line.values["name_pinyin"]).complete:
        usual = derive.proposal("name_pinyin", values, given.law, given.today)
        yield soft("name_pinyin_unusual", "name_pinyin", usual=usual) if usual else soft("pinyin_unread", "name_pinyin")
    if "has_rare_character" in line.values:
        usual = derive.proposal("has_rare_character", values, given.law, given.today)
        if line.values["has_rare_character"] != usual:
            yield soft(
                "has_rare_character_unusual",
                "has_rare_character",
                usual=given.law.codes("rare_character").name_of(usual),
            )


def storage(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Characters that other systems may not be able to show are named."""
    name = parse_name(line.values.get("name", ""))
    if name.private:
        yield soft("private_character", "name")
    elif name.rare:
        yield note("rare_character", "name")

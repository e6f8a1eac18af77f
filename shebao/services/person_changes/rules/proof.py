"""Rules about proof: what shared data or the number confirm, which papers the rest needs, who decides on it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from shebao.kernel.findings import Finding, hard, note
from shebao.services.person_changes import derive
from shebao.services.person_changes.fields import BY_KEY, INITIALS, MATERIALS
from shebao.services.person_changes.rules.given import Answer, Change, Facts, Setting, after, changes
from shebao.services.person_changes.shape import ShapedLine

ALWAYS, UNLESS_CONFIRMED = "always", "unless_confirmed"
NAME_AND_NUMBER: Final = frozenset({"name", "document_number"})
IDENTITY: Final = ("name", "document_number", "document_type")


class Confirmed(StrEnum):
    """What stands behind a new value without anybody's approval."""

    NO = ""
    NUMBER = "number"
    SHARED = "shared"
    OTHERWISE = "differs"


def confirmation(change: Change, line: ShapedLine, facts: Facts, given: Setting) -> Confirmed:
    """Whether the number of the document or shared data say the same, or shared data something else."""
    if change.item in ("birth_date", "sex"):
        read = derive.reading(after(line, facts, given), given.today)
        said = read.sex if change.item == "sex" else read.birth.isoformat() if read.birth else ""
        if read.ok and said == change.new:
            return Confirmed.NUMBER
    key = given.item(change.item).text("shared")
    if not key or facts.shared.answer is not Answer.FOUND or not facts.shared.data.get(key):
        return Confirmed.NO
    return Confirmed.SHARED if facts.shared.data[key] == change.new else Confirmed.OTHERWISE


def reviewed(line: ShapedLine, facts: Facts, given: Setting) -> list[Change]:
    """The changes that an officer has to agree to."""
    return [change for change in _of_items(line, facts, given) if _is_reviewed(change, line, facts, given)]


def _of_items(line: ShapedLine, facts: Facts, given: Setting) -> list[Change]:
    return [change for change in changes(line, facts, given) if change.item != INITIALS]


def _is_reviewed(change: Change, line: ShapedLine, facts: Facts, given: Setting) -> bool:
    wanted = given.item(change.item).text("review")
    if wanted != UNLESS_CONFIRMED:
        return wanted == ALWAYS
    return confirmation(change, line, facts, given) not in (Confirmed.NUMBER, Confirmed.SHARED)


def needs_officers(line: ShapedLine, facts: Facts, given: Setting) -> bool:
    """Whether an officer has to decide on the line; always where the number is another record's."""
    return facts.other_id is not None or bool(reviewed(line, facts, given))


def stages(line: ShapedLine, facts: Facts, given: Setting) -> int:
    """How many officers have to agree.

    Two where name and number both become others, at once or one soon after the other, for that is another person; and
    where two records may be one.
    """
    if facts.other_id is not None:
        return 2
    items = NAME_AND_NUMBER & {change.item for change in reviewed(line, facts, given)}
    return 2 if items and items | facts.recent >= NAME_AND_NUMBER else 1


def confirmed(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What shared data said is told to clerk and officer alike."""
    if not given.single or not line.well_formed:
        return
    found = _of_items(line, facts, given)
    if facts.shared.answer is Answer.SILENT:
        yield note("shared_silent", None)
    if any(change.item in IDENTITY for change in found):
        if facts.shared.answer is Answer.FOUND:
            yield note("identity_confirmed", None)
        elif facts.shared.answer is Answer.ABSENT:
            yield note("identity_unconfirmed", None)
    for change in found:
        kind = confirmation(change, line, facts, given)
        if kind in (Confirmed.SHARED, Confirmed.NUMBER):
            yield note(f"confirmed_by_{kind.value}", change.item, title=BY_KEY[change.item].title)


def papers(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Each change that an officer decides on is proven by one of the papers that the law data name."""
    if not given.single or not line.well_formed:
        return
    names = given.law.codes("change_paper")
    for change in reviewed(line, facts, given):
        wanted = given.item(change.item).texts("papers")
        title = BY_KEY[change.item].title
        differs = confirmation(change, line, facts, given) is Confirmed.OTHERWISE
        choice = "、".join(names.name_of(code) for code in wanted)
        if facts.papers.isdisjoint(wanted):
            code = "shared_differs" if differs else "proof_missing"
            yield hard(code, change.item if differs else MATERIALS, title=title, papers=choice)
        elif differs:
            yield note("shared_differs_proven", change.item, title=title)


def review(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What is decided on by an officer is said before it is confirmed."""
    if not given.single or not line.well_formed:
        return
    found = reviewed(line, facts, given)
    if facts.other_id is not None:
        yield note("officers_compare", MATERIALS)
    elif found:
        titles = "、".join(BY_KEY[change.item].title for change in found)
        code = "officers_decide" if stages(line, facts, given) > 1 else "officer_decides"
        yield note(code, MATERIALS, titles=titles)

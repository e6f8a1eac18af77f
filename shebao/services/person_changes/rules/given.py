"""What a rule is given besides the line: what is known about the person, and what is the same for the whole filing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from shebao.kernel.findings import Finding
from shebao.law import Law
from shebao.law.values import Code
from shebao.services.person_changes import derive
from shebao.services.person_changes.derive import Values
from shebao.services.person_changes.fields import CATEGORY
from shebao.services.person_changes.shape import ShapedLine


class Answer(StrEnum):
    """What shared government data said of name and number as they will stand."""

    NOT_ASKED = ""
    FOUND = "found"
    ABSENT = "absent"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Shared:
    """The answer with what it delivered, under the names of shared data."""

    answer: Answer = Answer.NOT_ASKED
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know of the person of a line; the defaults are those of somebody without a contract here.

    `recorded` are the values of our record, `pending` the number of another filing under way, `other_id` whoever holds
    the number that is filed already, `other_is_own` that it is another record of the same person, `papers` the purposes
    of the files handed in with the line, `recent` which of name and number became another not long ago, `earlier_row`
    the row of an earlier line about the same person under another number.
    """

    person_id: int | None = None
    recorded: Values = field(default_factory=dict)
    category: str = ""
    pending: str = ""
    other_id: int | None = None
    other_is_own: bool = False
    papers: frozenset[str] = frozenset()
    recent: frozenset[str] = frozenset()
    earlier_row: int | None = None
    shared: Shared = Shared()


UNKNOWN: Final = Facts()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing; `first_row` tells the first row of each document."""

    law: Law
    today: date
    single: bool
    employer_open: bool
    first_row: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def item(self, key: str) -> Code:
        """What the law data say of an item."""
        return self.law.codes("change_item")[key]


class Change(NamedTuple):
    """One value that will be another one: what it is, what it was, what it will be."""

    item: str
    old: str
    new: str


def before(item: str, facts: Facts) -> str:
    """The value that stands on record; of the payer's category, that of the wages."""
    return facts.category if item == CATEGORY else facts.recorded.get(item, "")


def after(line: ShapedLine, facts: Facts, given: Setting) -> dict[str, str]:
    """All values as they will stand, with those that follow from others."""
    values = {**facts.recorded, **line.values}
    for item in line.wanted:
        if item not in line.values and not line.complained(item):
            found = derive.proposal(item, values, given.law, given.today)
            if found or item == CATEGORY:
                values[item] = found
    return values


def changes(line: ShapedLine, facts: Facts, given: Setting) -> list[Change]:
    """What will be another value than before, in the order of the items, followers behind their item."""
    if facts.person_id is None:
        return []
    values = after(line, facts, given)
    wanted = [item for item in line.wanted if item in values and not line.complained(item)]
    new = {item: values[item] for item in wanted if values[item] != before(item, facts)}
    new |= {item: value for item, value in derive.followers(new, values).items() if value != before(item, facts)}
    return [Change(item, before(item, facts), value) for item, value in new.items()]


Rule = Callable[[ShapedLine, Facts, Setting], Iterator[Finding]]

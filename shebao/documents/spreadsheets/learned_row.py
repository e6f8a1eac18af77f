"""A pattern for whole rows, learned from the rows of the sheet being read.

Programs write the rows of a sheet alike: the same columns, attributes and order, only the values differ. From the
first rows a pattern is made that reads a complete row in one step. It holds nothing but literal copies of what was
seen (already found to be plain cells) around the places of the values, so what it matches is plain as well.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_ROW: Final = r'\s*<row r="([1-9][0-9]{0,6})"((?: (?!xmlns)[A-Za-z0-9:]+="[^"<&]*")*+) ?>'
_VALUE: Final = "([^<&]*+)"
_FORMULA: Final = r'<f(?: [A-Za-z0-9]+="[^"<&]*")*+(?:/>|>[^<&]*+</f>)<v>'
_ROW_GROUPS: Final = 2
_MOST_FORMS: Final = 4
_MOST_LESSONS: Final = 48


class Form(NamedTuple):
    """One way to write a cell of a column: the text around row number and value, and the cell's kind.

    ``middle`` and ``after`` surround the value; ``after`` is None for a blank cell. With ``formula`` a formula and
    the start of its value stand after ``middle``.
    """

    letters: str
    middle: str
    after: str | None
    kind: int
    formula: bool = False


class Field(NamedTuple):
    """A group of the pattern: which place of the row it fills, with what kind of value."""

    group: int
    place: int
    kind: int
    formula: bool


class LearnedRow:
    """The pattern so far. ``match`` is None until something was learned."""

    def __init__(self, places: dict[str, int]) -> None:
        self.fields: list[Field] = []
        self.pattern: re.Pattern[str] | None = None
        self._places = places
        self._forms: dict[str, list[Form]] = {}
        self._absent: set[str] = set()
        self._lessons = 0

    @property
    def may_learn(self) -> bool:
        """Whether another row would still be taken in: a sheet of ever new forms must not cost ever more."""
        return self._lessons < _MOST_LESSONS

    def learn(self, forms: Iterable[Form]) -> None:
        """Take in a row that the pattern did not match."""
        self._lessons += 1
        seen = {form.letters: form for form in forms}
        if any(letters not in self._places for letters in seen):
            return
        if self._forms:
            self._absent |= (self._forms.keys() | seen.keys()) - (self._forms.keys() & seen.keys())
        for letters, form in seen.items():
            known = self._forms.setdefault(letters, [])
            if form not in known and len(known) < _MOST_FORMS:
                known.append(form)
        self._compile()

    def _compile(self) -> None:
        self.fields = []
        group = _ROW_GROUPS
        pieces = [_ROW]
        for letters in sorted(self._forms, key=self._places.__getitem__):
            choices = []
            for form in self._forms[letters]:
                choices.append(_written(form))
                if form.after is not None:
                    self.fields.append(Field(group, self._places[letters], form.kind, form.formula))
                    group += 1
            if letters in self._absent:
                choices.append("")
            pieces.append(f"(?>{'|'.join(choices)})")
        self.pattern = re.compile("".join(pieces) + "</row>")


def _written(form: Form) -> str:
    start = f'<c r="{form.letters}\\1"{re.escape(form.middle)}'
    if form.after is None:
        return start
    return start + (_FORMULA if form.formula else "") + _VALUE + re.escape(form.after)

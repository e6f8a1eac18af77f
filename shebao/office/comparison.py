"""What an officer compares: the line as filed beside what shared data and our own records say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from shebao.declarations.models import Line
from shebao.law import law
from shebao.persons.models import Person, SharedLookup
from shebao.services.enrolment.fields import COLUMNS, Section
from shebao.services.enrolment.models import EnrolmentLine, SharedResult
from shebao.services.lines.columns import Column, Kind
from shebao.web import formats, masking
from shebao.web.parts import Text

UNITS: Final[Mapping[Kind, str]] = {Kind.MONEY: "元"}
NUMBER_FORMATS: Final = ("citizen", "residence")


@dataclass(frozen=True, slots=True)
class Compared:
    """One field in words, from the three sources; `differs` when another source says something else."""

    title: str
    filed: str
    shared: str
    recorded: str
    shared_differs: bool
    recorded_differs: bool

    @property
    def said(self) -> bool:
        """Whether any source says anything."""
        return {self.filed, self.shared, self.recorded} != {formats.NOTHING}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The person's fields side by side, the other sections as pairs, and what shared data answered as a whole.

    Fields about which no source says anything are only named, in `empty`.
    """

    person: tuple[Compared, ...]
    empty: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    shared_result: Text
    shared_known: bool
    recorded_known: bool

    @property
    def beside(self) -> bool:
        """Whether there is anything to put beside what was filed."""
        return self.shared_known or self.recorded_known

    @property
    def filed(self) -> list[tuple[str, str]]:
        """What was filed alone, as pairs."""
        return [(row.title, row.filed) for row in self.person]


def compare(line: Line, person: Person | None, lookup: SharedLookup | None, *, shown: bool) -> Comparison:
    """The line beside our record of the person and the answer of shared data; numbers masked unless `shown`."""
    words = _Words(line.document_type, shown=shown)
    shared = dict(lookup.data) if lookup is not None and lookup.matched else {}
    rows = [_compared(column, line, person, shared, words) for column in _of(Section.PERSON)]
    return Comparison(
        person=tuple(row for row in rows if row.said),
        empty=tuple(row.title for row in rows if not row.said),
        sections=tuple(
            (section.value, tuple((column.title, words(column, getattr(line, column.key))) for column in _of(section)))
            for section in (Section.CONTRACT, Section.INSURANCE)
        ),
        shared_result=_shared_result(line),
        shared_known=bool(shared),
        recorded_known=person is not None,
    )


def _of(section: Section) -> Iterable[Column]:
    return (column for column in COLUMNS if column.section is section)


def _compared(
    column: Column, line: Line, person: Person | None, shared: Mapping[str, str], words: "_Words"
) -> Compared:
    filed = getattr(line, column.key)
    recorded = getattr(person, column.key, None)
    said = shared.get(column.key)
    return Compared(
        title=column.title,
        filed=words(column, filed),
        shared=words(column, said),
        recorded=words(column, recorded),
        shared_differs=_differ(filed, said),
        recorded_differs=_differ(filed, recorded),
    )


def _differ(filed: object, other: object) -> bool:
    """Whether another source says something else; saying nothing is not saying something else."""
    return other not in (None, "") and str(filed or "") != str(other)


def _shared_result(line: Line) -> Text:
    if not isinstance(line, EnrolmentLine):
        return _("未核验")
    return SharedResult(line.shared_result).label


class _Words:
    """A value in the words of its kind."""

    def __init__(self, document_type: str, *, shown: bool) -> None:
        self.document_type = document_type
        self.shown = shown

    def __call__(self, column: Column, value: Any) -> str:
        """The value of a field as the page writes it; 「—」 when there is none."""
        if value in (None, ""):
            return formats.NOTHING
        say = _SAY.get(column.kind)
        if say is not None:
            return say(value)
        if column.kind is Kind.CODE:
            return law().codes(column.table).name_of(str(value)) or str(value)
        mask = self._mask(column.kind)
        return str(value) if self.shown or not mask else masking.mask(mask, str(value))

    def _mask(self, kind: Kind) -> str:
        if kind is Kind.DOCUMENT:
            return number_kind(self.document_type)
        return "mobile" if kind is Kind.MOBILE else ""


def number_kind(document_type: str) -> str:
    """Which mask a document number gets: that of identity numbers, or of passports and permits."""
    entry = law().codes("document_type").get(document_type)
    return "identity" if entry and entry.text("format") in NUMBER_FORMATS else "passport"


def _schemes(codes: str) -> str:
    schemes = law().codes("scheme")
    known = [code for code in str(codes).split(",") if code in schemes]
    return "、".join(schemes[code].text("short") or schemes[code].name for code in known) or formats.NOTHING


def _money(yuan: object) -> str:
    return _("%(amount)s 元") % {"amount": formats.money(yuan)}


_SAY: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.DATE: lambda day: day if isinstance(day, str) else formats.day(day),
    Kind.MONTH: formats.month,
    Kind.MONEY: _money,
    Kind.SCHEMES: _schemes,
}

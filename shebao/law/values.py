"""What the law files are made of, once read: dated values, codes and their tables, sources."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

Scalar = Decimal | int | str | bool | date | datetime
Value = Scalar | Mapping[str, Decimal | int]
"""A value: percentages are fractions (16 % is 0.16), yuan are Decimal, counts are int."""

Attribute = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. ``grade``: A official text, B good witness, C weak witness, "-" nobody's text."""

    mark: str
    title: str
    grade: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A value with the days it holds for (both included, None: open) and its sources.

    ``value`` is None where it is known that there is one, but not which. ``verified`` says that a text we cite
    states it; otherwise it must not be shown as official. ``where`` is file:line.
    """

    name: str
    unit: str
    value: Value | None
    first: date | None
    last: date | None
    sources: tuple[str, ...]
    verified: bool
    note: str
    where: str

    def holds_on(self, day: date) -> bool:
        """Whether ``day`` lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Series:
    """All values of one name, in the order of time, without overlap."""

    name: str
    title: str
    unit: str
    values: tuple[Dated, ...]
    _starts: tuple[date, ...] = field(repr=False)

    @classmethod
    def of(cls, name: str, title: str, unit: str, values: tuple[Dated, ...]) -> "Series":
        """A series of ``values``, which are sorted and do not overlap."""
        return cls(name, title, unit, values, tuple(value.first or date.min for value in values))

    def on(self, day: date) -> Dated | None:
        """The value that holds on ``day``, None in a gap or outside."""
        position = bisect_right(self._starts, day) - 1
        if position < 0:
            return None
        found = self.values[position]
        return found if found.last is None or day <= found.last else None


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code table; ``attributes`` are those the table declares, absent ones are left out."""

    code: str
    name: str
    first: date | None
    last: date | None
    attributes: Mapping[str, Attribute]
    sources: tuple[str, ...]
    verified: bool
    note: str
    where: str

    def valid_on(self, day: date) -> bool:
        """Whether the code may be used for something that happens on ``day``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def flag(self, attribute: str) -> bool:
        """A yes-or-no attribute; absent means no."""
        return self.attributes.get(attribute) is True

    def text(self, attribute: str) -> str:
        """A text attribute; absent means the empty text."""
        value = self.attributes.get(attribute, "")
        return value if isinstance(value, str) else str(value)

    def number(self, attribute: str) -> int | None:
        """A whole-number attribute; absent means None."""
        value = self.attributes.get(attribute)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def texts(self, attribute: str) -> tuple[str, ...]:
        """A list attribute; absent means none."""
        value = self.attributes.get(attribute, ())
        return value if isinstance(value, tuple) else (str(value),)


class CodeTable(Mapping[str, Code]):
    """Codes of one kind, in the order in which they are to be offered."""

    __slots__ = ("_by_name", "_codes", "name", "title")

    def __init__(self, name: str, title: str, codes: Mapping[str, Code]) -> None:
        self.name = name
        self.title = title
        self._codes = MappingProxyType(dict(codes))
        self._by_name = MappingProxyType({code.name: code for code in codes.values()})

    def __getitem__(self, code: str) -> Code:
        return self._codes[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def valid_on(self, day: date) -> dict[str, Code]:
        """The codes that may be used on ``day``, in order."""
        return {code: entry for code, entry in self._codes.items() if entry.valid_on(day)}

    def choices(self, day: date) -> list[tuple[str, str]]:
        """Pairs of code and name valid on ``day``, as form fields want them."""
        return [(code, entry.name) for code, entry in self.valid_on(day).items()]

    def named(self, name: str) -> Code | None:
        """The code with exactly this Chinese name, None if there is none."""
        return self._by_name.get(name)

    def name_of(self, code: str) -> str:
        """The Chinese name of ``code``; an unknown code is returned as it is."""
        entry = self._codes.get(code)
        return entry.name if entry else code


@dataclass(frozen=True, slots=True)
class Rate:
    """A contribution rate: ``fraction`` of the base (0.16), with its sources."""

    scheme: str
    payer: str
    fraction: Decimal
    sources: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower and upper bound of the contribution base, in whole yuan a month."""

    scheme: str
    lower: Decimal
    upper: Decimal
    sources: tuple[str, ...]
    verified: bool

    def clamp(self, wage: Decimal) -> Decimal:
        """The base for ``wage`` (yuan a month): within the bounds."""
        return min(max(wage, self.lower), self.upper)

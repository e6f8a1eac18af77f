"""The law as the rest of Shebao asks it: what held when, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from shebao.kernel.months import Month
from shebao.law import retirement
from shebao.law.errors import NoLawError
from shebao.law.values import Bounds, Code, CodeTable, Dated, Rate, Series, Source, Value

T = TypeVar("T", Decimal, int, str)
When = Month | date

EMPLOYER = "employer"
PERSON = "person"

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "local_urban": ("local_urban", "urban"),
    "outside_urban": ("outside_urban", "urban"),
    "local_rural": ("local_rural", "rural"),
    "outside_rural": ("outside_rural", "rural"),
    "urban": ("urban",),
    "rural": ("rural",),
}
"""缴费人员类别 to the names under which a series of its own may stand, nearest first."""


@dataclass(frozen=True)
class Law:
    """All series, code tables and sources; immutable. Values come with source and verified flag."""

    sources: Mapping[str, Source]
    series: Mapping[str, Series]
    tables: Mapping[str, CodeTable]

    @cached_property
    def digest(self) -> str:
        """The same for the same values of series and codes, another one as soon as any of them changes."""
        series = {name: [(one.value, one.first, one.last) for one in held.values] for name, held in self.series.items()}
        tables = {name: list(table.values()) for name, table in self.tables.items()}
        return sha256(repr((series, tables)).encode()).hexdigest()

    def codes(self, table: str) -> CodeTable:
        """The code table of this name; KeyError if there is no such table."""
        return self.tables[table]

    def find(self, name: str, when: When) -> Dated | None:
        """The value of series ``name`` in a month (its first day) or on a day; None if none is on record."""
        found = self.series[name].on(_day(when))
        return found if found is not None and found.value is not None else None

    def at(self, name: str, when: When) -> Dated:
        """Like :meth:`find`, but :class:`shebao.law.errors.NoLawError` if none is on record."""
        found = self.find(name, when)
        if found is None:
            raise NoLawError(name, self.series[name].title, _words(when))
        return found

    def amount(self, name: str, when: When) -> Decimal:
        """A value in yuan, percent (as a fraction) or fraction; NoLawError if none is on record."""
        return _typed(self.at(name, when), Decimal)

    def count(self, name: str, when: When) -> int:
        """A value in days, months or years; NoLawError if none is on record."""
        return _typed(self.at(name, when), int)

    def text(self, name: str, when: When) -> str:
        """A value that is a text or code; NoLawError if none is on record."""
        return _typed(self.at(name, when), str)

    def entry(self, name: str, month: Month, group: str = "") -> Dated:
        """The value of series ``name`` for 缴费人员类别 ``group`` in ``month``: the group's own, else the general one.

        NoLawError if none is on record.
        """
        return self._grouped(name, group, month)

    def rate(self, scheme: str, payer: str, group: str, month: Month) -> Rate:
        """The rate of ``scheme`` for ``payer`` ("employer"/"person") and 缴费人员类别 ``group`` in ``month``.

        For work injury use :meth:`injury_rate`. NoLawError if none is on record.
        """
        found = self._grouped(f"rate/{scheme}/{payer}", group, month)
        return Rate(scheme, payer, _typed(found, Decimal), found.sources, found.verified)

    def injury_rate(self, risk_class: str, band: str, month: Month) -> Rate:
        """The employer's work-injury rate: benchmark of class "1"–"8" times band "50"–"150" (percent).

        NoLawError if none is on record, KeyError for a band that does not exist.
        """
        benchmark = self.at(f"rate/410/employer/{risk_class}", month)
        factor = Decimal(self.codes("injury_band")[band].code) / 100
        return Rate("410", EMPLOYER, _typed(benchmark, Decimal) * factor, benchmark.sources, benchmark.verified)

    def bounds(self, scheme: str, month: Month, group: str = "") -> Bounds:
        """Lower and upper bound of the base of ``scheme`` in ``month``, whole yuan; NoLawError if none is on record."""
        found = self._grouped(f"bounds/{scheme}", group, month)
        pair = _parts(found.value)
        return Bounds(scheme, Decimal(pair["lower"]), Decimal(pair["upper"]), found.sources, found.verified)

    def reliefs(self, scheme: str, payer: str, month: Month) -> list[Code]:
        """Temporary reductions and deferrals that lie over the rate of ``scheme`` in ``month``.

        Attributes: ``effect`` "factor" or "defer", ``percent`` (what remains of the rate), ``for`` (which employers).
        """
        return [
            code
            for code in self.codes("contribution_relief").valid_on(month.first_day).values()
            if scheme in code.texts("schemes") and payer == code.text("payer")
        ]

    def retirement_age(self, birth: date, sex: str, *, cadre: bool) -> tuple[int, int]:
        """The age of retirement in whole years and months; ``sex`` "1" male, "2" female (GB/T 2261.1).

        ``cadre`` matters for women only (管理技术岗位 55, others 50, before the reform). ValueError for another sex.
        """
        return divmod(retirement.age_in_months(self._retirement(sex, cadre=cadre), Month.of(birth)), 12)

    def retirement_month(self, birth: date, sex: str, *, cadre: bool) -> Month:
        """The month in which the age of retirement is reached; arguments as :meth:`retirement_age`."""
        return Month.of(birth) + retirement.age_in_months(self._retirement(sex, cadre=cadre), Month.of(birth))

    def _retirement(self, sex: str, *, cadre: bool) -> retirement.Track:
        name = "retirement/" + retirement.track_of(sex, cadre=cadre)
        return retirement.Track.of(_parts(self.series[name].values[-1].value))

    def _grouped(self, name: str, group: str, month: Month) -> Dated:
        """The value of the nearest series that has one: that of the group, else the general one."""
        day = month.first_day
        for nearer in _GROUPS.get(group, ()):
            series = self.series.get(f"{name}/{nearer}")
            found = series.on(day) if series else None
            if series and found:
                if found.value is None:
                    raise NoLawError(series.name, series.title, month.chinese)
                return found
        if name not in self.series:
            raise NoLawError(name, name, month.chinese)
        return self.at(name, month)


def _day(when: When) -> date:
    return when.first_day if isinstance(when, Month) else when


def _words(when: When) -> str:
    return when.chinese if isinstance(when, Month) else f"{when.year}年{when.month}月{when.day}日"


def _typed(found: Dated, kind: type[T]) -> T:
    if not isinstance(found.value, kind):
        raise TypeError(f"{found.name} ({found.where}) is in {found.unit}, not {kind.__name__}")
    return found.value


def _parts(value: Value | None) -> Mapping[str, Decimal | int]:
    if not isinstance(value, Mapping):
        raise TypeError("a value with parts is needed")
    return value

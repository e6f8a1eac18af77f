"""The law as it was before something was published, or as it may be one day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest

from shebao.kernel.months import Month
from shebao.law import Law, Series, loader


@contextmanager
def before_bounds_of(first: Month) -> Iterator[None]:
    """Nobody has heard yet of the bounds that hold from `first` on: those before it go on."""
    with _instead(_without(loader.load(), first)):
        yield


@contextmanager
def with_rate(name: str, rate: Decimal) -> Iterator[None]:
    """The last value of a series of rates is another one."""
    known = loader.load()
    series = known.series[name]
    values = (*series.values[:-1], replace(series.values[-1], value=rate))
    changed = Series.of(name, series.title, series.unit, values)
    with _instead(replace(known, series={**known.series, name: changed})):
        yield


@contextmanager
def _instead(other: Law) -> Iterator[None]:
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loader, "load", lambda: other)
            loader.law.cache_clear()
            yield
    finally:
        loader.law.cache_clear()


def _without(law: Law, first: Month) -> Law:
    older = {name: _shortened(series, first) for name, series in law.series.items() if name.startswith("bounds/")}
    return replace(law, series={**law.series, **older})


def _shortened(series: Series, first: Month) -> Series:
    """The series without the value that begins with `first`; the one before lasts as long as it would have."""
    values = list(series.values)
    places = [place for place, value in enumerate(values) if value.first == first.first_day]
    for place in places:
        gone = values.pop(place)
        values[place - 1] = replace(values[place - 1], last=gone.last)
    return Series.of(series.name, series.title, series.unit, tuple(values))

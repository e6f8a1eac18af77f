"""The law as it was known before something was published."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from shebao.kernel.months import Month
from shebao.law import Law, Series, loader


@contextmanager
def before_bounds_of(first: Month) -> Iterator[None]:
    """Nobody has heard yet of the bounds that hold from `first` on: those before it go on."""
    known = _without(loader.load(), first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load", lambda: known)
        loader.law.cache_clear()
        yield
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

"""What a planted divergence is: what is done to a town in order, what is found then, and what makes it vanish."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shebao.reconciliation.tests.clean import NOW, Town

Deed = Callable[[Town], object]


@dataclass(frozen=True)
class Planted:
    """`besides`: kinds that lawfully come with it; `close`: the action that closes it, where a test can do it."""

    do: Deed
    besides: frozenset[str] = field(default_factory=frozenset)
    close: Deed | None = None
    at: datetime = NOW


def plant(do: Deed, *besides: str, close: Deed | None = None, at: datetime = NOW) -> Planted:
    """One divergence."""
    return Planted(do, frozenset(besides), close, at)

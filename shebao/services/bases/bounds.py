"""The base that a wage comes to: within the bounds of month and scheme, in whole yuan. Pure.

The amounts owed are computed by contributions alone; this is for remarks and lists that show a base beside a wage.
"""

from collections.abc import Iterable
from typing import Final

from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.errors import NoLawError

Pair = tuple[int, int]
FEN: Final = 100
HALF_YUAN: Final = 50


def base_of(wage_fen: int, limits: Pair) -> int:
    """The base in whole yuan: the wage rounded half up, no lower and no higher than the bounds."""
    lower, upper = limits
    return min(max((wage_fen + HALF_YUAN) // FEN, lower), upper)


class Limits:
    """Bounds by scheme, month and 缴费人员类别; each is looked up once."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._known: dict[tuple[str, int, str], Pair | None] = {}

    def of(self, scheme: str, month: int, category: str) -> Pair | None:
        """Lower and upper bound in whole yuan, None where none are on record."""
        key = (scheme, month, category)
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, scheme: str, month: int, category: str) -> Pair | None:
        try:
            found = self._law.bounds(scheme, Month.from_int(month), category)
        except NoLawError:
            return None
        return int(found.lower), int(found.upper)

    def names(self, schemes: Iterable[str]) -> str:
        """养老、失业、工伤."""
        table = self._law.codes("scheme")
        return "、".join(table[code].text("short") or table[code].name for code in schemes)

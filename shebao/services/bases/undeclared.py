"""Who was not declared in time: from the year's first month on, 110 % of what was charged last counts."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.contributions import actions as contributions
from shebao.database import bulk
from shebao.kernel.clock import day_of
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.contribution_year import ContributionYear, year_numbered
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks

HUNDRED: Final = 100
EFFECTS: Final = ("close_undeclared", "undeclared_wages")


def assess_undeclared(actor: Actor, year: int, employers: Collection[int], *, now: datetime) -> int:
    """Let 110 % count for everybody at these employers for whom no wage was declared; how many persons that were.

    Months that were assessed before are assessed again, and the clerks are told. Doing it again changes nothing; a
    later declaration takes the place of what was put in here. Raises Conflict while the declaration window is open.
    """
    period = year_numbered(law(), year)
    today = day_of(now)
    if today <= period.closes_on:
        raise Conflict(
            f"{period.chinese}缴费基数申报截止日为{period.closes_on:%Y-%m-%d}，尚未截止。",
            code="window_open",
            remedy="请在截止日之后再核定。",
        )
    with action(actor, "assess_undeclared", details={"year": year, "employers": len(employers)}):
        found = _choose(period, employers)
        if found:
            for effect in EFFECTS:
                bulk.run(__file__, effect, {})
            _assess_again(actor, period, [contract for contract, _ in found], now)
            _tell(period, found)
        bulk.run(__file__, "forget_undeclared", {})
    return len(found)


def _choose(period: ContributionYear, employers: Collection[int]) -> list[tuple[int, int]]:
    """Contract and employer of everybody concerned, locked in the order of their persons."""
    params = {
        "month": int(period.first),
        "month_before": int(period.first - 1),
        "percent": int(period.undeclared * HUNDRED),
        "employers": sorted(employers),
    }
    bulk.run(__file__, "choose_undeclared", params)
    bulk.run(__file__, "lock_undeclared", {})
    bulk.run(__file__, "drop_declared", {})
    return [(row[0], row[1]) for row in bulk.rows(__file__, "undeclared_contracts", {})]


def _assess_again(actor: Actor, period: ContributionYear, contracts: list[int], now: datetime) -> None:
    contributions.correct(actor, contracts=contracts, first=period.first, last=Month.of(day_of(now)), now=now)


def _tell(period: ContributionYear, found: list[tuple[int, int]]) -> None:
    persons: dict[int, int] = {}
    for _, employer in found:
        persons[employer] = persons.get(employer, 0) + 1
    percent = int(period.undeclared * HUNDRED)
    tell_clerks(
        News(employer, "bases_undeclared", {"year": period.number, "persons": count, "percent": percent})
        for employer, count in persons.items()
    )

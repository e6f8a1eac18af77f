"""Whatever is declared in whatever order, a month of a contract has exactly one wage: the one declared last for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.contributions.models import Wage
from shebao.employment.models import Contract
from shebao.kernel.months import Month, months
from shebao.services.bases.tests.office import Office
from shebao.services.bases.undeclared import assess_undeclared
from shebao.services.enrolment.tests.desk import SYSTEM

YEARS = range(2021, 2025)
LAST = Month(2025, 6)
WAGES = st.integers(100_000, 9_000_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("declare"), st.sampled_from(YEARS), st.integers(0, 5), WAGES),
        st.tuples(st.just("undeclared"), st.sampled_from(YEARS), st.just(0), st.just(0)),
    ),
    min_size=1,
    max_size=6,
)
STARTS = st.sampled_from(["2019-05", "2021-07", "2022-09", "2024-08"])


class Oracle:
    """The wage of every month, as a list would keep it: a declaration counts until the next one's first month."""

    def __init__(self, since: Month, wage: int) -> None:
        self.since = since
        self.spans: dict[Month, int] = {since: wage}

    def first_of(self, year: int) -> Month:
        return max(Month(year, 7), self.since)

    def declare(self, year: int, wage: int) -> None:
        self.spans[self.first_of(year)] = wage

    def undeclared(self, year: int) -> None:
        first = Month(year, 7)
        if self.since < first and first not in self.spans:
            self.spans[first] = (self.at(first) * 110 + 50) // 100

    def at(self, month: Month) -> int:
        return self.spans[max(first for first in self.spans if first <= month)]


def recorded(contract: Contract) -> dict[Month, list[int]]:
    """The wages on record that count for each month."""
    rows = list(Wage.objects.filter(contract_id=contract.pk, voided=False).values_list(*FIELDS))
    first = Month.from_int(contract.insured_from)
    return {
        month: [fen for begin, end, fen in rows if begin <= int(month) <= (end or int(LAST))]
        for month in months(first, LAST)
    }


FIELDS = ("from_month", "to_month", "wage_fen")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STARTS, STEPS)
def test_a_month_has_exactly_one_wage(office: Office, since: str, steps: list[tuple[str, int, int, int]]) -> None:
    desk = replace(office, employed=list(office.employed))
    (contract,) = desk.employ(1, wage=800_000, since=since)
    office.employed = desk.employed
    oracle = Oracle(Month.parse(since), 800_000)
    for what, year, later, fen in steps:
        desk.now = datetime(year, 8 + later % 5, 12, 2, tzinfo=UTC)
        if what == "undeclared":
            assess_undeclared(SYSTEM, year, [desk.employer.pk], now=desk.now)
            oracle.undeclared(year)
        elif int(oracle.since) <= year * 100 + desk.now.month:
            desk.declare({contract: f"{fen / 100:.2f}"})
            oracle.declare(year, fen)
        assert recorded(contract) == {month: [oracle.at(month)] for month in recorded(contract)}

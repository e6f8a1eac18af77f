"""The one query against a second computation, over all years of the law data, and against what was published."""

import os
import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product

import pytest

from shebao.contributions import queries
from shebao.contributions.queries import Assessed, Subject
from shebao.contributions.tests import town
from shebao.contributions.tests.oracle import Case, owed
from shebao.employers.models import Employer
from shebao.kernel.months import Month, months

pytestmark = pytest.mark.django_db

# A million take some minutes: SHEBAO_ORACLE_CASES=1000000 pytest shebao/contributions/tests/test_oracle.py
CASES = int(os.environ.get("SHEBAO_ORACLE_CASES", "10000"))
BATCH = max(2_000, CASES // 50)
FIRMS_A_BATCH, MONTHS_A_BATCH = 12, 24
FIRST, LAST = Month(2007, 4), Month(2026, 12)
BANDS = {1: ("1.00", "1.20", "1.50"), **dict.fromkeys(range(2, 9), ("0.50", "0.80", "1.00", "1.20", "1.50"))}
CATEGORIES = ("", "local_urban", "outside_urban", "local_rural", "outside_rural")
SIZES, INDUSTRIES = ("", "micro_small_medium", "large"), ("", "catering", "tourism")


def firms() -> list[Employer]:
    """An employer of every class, band, size and industry."""
    kinds = [
        (number, band, size, industry)
        for number, bands in BANDS.items()
        for band, size, industry in product(bands, SIZES, INDUSTRIES)
    ]
    return [
        town.employer(serial, injury_class=number, band=band, size=size, industry=industry)
        for serial, (number, band, size, industry) in enumerate(kinds, 1)
    ]


def cases(drawn: random.Random, firms: list[Employer]) -> Iterator[tuple[Case, Employer]]:
    some_months = drawn.sample(list(months(FIRST, LAST)), MONTHS_A_BATCH)
    some_firms = drawn.sample(firms, FIRMS_A_BATCH)
    while True:
        firm, month = drawn.choice(some_firms), drawn.choice(some_months)
        wage = Decimal(drawn.choice((drawn.randrange(1, 9_999_999), drawn.randrange(80_000, 1_500_000)))) / 100
        yield (
            Case(
                drawn.choice(("110", "120", "210", "410")), str(month), wage, drawn.choice(CATEGORIES),
                firm.injury_class, Decimal(firm.injury_band), firm.size_class, firm.industry,
            ),
            firm,
        )  # fmt: skip


def subject(case: Case, firm: Employer) -> Subject:
    return Subject(1, firm.pk, 0, case.scheme, Month.parse(case.month), int(case.wage * 100), case.category)


def said(one: Assessed) -> tuple[Decimal, Decimal, Decimal] | None:
    if one.base is None or one.employer_fen is None or one.personal_fen is None:
        assert one.missing == "no_law"
        assert one.missing_law
        return None
    return Decimal(one.base), Decimal(one.employer_fen) / 100, Decimal(one.personal_fen) / 100


def test_the_query_and_the_oracle_agree_to_the_fen() -> None:
    seed = random.SystemRandom().randrange(2**32)
    drawn = random.Random(seed)
    known = firms()
    compared = missing = 0
    while compared < CASES:
        batch = list(islice(cases(drawn, known), min(BATCH, CASES - compared)))
        found = queries.preview([subject(*one) for one in batch])
        for (case, _), one in zip(batch, found, strict=True):
            expected = owed(case)
            missing += expected is None
            assert said(one) == (tuple(expected) if expected else None), (seed, case)
        compared += len(batch)
    assert 0 < missing < compared / 2


@pytest.mark.parametrize(
    ("month", "wage", "scheme", "employer", "person"),
    [
        # domain: bill of 2026-07 at the lower and the upper bound
        ("2026-07", "7270", "110", "1163.20", "581.60"),
        ("2026-07", "7270", "210", "36.35", "36.35"),
        ("2026-07", "36348", "110", "5815.68", "2907.84"),
        ("2026-07", "36348", "210", "181.74", "181.74"),
        # wages are clamped to the bounds of the month
        ("2023-10", "5000", "110", "1012.16", "506.08"),
        ("2024-06", "50000", "110", "5422.56", "2711.28"),
        ("2024-07", "50000", "110", "5645.28", "2822.64"),
        # caps can fall
        ("2019-06", "99999", "110", "4064.16", "2032.08"),
        ("2019-07", "99999", "110", "3770.40", "1885.20"),
        ("2009-06", "1000", "210", "14.90", "2.98"),
    ],
)
def test_published_bills_are_reproduced(month: str, wage: str, scheme: str, employer: str, person: str) -> None:
    firm = town.employer()
    (one,) = queries.preview(
        [Subject(1, firm.pk, 0, scheme, Month.parse(month), int(Decimal(wage) * 100), "local_urban")]
    )
    assert said(one) is not None
    assert said(one)[1:] == (Decimal(employer), Decimal(person))  # type: ignore[index]


# Lower and upper bound of pension and unemployment by the first month of the contribution year.
PUBLISHED = {
    "2007-04": (1203, 9024), "2008-04": (1329, 9966), "2009-04": (1490, 11178), "2010-04": (1615, 12111),
    "2011-04": (1680, 12603), "2012-04": (1869, 14016), "2013-07": (2089, 15669), "2014-07": (2317, 17379),
    "2015-07": (2585, 19389), "2016-07": (2834, 21258), "2017-07": (3082, 23118), "2018-07": (3387, 25401),
    "2019-07": (3613, 23565), "2020-07": (3613, 26541), "2021-07": (5360, 28221), "2022-07": (5869, 31884),
    "2023-07": (6326, 33891), "2024-07": (6821, 35283), "2025-07": (7162, 35811), "2026-07": (7270, 36348),
}  # fmt: skip


@pytest.mark.parametrize(("month", "pair"), PUBLISHED.items())
def test_the_published_bounds_of_every_year_are_the_smallest_and_largest_base(
    month: str, pair: tuple[int, int]
) -> None:
    firm = town.employer()
    wages = (1, 9_999_999)
    found = queries.preview(
        [Subject(1, firm.pk, 0, "210", Month.parse(month), wage * 100, "outside_urban") for wage in wages]
    )
    assert tuple(one.base for one in found) == pair
